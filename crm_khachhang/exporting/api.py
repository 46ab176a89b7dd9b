"""Endpoints of exports: typed, permission first, thin."""

import frappe

from crm_khachhang.access import arguments, customers
from crm_khachhang.access.checks import require
from crm_khachhang.exporting import columns, files, one_customer, reading, runs, telling, watching


@frappe.whitelist()
def possible_columns() -> list[dict]:
	"""Return what the session's user may export, in the order of the form: fieldname, label and group of each."""
	require(columns.CUSTOMER, "export")
	return [
		{"fieldname": column.fieldname, "label": column.label, "group": column.group}
		for column in columns.available()
	]


@frappe.whitelist(methods=["POST"])
def start(
	file_type: str,
	fieldnames: list | str | None = None,
	names: list | str | None = None,
	filters: list | dict | str | None = None,
	order_by: str | None = None,
) -> dict:
	"""Begin to export the customers `names`, or all of the list with `filters`; return how far it is."""
	require(columns.CUSTOMER, "export")
	names, fieldnames = arguments.names(names, "names"), arguments.names(fieldnames, "fieldnames")
	if filters is not None:
		filters = reading.checked_filters(filters)
	order_by = arguments.text(order_by, "order_by")
	doc = runs.start(arguments.text(file_type, "file_type"), fieldnames, names, filters, order_by)
	return summary(doc.name)


@frappe.whitelist()
def summary(name: str) -> dict:
	"""Return how far the export is, for who started it and KH Manager; the address of the file for its readers."""
	doc = _get(name)
	shown = {field: doc.get(field) for field in telling.SHOWN} | {"is_open": doc.status in runs.OPEN}
	return shown if files.may_read(doc.started_by) else shown | {"file_url": ""}


@frappe.whitelist(methods=["POST"])
def cancel(name: str) -> dict:
	"""Stop the export."""
	_get(name)
	watching.cancel(name)
	return summary(name)


@frappe.whitelist(methods=["POST"])
def resume(name: str) -> dict:
	"""Let an export that stands still begin anew; one that works is left alone."""
	_get(name)
	watching.resume(name)
	return summary(name)


@frappe.whitelist(methods=["POST"])
def retry(name: str) -> dict:
	"""Export the same again, for who started it."""
	doc = _get(name)
	if doc.started_by != frappe.session.user:
		raise frappe.PermissionError
	require(columns.CUSTOMER, "export")
	watching.retry(name)
	return summary(name)


@frappe.whitelist(methods=["POST"])
def one(customer: str, file_type: str) -> None:
	"""Answer with a file of one customer: its workbook (xlsx), or the vCards of itself and its people (vcf)."""
	require(columns.CUSTOMER, "export")
	write = one_customer.writer(arguments.text(file_type, "file_type"))
	doc = customers.check_permission(arguments.text(customer, "customer"), "export")
	frappe.response["filecontent"] = write(doc)
	frappe.response["filename"] = f"{files.STEM}-{doc.name}.{file_type}"
	frappe.response["type"] = "binary"
	runs.log(doc.name, file_type)


def _get(name: str):
	"""Return the export; one that is not there and one of somebody else give the same refusal."""
	if not frappe.db.exists(runs.EXPORT, name) or not frappe.has_permission(runs.EXPORT, "read", doc=name):
		raise frappe.PermissionError
	return frappe.get_doc(runs.EXPORT, name)
