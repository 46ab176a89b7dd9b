"""The rows of an import in the database: what would become, or became, of each."""

import json
from collections import Counter

import frappe
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, cstr, now

from crm_khachhang.access import customers as access
from crm_khachhang.access import records
from crm_khachhang.access.customers import CUSTOMER
from crm_khachhang.background import checkpoint
from crm_khachhang.customers import many
from crm_khachhang.debts.balances import DEBT
from crm_khachhang.importing.mapping.given import labels
from crm_khachhang.importing.mapping.targets import OPENING_AMOUNT
from crm_khachhang.importing.options import Mapping
from crm_khachhang.importing.planning.rows import CREATE, OUTCOMES, REFUSE, SKIP, UPDATE, Plan, Problem

ROW = "KH Import Row"
COLUMNS = (
	*(
		"name",
		"owner",
		"modified_by",
		"creation",
		"modified",
		"kh_import",
		"row_no",
		"outcome",
		"customer",
	),
	*("customer_name", "field_name", "value", "reason", "problems", "changes", "stamp", "contact"),
	*("debt", "opening_amount"),
)
SHOWN = (
	"row_no",
	"outcome",
	"customer",
	"customer_name",
	"field_name",
	"value",
	"reason",
	"problems",
	"changes",
)
SHOWN += ("undo", "undo_reason", "debt", "opening_amount")
# Field of KH Import that counts an outcome.
COUNTERS = {CREATE: "created", UPDATE: "updated", SKIP: "skipped", REFUSE: "failed"}
LONGEST = 2000
# Rows deleted in one statement.
AT_ONCE = 5_000


def add(kh_import: str, plans: list[Plan]) -> Counter:
	"""Write what became of each row; return how many of each outcome."""
	if plans:
		user, moment = frappe.session.user, now()
		rows = [_row(kh_import, plan, user, moment) for plan in plans]
		many.insert(f"tab{ROW}", COLUMNS, rows)
	return Counter(plan.action for plan in plans)


def _row(kh_import: str, plan: Plan, user: str, moment: str) -> tuple:
	told = [*plan.problems, *plan.remarks, *plan.given.remarks]
	first = told[0] if told else Problem("", "", "")
	values = vars(plan.draft) if plan.draft else plan.given.values
	written = plan.action in (CREATE, UPDATE) and values.get("modified")
	return (
		*(f"{kh_import}-{plan.number}", user, user, moment, moment, kh_import, plan.number, plan.action),
		*(plan.customer or None, cstr(values.get("customer_name"))[:140] or None),
		*(first.fieldname or None, first.value[:LONGEST] or None),
		" ".join(dict.fromkeys(problem.reason for problem in told))[:LONGEST] or None,
		json.dumps([vars(problem) for problem in told], ensure_ascii=False) if len(told) > 1 else None,
		json.dumps(plan.changes, ensure_ascii=False, default=str) if plan.changes else None,
		*(written or None, plan.contact or None),
		*(plan.debt or None, plan.opening.amount if plan.opening and plan.action in (CREATE, UPDATE) else 0),
	)


def last_done(kh_import: str) -> int:
	"""Return the number of the last row that an import has done: rows behind it are of a check before."""
	return cint(frappe.db.get_value("KH Import", kh_import, "position"))


def done(kh_import: str) -> dict:
	"""Return the filters of the rows that an import has done."""
	return {"kh_import": kh_import, "row_no": ("<=", last_done(kh_import))}


def of(kh_import: str, outcomes: tuple[str, ...] = OUTCOMES, start: int = 0, limit: int = 0) -> list[dict]:
	"""Return rows with one of `outcomes` in the order of the file (limit 0: all)."""
	return frappe.get_all(
		ROW,
		filters={**done(kh_import), "outcome": ("in", outcomes)},
		fields=["name", *SHOWN],
		order_by="row_no asc",
		limit_start=start,
		limit_page_length=limit,
	)


def shown(kh_import: str, outcomes: tuple[str, ...], undone: str, start: int, limit: int) -> list[dict]:
	"""Return a page of rows as the form shows them; `problems` and `changes` as lists and objects.

	Of customers that the session's user does not see (any more), only what the file said.
	"""
	filters = {**done(kh_import), "outcome": ("in", outcomes)}
	if undone:
		filters["undo"] = undone
	rows = frappe.get_all(
		ROW, filters, SHOWN, order_by="row_no asc", limit_start=start, limit_page_length=limit
	)
	_hide(rows)
	for row in rows:
		row.problems = json.loads(row.problems) if row.problems else []
		row.changes = json.loads(row.changes) if row.changes else {}
		told = (row.field_name, *row.changes, *(problem["fieldname"] for problem in row.problems))
		row.labels = labels(filter(None, told))
	return rows


def refused(kh_import: str) -> dict[int, str]:
	"""Return {number of a refused row: why}."""
	return {row.row_no: row.reason or "" for row in of(kh_import, (REFUSE,))}


def _hide(rows: list[dict]) -> None:
	"""Take from rows of hidden customers what they say of them; what is gone is nobody's to hide."""
	names = list({row.customer for row in rows if row.customer})
	if not names or access.sees_all():
		return
	hidden = records.existing(CUSTOMER, names, None) - access.visible_names(names)
	for row in rows:
		if row.customer in hidden:
			row.update({"customer": None, "customer_name": None, "changes": None, "debt": None})


def openings(doc) -> dict[str, dict]:
	"""Return the opening debts of an import: {"to_come" | "standing" | "cancelled": {"count", "amount"}}.

	`to_come` are those of a check; `cancelled` those that were taken back, or that somebody cancelled.
	"""
	if OPENING_AMOUNT not in Mapping.from_json(doc.mapping).columns.values():
		return {}
	row, debt, count = frappe.qb.DocType(ROW), frappe.qb.DocType(DEBT), Count("*")
	of_import = (row.kh_import == doc.name) & (row.row_no <= last_done(doc.name)) & (row.opening_amount > 0)
	query = frappe.qb.from_(row).left_join(debt).on(debt.name == row.debt).where(of_import)
	query = query.select(debt.docstatus, count, Sum(row.opening_amount)).groupby(debt.docstatus)
	kinds = {None: "to_come", 1: "standing", 2: "cancelled"}
	return {kinds[state]: {"count": number, "amount": amount} for state, number, amount in query.run()}


def delete(kh_import: str) -> None:
	"""Delete all rows of an import, some at a time; commits."""
	while _delete_some(kh_import):
		checkpoint()


def delete_with_import(kh_import: str) -> None:
	"""Delete the rows of an import that is being deleted; many of them in the background."""
	if _delete_some(kh_import):
		path = f"{__name__}.{delete.__name__}"
		frappe.enqueue(path, queue="long", enqueue_after_commit=True, kh_import=kh_import)


def _delete_some(kh_import: str) -> bool:
	"""Delete rows; return whether there may be more."""
	table = frappe.qb.DocType(ROW)
	query = frappe.qb.from_(table).select(table.name).where(table.kh_import == kh_import).limit(AT_ONCE)
	names = query.run(pluck=True)
	if names:
		frappe.qb.from_(table).delete().where(table.name.isin(names)).run()
	return len(names) == AT_ONCE
