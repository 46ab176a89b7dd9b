"""Required fields that Frappe's check of mandatory fields does not know: of one type of customers, of contacts."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from crm_khachhang.customers.field_rules import catalog
from crm_khachhang.customers.field_rules.catalog import CUSTOMER


def check(customer: Document) -> None:
	"""Raise MandatoryError, naming the fields, when those that its type must have are empty."""
	_demand(customer, _of_type(customer.meta, customer.customer_type))


def _of_type(meta, customer_type: str) -> list:
	"""The fields that only this type must have, kept with the form's description: each row of an import asks."""
	known = vars(meta).setdefault("kh_required_of_types", {})
	if customer_type not in known:
		condition = catalog.condition_of(customer_type)
		known[customer_type] = [
			df for df in meta.fields if df.mandatory_depends_on == condition and not df.reqd
		]
	return known[customer_type]


def check_contact(contact: Document, _method: str | None = None) -> None:
	"""Raise MandatoryError for a contact of a customer that lacks what the field rules require of contacts."""
	if not any(link.link_doctype == CUSTOMER for link in contact.get("links") or []):
		return
	required = {row["fieldname"] for row in contact_rules() if row["required"]}
	_demand(contact, [df for df in contact.meta.fields if df.fieldname in required])


def contact_rules() -> list[dict]:
	"""Return the rules for contacts of customers: fieldname, hidden, required, in_popup."""
	rows = frappe.get_cached_doc("KH Settings").get("field_rules", {"document": catalog.CONTACT})
	return [
		{"fieldname": row.field_name, **{rule: int(row.get(rule) or 0) for rule in catalog.PROPERTIES}}
		for row in rows
	]


def _demand(doc: Document, fields: list) -> None:
	missing = [df for df in fields if not _has_value(doc.get(df.fieldname))]
	if not missing or doc.flags.ignore_mandatory:
		return
	labels = ", ".join(_(df.label) for df in missing)
	frappe.throw(
		_("{0} must not be empty: the field rules of the company require it.").format(frappe.bold(labels)),
		frappe.MandatoryError,
		title=_("Please Check {0}").format(_(doc.doctype)),
	)


def _has_value(value: object) -> bool:
	return bool(value) if isinstance(value, list) else bool(cstr(value).strip())
