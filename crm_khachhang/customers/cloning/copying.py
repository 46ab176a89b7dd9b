"""The clone of a customer, in one transaction: unique values are left out, what comes along is chosen."""

import frappe
from frappe import _
from frappe.desk.doctype.tag.tag import DocTags
from frappe.model.document import Document

from crm_khachhang.customers.text import tidy

CUSTOMER = "KH Customer"

# Unique by a rule of the app, besides fields that are unique by themselves.
UNIQUE = ("tax_code", "id_number")


class UnknownPart(frappe.ValidationError):
	"""Something to take along that is not in `PARTS`."""


def clone(source: Document, customer_name: str | None, include: list[str]) -> Document:
	"""Insert and return a customer with the values of `source`, owned by the session's user.

	`include`: names from `PARTS`. Only contacts and addresses that the user may read come along. The caller has
	checked the rights on `source`; inserting checks those on the new one.
	"""
	if unknown := set(include) - set(PARTS):
		frappe.throw(_("This cannot be cloned: {0}").format(", ".join(sorted(unknown))), UnknownPart)
	copy = frappe.copy_doc(source)
	for fieldname in _left_out(source):
		copy.set(fieldname, None)
	copy.update({"customer_name": tidy(customer_name) or source.customer_name})
	copy.account_manager = frappe.session.user
	copy.insert()
	for part in PARTS:
		if part in include:
			PARTS[part](source, copy)
	return copy


def parts_of(source: Document) -> dict[str, int]:
	"""Return how many contacts, addresses, tags and attachments there are to take along."""
	return {
		"contacts": len(_linked("Contact", source)),
		"addresses": len(_linked("Address", source)),
		"tags": len(_tags(source)),
		"attachments": len(_files(source)),
	}


def _left_out(source: Document) -> set[str]:
	unique = {field.fieldname for field in source.meta.fields if field.unique or field.no_copy}
	return unique | set(UNIQUE) | _fields_of_blocking_rules(source)


def _fields_of_blocking_rules(source: Document) -> set[str]:
	"""A clone with the same values in them would be refused as a duplicate; the name is always given anew."""
	rows = frappe.get_cached_doc("KH Settings").get("duplicate_rules") or ()
	blocking = [row for row in rows if row.get("enabled") and row.get("action") == "Block"]
	names = {
		name.strip() for row in blocking for name in (row.get("fieldnames") or "").replace(",", "\n").split()
	}
	optional = {field.fieldname for field in source.meta.fields if not field.reqd}
	if names & {"phone", "other_phone"}:  # one number may stand in either field
		names |= {"phone", "other_phone"}
	return names & optional


def _linked(doctype: str, source: Document) -> list[str]:
	"""Return the contacts or addresses of the customer that the session's user may read."""
	rows = {"parenttype": doctype, "link_doctype": CUSTOMER, "link_name": source.name}
	names = frappe.get_all("Dynamic Link", filters=rows, pluck="parent", order_by="creation")
	filters = {"name": ("in", names or [""])}
	return frappe.get_list(doctype, filters=filters, pluck="name", order_by="creation", limit_page_length=0)


def _link_contacts(source: Document, copy: Document) -> None:
	"""A person stays one person, and belongs to both customers."""
	linked = []
	for name in _linked("Contact", source):
		contact = frappe.get_doc("Contact", name)
		if not contact.has_permission("write"):
			continue
		contact.append("links", {"link_doctype": CUSTOMER, "link_name": copy.name})
		contact.save()
		linked.append(name)
	if source.get("primary_contact") in linked:
		copy.db_set("primary_contact", source.primary_contact, update_modified=False)


def _copy_addresses(source: Document, copy: Document) -> None:
	"""Each becomes an address of its own: whoever corrects the clone's does not change the other's."""
	for name in _linked("Address", source):
		address = frappe.copy_doc(frappe.get_doc("Address", name))
		address.set("links", [{"link_doctype": CUSTOMER, "link_name": copy.name}])
		address.insert()


def _tags(source: Document) -> list[str]:
	return [tag for tag in DocTags(CUSTOMER).get_tags(source.name).split(",") if tag]


def _copy_tags(source: Document, copy: Document) -> None:
	for tag in _tags(source):
		DocTags(CUSTOMER).add(copy.name, tag)


def _files(source: Document) -> list[Document]:
	filters = {"attached_to_doctype": CUSTOMER, "attached_to_name": source.name, "is_folder": 0}
	names = frappe.get_all("File", filters=filters, pluck="name", order_by="creation")
	return [frappe.get_doc("File", name) for name in names]


def _copy_attachments(source: Document, copy: Document) -> None:
	"""New rows of files on the same content, which stays as long as one of them does."""
	present = set(frappe.get_all("File", {"attached_to_name": copy.name}, pluck="file_url"))
	for file in _files(source):
		if file.file_url in present:  # the image came with its field
			continue
		frappe.get_doc(
			doctype="File",
			file_url=file.file_url,
			file_name=file.file_name,
			folder=file.folder,
			is_private=file.is_private,
			attached_to_doctype=CUSTOMER,
			attached_to_name=copy.name,
		).insert()


PARTS = {
	"contacts": _link_contacts,
	"addresses": _copy_addresses,
	"tags": _copy_tags,
	"attachments": _copy_attachments,
}
