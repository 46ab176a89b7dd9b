"""What rows say that customers owe already: whether it can be recorded, and whether it has been."""

from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import cstr, formatdate

from crm_khachhang.debts import opening
from crm_khachhang.debts.money import ZERO, exact, shown, total
from crm_khachhang.importing.mapping.targets import OPENING, OPENING_AMOUNT
from crm_khachhang.importing.options import Options
from crm_khachhang.importing.planning import reasons
from crm_khachhang.importing.planning.rows import Plan, Problem


class Openings:
	"""The opening debts of one import. A customer gets one of them: what is recorded already is not recorded again.

	In a dry run (`dry`) it remembers what earlier rows of the file would record.
	"""

	def __init__(self, options: Options, dry: bool):
		self.dry = dry
		defaults = options.mapping.defaults.items()
		self.defaults = {
			name.removeprefix(OPENING): day for name, day in defaults if name.startswith(OPENING)
		}
		# {customer, or the number of the row that would create it: amount}
		self.recorded: dict[str | int, Decimal] = {}

	def judge(self, plans: list[Plan]) -> None:
		"""Give each plan the debt that is to be posted with it, or problems or a remark that say why there is none."""
		saying = [plan for plan in plans if plan.given.opening and exact(plan.given.opening.get("amount"))]
		if not saying:
			return
		there_already = [plan for plan in saying if plan.customer]
		if not self.dry:
			_require_fresh(there_already)
		standing = opening.standing([plan.customer for plan in there_already])
		for plan in saying:
			there = standing.get(plan.customer) or self._of_earlier_rows(plan)
			if there:
				_compare(plan, there)
			else:
				self._judge_new(plan)
			if self.dry and plan.opening and not plan.problems:
				self.recorded[plan.customer or plan.number] = exact(plan.opening.amount)

	def _of_earlier_rows(self, plan: Plan) -> list[tuple[str, Decimal]]:
		amount = self.recorded.get(plan.customer or plan.after)
		row = _("row {0}").format(plan.after) if plan.after else _("an earlier row")
		return [(row, amount)] if amount else []

	def _judge_new(self, plan: Plan) -> None:
		said = {**self.defaults, **plan.given.opening}
		debt = opening.new(said["amount"], said.get("posting_date"), said.get("due_date"))
		owed = plan.draft.get("total_debt") if plan.customer else 0
		problems = [
			Problem(OPENING + field if field else "", _cell(plan, field, debt), reason)
			for field, reason in opening.refusals(debt, owed)
		]
		plan.problems += problems
		plan.opening = None if problems else debt


def _require_fresh(plans: list[Plan]) -> None:
	"""Begin the batch again where somebody posted for a customer after it had begun, and before it had its lock.

	What the transaction reads is older than the customers that it has locked; their debts cannot be read with locks,
	which would reach to the debts of others.
	"""
	owed = opening.owed([plan.customer for plan in plans])
	if any(exact(plan.draft.get("total_debt")) != owed.get(plan.customer) for plan in plans):
		raise frappe.QueryDeadlockError("a debt was posted meanwhile")


def _cell(plan: Plan, field: str, debt) -> str:
	"""What the row says in the field, else what follows for it."""
	given = plan.given.cells.get(OPENING + field)
	if given is not None:
		return cstr(given)
	return formatdate(debt.get(field)) if field.endswith("_date") else cstr(debt.get(field))


def _compare(plan: Plan, there: list[tuple[str, Decimal]]) -> None:
	"""The same amount once more is a file imported again; another one is for people to decide."""
	names, amount = ", ".join(name for name, _amount in there), total(amount for _name, amount in there)
	value = cstr(plan.given.cells.get(OPENING_AMOUNT))
	if exact(plan.given.opening["amount"]) == amount > ZERO:
		plan.remarks.append(Problem(OPENING_AMOUNT, value, _(reasons.OPENING_THERE).format(names)))
	else:
		reason = _(reasons.OPENING_OTHER).format(shown(amount), names)
		plan.problems.append(Problem(OPENING_AMOUNT, value, reason))
