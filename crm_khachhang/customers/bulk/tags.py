"""The bulk action "tags": adds tags to customers and takes others away."""

import frappe
from frappe import _
from frappe.desk.doctype.tag.tag import DocTags

from crm_khachhang.access.arguments import text
from crm_khachhang.customers.bulk.results import Row, Skipped
from crm_khachhang.customers.text import tidy

CUSTOMER = "KH Customer"
MAX_LENGTH = 140

# Of all tags together, as typed.
LONGEST = 5000


def check(parameters: dict) -> dict:
	"""Return {add, remove}: lists of tags; throw when both are empty or a tag cannot be one."""
	add, remove = (_tags(parameters.get(key)) for key in ("add", "remove"))
	if not (add or remove):
		frappe.throw(_("Name at least one tag to add or to remove."))
	for tag in add:
		if len(tag) > MAX_LENGTH or set("<>") & set(tag):
			frappe.throw(_("A tag has at most {0} characters and no angle brackets.").format(MAX_LENGTH))
	return {"add": add, "remove": remove}


def _tags(value) -> list[str]:
	"""Tags given as a list or as text between commas, which a tag therefore cannot contain."""
	texts = value if isinstance(value, list) else [value]
	words = [tidy(word) for given in texts for word in text(given, "tags", most=LONGEST).split(",")]
	return list(dict.fromkeys(word for word in words if word))


def title(parameters: dict) -> str:
	"""Return e.g. "Tags: + VIP, − cũ"."""
	words = [f"+ {tag}" for tag in parameters["add"]] + [f"− {tag}" for tag in parameters["remove"]]
	return "{0}: {1}".format(_("Tags"), ", ".join(words))


def apply(row: Row, parameters: dict) -> None:
	"""Change the tags of the customer."""
	frappe.get_doc(CUSTOMER, row.customer).check_permission("write")
	tags = DocTags(CUSTOMER)
	before = _folded(tags.get_tags(row.customer))
	for tag in parameters["remove"]:
		tags.remove(row.customer, tag)
	for tag in parameters["add"]:
		tags.add(row.customer, tag)
	if _folded(tags.get_tags(row.customer)) == before:
		raise Skipped(_("The tags are like this already."))


def _folded(tags: str) -> set[str]:
	return {tag.strip().casefold() for tag in tags.split(",") if tag.strip()}
