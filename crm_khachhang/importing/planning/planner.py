"""Decides what becomes of rows: finds their customers, applies every rule, says why not. Writes nothing."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import cstr

from crm_khachhang.access import customers as access
from crm_khachhang.customers import codes, many, validation
from crm_khachhang.customers.contacts import links, people
from crm_khachhang.customers.owners import candidates
from crm_khachhang.customers.refusals import REFUSALS, plain
from crm_khachhang.customers.search import keys
from crm_khachhang.customers.text import tidy
from crm_khachhang.importing.options import Options
from crm_khachhang.importing.overlap import NeedsDatabase
from crm_khachhang.importing.planning import draft, duplicates, groups, matching, reasons
from crm_khachhang.importing.planning.draft import CUSTOMER, Draft
from crm_khachhang.importing.planning.framework import Checks
from crm_khachhang.importing.planning.openings import Openings
from crm_khachhang.importing.planning.rows import CREATE, REFUSE, SKIP, UPDATE, Given, Plan, Problem

CODE = "customer_code"
OWNER = "account_manager"

OPEN = (CREATE, UPDATE)

# Columns that every update keeps as the database has them.
STORED = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")


class Planner:
	"""Plans groups of rows that do not depend on each other; made once for an import, it learns what all share.

	`dry` says that what is planned is not written before the next rows are planned.
	"""

	def __init__(self, options: Options, dry: bool):
		self.options, self.dry = options, dry
		self.meta = frappe.get_meta(CUSTOMER)
		self.checks = Checks(self.meta)
		self.blank = draft.blank()
		self.defaults = {name: value for name, value in options.mapping.defaults.items() if "." not in name}
		if options.owner:
			self.defaults[OWNER] = options.owner
		self.duplicates = duplicates.Duplicates(options, dry)
		self.openings = Openings(options, dry)
		self.columns = [*STORED, *self.blank]
		# In a dry run: {what a row can be matched by: row that would create the customer}.
		self.rows_of_keys: dict[tuple[str, str], int] = {}
		# In a dry run: {hash of a code that a row would take: that row}.
		self.rows_of_codes: dict[int, int] = {}
		# Rows of the next group: {number: what its own rules say}.
		self.ahead: dict[int, Plan] = {}
		self.owners: dict[str, bool] = {}
		self.may_create = bool(frappe.has_permission(CUSTOMER, "create"))
		self.may_write = bool(frappe.has_permission(CUSTOMER, "write"))

	def plan_ahead(self, rows: Iterable[Given]) -> None:
		"""Plan rows of the next group as far as they concern nobody else: nothing depends on what is written now.

		One for which the database must be asked is left for its turn.
		"""
		with candidates.remembering(self.owners):
			for given in rows:
				if not self.options.match_by:
					with suppress(NeedsDatabase):
						self.ahead[given.number] = plan = self._by_itself(given)
						if plan.draft:
							groups.compare(plan, self.duplicates.deciding)

	def plan(self, rows: list[Given]) -> list[Plan]:
		"""Return the plan of each row, in order."""
		ways = self.options.match_by
		matches = matching.find(rows, ways) if ways else {}
		stored = self._stored([name for name in matches.values() if isinstance(name, str)])
		self.owners.clear()
		with candidates.remembering(self.owners):
			plans = [
				self.ahead.pop(given.number, None)
				or self._by_itself(given, matches.get(given.number), stored)
				for given in rows
			]
		open_plans = [plan for plan in plans if plan.action in OPEN]
		_forget_known_people(open_plans)
		self._refuse_taken_codes([plan for plan in open_plans if plan.action == CREATE])
		self.openings.judge(open_plans)
		self.duplicates.judge([plan for plan in open_plans if not plan.problems])
		for plan in open_plans:
			if self.dry:
				self._take_code(plan)
			self._settle(plan)
		return plans

	def _by_itself(self, given: Given, match=None, stored: dict[str, dict] | None = None) -> Plan:
		"""What becomes of the row as far as its match, the rights and the rules of its fields say it."""
		plan = self._begin(given, match, stored or {})
		if plan.action == CREATE:
			self._check_code(plan)
		if plan.action in OPEN:
			self._apply_rules(plan)
		return plan

	def _begin(self, given: Given, match, stored: dict[str, dict]) -> Plan:
		"""The row's action as far as its match and the rights say it."""
		if given.no_data:
			return _skipped(given, "", _(reasons.NO_DATA), given.no_data)
		if isinstance(match, matching.Unclear):
			return _refused(given, str(match))
		if match:
			return self._begin_update(given, match, stored)
		if self.dry and (first := self._row_that_creates(given)):
			return self._begin_after(given, first)
		if not self.options.may_create:
			return _refused(given, _(reasons.NOT_FOUND))
		if not self.may_create:
			return _refused(given, _(reasons.MAY_NOT_CREATE))
		values = {**self.blank, **self.defaults, **given.values, "name": None}
		problems = [*given.problems, *self._lost_defaults(given)]
		return Plan(given, CREATE, draft=Draft(values, self.meta), problems=problems)

	def _lost_defaults(self, given: Given) -> Iterator[Problem]:
		"""Why the row has no value where a default should have given it one."""
		for name, reason in self.options.lost.items():
			if name not in given.values and name not in self.defaults:
				yield Problem(name, "", reason)

	def _row_that_creates(self, given: Given) -> int:
		"""The earlier row of the file whose customer this one speaks of, as the run will find; 0 for none."""
		own = [(way, key.casefold()) for way, key in matching.keys_of(given, self.options.match_by)]
		first = next((self.rows_of_keys[key] for key in own if key in self.rows_of_keys), 0)
		if not first and self.options.may_create:
			self.rows_of_keys.update(dict.fromkeys(own, given.number))
		return first

	def _begin_after(self, given: Given, first: int) -> Plan:
		remark = Problem("", "", _(reasons.CUSTOMER_OF_ROW).format(first))
		if not self.options.may_update:
			return Plan(given, SKIP, problems=[remark])
		after = Draft({**self.blank, **self.defaults, **given.values, "name": None}, self.meta)
		return Plan(given, UPDATE, draft=after, problems=list(given.problems), remarks=[remark], after=first)

	def _begin_update(self, given: Given, name: str, stored: dict[str, dict]) -> Plan:
		if not self.options.may_update:
			return _skipped(given, name, _(reasons.THERE_ALREADY))
		if not self.may_write or not _may_write(name):
			return _refused(given, _(reasons.MAY_NOT_WRITE), name)
		values = dict(given.values)
		code = tidy(cstr(values.pop(CODE, "")))
		if code and codes.same_key(code) != codes.same_key(name):
			return _refused(given, _(reasons.OTHER_CODE).format(name), name, CODE, code)
		values = {field: _as_stored(value, stored[name].get(field)) for field, value in values.items()}
		before = Draft(stored[name], self.meta)
		after = Draft({**stored[name], **values}, self.meta, before)
		return Plan(given, UPDATE, name, after, problems=list(given.problems))

	def _stored(self, names: list[str]) -> dict[str, dict]:
		"""The customers as the database has them."""
		if not names:
			return {}
		table = frappe.qb.DocType(CUSTOMER)
		query = frappe.qb.from_(table).select(*(table[column] for column in self.columns))
		query = query.where(many.is_one_of(table.name))
		# Whoever is about to write keeps others from changing them meanwhile, and reads what stands there now.
		sql = (query if self.dry else query.for_update()).get_sql()
		return {row.name: dict(row) for row in frappe.db.sql(sql, (names,), as_dict=True)}

	def _check_code(self, plan: Plan) -> None:
		"""The characters of a typed code."""
		code = tidy(_as_code(plan.draft.get(CODE)))
		plan.draft.set(CODE, code)
		if code and (problem := _refusal_of(lambda: codes.check_characters(code))):
			plan.problems.append(Problem(CODE, code, problem))

	def _refuse_taken_codes(self, plans: list[Plan]) -> None:
		"""Typed codes that somebody has, or had."""
		typed = [(plan, plan.draft.get(CODE)) for plan in plans if plan.draft.get(CODE)]
		taken = codes.find_many([code for _plan, code in typed])
		for plan, code in typed:
			if codes.same_key(code) not in taken or any(told.fieldname == CODE for told in plan.problems):
				continue
			if problem := _refusal_of(lambda code=code: codes.check_free(code)):
				plan.problems.append(Problem(CODE, code, problem))

	def _take_code(self, plan: Plan) -> None:
		"""In a dry run nobody has the codes of earlier rows yet."""
		code = plan.draft.get(CODE)
		if plan.action != CREATE or plan.problems or not code:
			return
		first = self.rows_of_codes.setdefault(hash(codes.same_key(code)), plan.number)
		if first != plan.number:
			reason = plain(_(reasons.SAME_IN_FILE).format(_(self.meta.get_label(CODE)), first))
			plan.problems.append(Problem(CODE, code, reason))

	def _apply_rules(self, plan: Plan) -> None:
		"""Every rule of the fields; all that is wrong is told at once, each field once."""
		customer, known = plan.draft, {problem.fieldname for problem in plan.problems}
		found = [*self._refusals(customer), *self.checks.problems(customer)]
		for problem in found:
			if problem.fieldname not in known:
				known.add(problem.fieldname)
				problem.value = cstr(plan.given.cells.get(problem.fieldname, problem.value))
				plan.problems.append(problem)
		if problem := _problem_of_person(plan.given):
			plan.problems.append(problem)
		customer.name_key = keys.name_key(vars(customer))
		customer.name_key_reversed = customer.name_key[::-1]

	def _refusals(self, customer: Draft):
		for step in (*validation.TEXTS, *validation.VALUES):
			try:
				step(customer)
			except REFUSALS as error:
				fieldname, reason = customer.flags.pop("refused", None) or ("", plain(error))
				yield Problem(fieldname, cstr(customer.get(fieldname)), reason)
				frappe.clear_messages()

	def _settle(self, plan: Plan) -> None:
		if plan.problems:
			plan.action = REFUSE if plan.action != SKIP else SKIP
		elif plan.action == UPDATE and plan.customer:
			before = plan.draft.get_doc_before_save()
			plan.changes = changes(before, plan.draft)
			if not (plan.changes or plan.given.person or plan.opening):
				plan.action = SKIP
				plan.problems.append(Problem("", "", _(reasons.NO_CHANGE)))


def changes(before: Draft, after: Draft) -> dict[str, tuple]:
	"""Return {fieldname: (old, new)} of what differs, "" and nothing being the same."""
	old, new = vars(before), vars(after)
	return {
		name: (old.get(name), value)
		for name, value in new.items()
		if name not in DERIVED and value != old.get(name) and (value or old.get(name))
	}


# Follow from other fields: no change that somebody made.
DERIVED = ("name_key", "name_key_reversed", "search_text", "phone_e164", "other_phone_e164")


def _forget_known_people(plans: list[Plan]) -> None:
	"""A row whose contact is there already says nothing new by it."""
	given = [plan for plan in plans if plan.customer and plan.given.person]
	known = links.names_of_people([plan.customer for plan in given])
	for plan in given:
		name = cstr(plan.given.person.get("full_name") or plan.draft.get("customer_name")).strip()
		if name.casefold() in known.get(plan.customer, ()):
			plan.given.person = {}


def _problem_of_person(given: Given) -> Problem | None:
	if not given.person:
		return None
	person = {"full_name": given.values.get("customer_name"), **given.person}
	reason = _refusal_of(lambda: people.check(person))
	return Problem("contact.full_name", cstr(given.person.get("full_name")), reason) if reason else None


def _as_stored(value: object, stored: object) -> object:
	"""What the customer has, where the row says the same: spaces around a text are no change, nor are parts of a second,
	which no cell holds."""
	same = False
	if isinstance(value, str):
		same = isinstance(stored, str) and stored.strip() == value
	elif isinstance(stored, datetime) and type(value) is datetime:
		same = stored.replace(microsecond=0) == value
	elif isinstance(stored, timedelta) and isinstance(value, timedelta):
		same = stored - timedelta(microseconds=stored.microseconds) == value
	return stored if same else value


def _may_write(name: str) -> bool:
	"""Whoever sees only some customers may have been given one to read only."""
	return access.sees_all() or bool(frappe.has_permission(CUSTOMER, "write", doc=name))


def _as_code(value: object) -> str:
	whole = isinstance(value, float) and value.is_integer()
	return cstr(int(value) if whole else value)


def _refusal_of(check) -> str:
	try:
		check()
	except REFUSALS as error:
		return plain(error)
	finally:
		frappe.clear_messages()
	return ""


def _refused(given: Given, reason: str, name: str = "", fieldname: str = "", value: str = "") -> Plan:
	"""Why the row as a whole is refused, and what else is wrong with it."""
	return Plan(given, REFUSE, name, problems=[Problem(fieldname, value, reason), *given.problems])


def _skipped(given: Given, name: str, reason: str, value: str = "") -> Plan:
	return Plan(given, SKIP, name, problems=[Problem("", value, reason)])
