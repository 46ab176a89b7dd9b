"""From the cells of a row to what it says of a customer."""

from collections.abc import Iterable

import frappe
from frappe import _

from crm_khachhang.customers.text import tidy
from crm_khachhang.exporting.cells import LONGEST, cut_remark
from crm_khachhang.importing import messages
from crm_khachhang.importing.mapping import reasons
from crm_khachhang.importing.mapping.cells import Converters, New, Refused
from crm_khachhang.importing.mapping.links import Finders
from crm_khachhang.importing.mapping.targets import (
	CUSTOMER,
	OPENING,
	OPENING_AMOUNT,
	PERSON,
	Target,
	all_targets,
	of_opening,
	of_person,
)
from crm_khachhang.importing.options import Options
from crm_khachhang.importing.planning import reasons as plan_reasons
from crm_khachhang.importing.planning.rows import Given, Problem
from crm_khachhang.importing.reading import SourceRow
from crm_khachhang.importing.reading.rows import is_blank

REFERRER, REFERRER_KIND = "referrer", "referrer_doctype"
LONGEST_SHOWN = 200


class Interpreter:
	"""Reads the rows of one file under one mapping. `dry` says that no master may be created."""

	def __init__(self, options: Options, dry: bool):
		self.options = options
		self.converters = Converters(options, Finders(), dry)
		targets = all_targets()
		columns = {n: targets[name] for n, name in options.mapping.columns.items() if name in targets}
		self.columns = [
			(number, target, self.converters.of(target))
			for number, target in sorted(columns.items())
			if not (target.closed or self._says_nothing(target))
		]
		# The amounts of debts that the user may not record: each row says that its own is left out.
		self.withheld = next(
			((n, t) for n, t in columns.items() if t.fieldname == OPENING_AMOUNT and t.closed), None
		)
		self.fields = {target.fieldname for _number, target, _convert in self.columns}

	def read(self, row: SourceRow) -> Given:
		"""Return what the row says; cells that cannot be read are its problems."""
		given, cells = Given(row.number), row.cells
		if row.problem:
			given.problems.append(Problem("", shown(row.extra), _(messages.of_row(row.problem))))
		for place, target, convert in self.columns:
			cell = cells[place] if place < len(cells) else None
			if cell is None or self._is_cut(cell):
				continue
			given.cells[target.fieldname] = cell
			self._set(given, target, convert, cell)
		self._set_ward(given)
		self._set_referrer(given)
		if self.withheld:
			self._tell_withheld(given, cells)
		return given

	def _says_nothing(self, target: Target) -> bool:
		"""Days of an opening debt in a file that has no amounts."""
		return target.is_of_opening and OPENING_AMOUNT not in self.options.mapping.columns.values()

	def _tell_withheld(self, given: Given, cells: tuple) -> None:
		place, target = self.withheld
		cell = cells[place] if place < len(cells) else None
		if not is_blank(cell) and cell != 0:
			given.remarks.append(Problem(target.fieldname, shown(cell), target.closed))

	def _set(self, given: Given, target: Target, convert, cell: object) -> None:
		try:
			value = convert(cell)
		except Refused as refused:
			given.problems.append(Problem(target.fieldname, shown(cell), refused.reason))
			return
		if value is None:
			return
		if isinstance(value, New):
			remark = _(plan_reasons.CREATES).format(_(target.options), value)
			given.remarks.append(Problem(target.fieldname, shown(cell), remark))
		if target.is_of_person:
			given.person[target.fieldname.removeprefix(PERSON)] = value
		elif target.is_of_opening:
			given.opening = {**(given.opening or {}), target.fieldname.removeprefix(OPENING): value}
		else:
			given.values[target.fieldname] = value

	def _is_cut(self, cell: object) -> bool:
		"""Whether an export could not hold the whole text: what the customer has is more than the file says."""
		return isinstance(cell, str) and len(cell) == LONGEST and cell.endswith(cut_remark())

	def _set_ward(self, given: Given) -> None:
		"""Wards of different provinces have the same name: the province of the row says which is meant."""
		province = given.values.get("province")
		problem = next((p for p in given.problems if p.fieldname == "ward"), None)
		if not (province and problem):
			return
		name = self._wards().get((province, tidy(problem.value)))
		if name:
			given.values["ward"] = name
			given.problems.remove(problem)

	def _wards(self) -> dict[tuple[str, str], str]:
		if not hasattr(self, "_known_wards"):
			finder = self.converters.finders.of("KH Ward")
			provinces = dict(
				frappe.get_all("KH Ward", fields=["name", "province"], as_list=True, order_by="name")
			)
			self._known_wards = {
				(provinces[name], spelling): name
				for spelling, names in finder.spelled.items()
				for name in names
				if [provinces[other] for other in names].count(provinces[name]) == 1
			}
		return self._known_wards

	def _set_referrer(self, given: Given) -> None:
		text = given.values.get(REFERRER)
		if text is None:
			return
		kind = given.values.get(REFERRER_KIND) or self.options.mapping.defaults.get(REFERRER_KIND)
		try:
			if not kind:
				raise Refused(_(reasons.REFERRER_KIND))
			given.values[REFERRER] = self.converters.find(kind, tidy(str(text)))
			given.values[REFERRER_KIND] = kind
		except Refused as refused:
			given.values.pop(REFERRER)
			given.problems.append(Problem(REFERRER, shown(text), refused.reason))


def shown(cell: object) -> str:
	"""Return the cell as a list of problems shows it."""
	return str(cell)[:LONGEST_SHOWN]


def labels(fieldnames: Iterable[str]) -> dict[str, str]:
	"""Return {fieldname: label in the user's language} of fields of the customer, its person and its opening debt."""
	meta = frappe.get_meta(CUSTOMER)
	others = {target.fieldname: target.label for target in (*of_opening(), *of_person())}
	return {name: others.get(name) or _(meta.get_label(name) or name) for name in fieldnames}
