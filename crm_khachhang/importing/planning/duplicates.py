"""Duplicates of the rows of an import: among the customers, and, before anything is written, among the rows.

A blocking rule refuses the row. Any other makes a remark, or skips the row if that was chosen.
"""

from frappe import _

from crm_khachhang.customers.duplicates import batch, check, keys, words
from crm_khachhang.customers.duplicates.neighbours import Neighbours
from crm_khachhang.customers.duplicates.rules import Rule, get_rules
from crm_khachhang.customers.refusals import plain
from crm_khachhang.importing.options import SKIP as SKIP_DUPLICATES
from crm_khachhang.importing.options import Options
from crm_khachhang.importing.planning import reasons
from crm_khachhang.importing.planning.rows import CREATE, SKIP, Plan, Problem

# Similar customers that a remark names.
MOST_TOLD = 3


class Duplicates:
	"""The duplicate rules, for one import."""

	def __init__(self, options: Options, dry: bool):
		self.rules = get_rules()
		self.skip = options.duplicates == SKIP_DUPLICATES
		# Those by which rows of one file are told apart before they are written; likeness only where it blocks.
		self.deciding = [rule for rule in self.rules if rule.block or (self.skip and not rule.similar)]
		self.neighbours = Neighbours() if dry or self.skip else None
		self.dry = dry
		# In a dry run: {hash of what a rule compares: row that has it first, and its customer}.
		self.seen: dict[int, tuple[int, str]] = {}

	def judge(self, plans: list[Plan]) -> None:
		"""Add problems and remarks to the plans of rows that are to be created or updated."""
		if not self.rules or not plans:
			return
		rules = [rule for rule in self.rules if self._is_asked(rule)]
		records = [check.record_of(plan.draft, self.rules) for plan in plans]
		found = batch.find(rules, records, [plan.customer or None for plan in plans], self.neighbours)
		for plan, record, matches in zip(plans, records, found, strict=True):
			self._judge_one(plan, _touching(matches, rules, plan))
			if self.dry and not plan.problems:
				self._look_among_rows(plan, record)

	def _is_asked(self, rule: Rule) -> bool:
		"""Remarks are for the check, where people decide; the run asks what decides about a row."""
		return self.dry or rule.block or self.skip

	def _judge_one(self, plan: Plan, matches: list[check.Match]) -> None:
		if not matches:
			return
		if any(match.block for match in matches):
			blocking = [match for match in matches if match.block]
			reason = plain(" ".join([*check.told(blocking, plan.draft, linked=False), _(reasons.DUPLICATE)]))
			plan.problems.append(Problem(blocking[0].rules[0].fields[0], "", reason))
			return
		sentences = plain(" ".join(check.told(matches[:MOST_TOLD], plan.draft, linked=False)))
		self._remark(plan, matches[0].rules[0].fields[0], sentences)

	def _remark(self, plan: Plan, fieldname: str, sentences: str) -> None:
		if self.skip and plan.action == CREATE:
			plan.action = SKIP
			plan.problems.append(Problem(fieldname, "", _(reasons.DUPLICATE_SKIPPED).format(sentences)))
		else:
			plan.remarks.append(Problem(fieldname, "", sentences))

	def _look_among_rows(self, plan: Plan, record: dict) -> None:
		for rule in self.rules:
			if rule.similar or not rule.applies_to(record.get("customer_type")):
				continue
			for key in keys.exact_keys(rule.fields, record):
				kind = record.get("customer_type") if rule.same_type else ""
				own = (plan.number, plan.customer)
				first, customer = self.seen.setdefault(hash((rule.fields, kind, key)), own)
				if first != plan.number and not (customer and customer == plan.customer):
					self._same_as_row(plan, rule, first)
					break

	def _same_as_row(self, plan: Plan, rule: Rule, first: int) -> None:
		what = words.field_words(rule, plan.draft)
		sentence = plain(_(reasons.SAME_IN_FILE).format(what, first))
		if rule.block:
			plan.problems.append(Problem(rule.fields[0], "", sentence))
		elif plan.action == CREATE:
			self._remark(plan, rule.fields[0], sentence)


def _touching(matches: list[check.Match], rules: list[Rule], plan: Plan) -> list[check.Match]:
	"""Those by rules one of whose fields the row changes: only they are anything new."""
	touched = set(check.touched(rules, plan.draft)) if matches else ()
	for match in matches:
		match.rules = [rule for rule in match.rules if rule in touched]
	return [match for match in matches if match.rules]
