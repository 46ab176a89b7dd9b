"""Endpoints of bulk actions: typed, permission first, thin."""

import frappe

from crm_khachhang.access import arguments
from crm_khachhang.access.checks import require
from crm_khachhang.access.filters import checked
from crm_khachhang.customers import deletion
from crm_khachhang.customers.bulk import fields_set, results, run, watching

BULK_ACTION = "KH Bulk Action"
PAGE = 100


@frappe.whitelist(methods=["POST"])
def start(
	action: str,
	parameters: dict | str | None = None,
	names: list | str | None = None,
	filters: list | dict | str | None = None,
) -> dict:
	"""Begin `action` on the customers `names` or on all of the list with `filters`; return how far it is.

	Who lacks the action's right on a customer finds that customer among the failures.
	"""
	names, parameters = arguments.names(names, "names"), arguments.record(parameters, "parameters")
	filters = None if filters is None else checked(run.CUSTOMER, filters)
	doc = run.start(action, parameters, names, filters)
	return summary(doc.name)


@frappe.whitelist()
def summary(name: str) -> dict:
	"""Return how far the action is, for who started it and KH Manager."""
	doc = _get(name)
	return {field: doc.get(field) for field in run.SUMMARY} | {"is_open": doc.status in run.OPEN}


@frappe.whitelist()
def rows(name: str, start: int = 0) -> list[dict]:
	"""Return the next page of customers that were not done, each with its reason."""
	_get(name)
	outcomes = (results.FAILED, results.SKIPPED, results.NOT_DONE)
	return results.of(name, outcomes, start=arguments.row_number(start), limit=PAGE)


@frappe.whitelist(methods=["POST"])
def cancel(name: str) -> dict:
	"""Stop the action."""
	_get(name)
	watching.cancel(name)
	return summary(name)


@frappe.whitelist(methods=["POST"])
def resume(name: str) -> dict:
	"""Go on with an action that stands still; one that works is left alone."""
	_get(name)
	watching.resume(name)
	return summary(name)


@frappe.whitelist()
def download(name: str) -> None:
	"""Answer with the workbook of all rows."""
	_get(name)
	frappe.response["filename"] = f"ket-qua-{name}.xlsx"
	frappe.response["filecontent"] = results.workbook(name)
	frappe.response["type"] = "binary"


@frappe.whitelist(methods=["POST"])  # which writes nothing; names may be too many for an address
def preview_deletion(names: list | str | None = None, filters: list | dict | str | None = None) -> dict:
	"""Return what deleting the customers would do, see `deletion.preview`, for those who may delete.

	`total` counts all of them; the rest is said of the first ones only when they are very many.
	"""
	require(run.CUSTOMER, "delete")
	if filters is None:
		chosen = arguments.names(names, "names")
	else:
		chosen = run.matching(checked(run.CUSTOMER, filters))
	examined = chosen[: run.MOST_AT_ONCE]
	return {"total": len(chosen), "examined": len(examined), **deletion.preview(examined)}


@frappe.whitelist()
def settable_fields() -> list[str]:
	"""Return the fields that one value can be given for many customers; for those who may change customers."""
	require("KH Customer", "write")
	return fields_set.settable()


def _get(name: str):
	"""Return the action; one that is not there and one of somebody else give the same refusal."""
	if not frappe.db.exists(BULK_ACTION, name) or not frappe.has_permission(BULK_ACTION, "read", doc=name):
		raise frappe.PermissionError
	return frappe.get_doc(BULK_ACTION, name)
