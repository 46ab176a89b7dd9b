"""Endpoints of Frappe that tell about a document without asking whether it may be seen, with the question put first.

hooks.py gives them to Frappe under `override_whitelisted_methods`. Each asks and then calls Frappe's own, so
that its behaviour and its arguments (which it checks itself) stay those of the release in use.
"""

import inspect
from collections.abc import Callable

import frappe
from frappe.desk.form import load
from frappe.desk.reportview import get_count as count_of_list
from frappe.utils import get_safe_filters

from crm_khachhang.access import customers, not_found, protected
from crm_khachhang.access.teams import TEAM
from crm_khachhang.customers import trees


def about_one(path: str, doctype: str, name: str, methods: list[str] | None = None) -> Callable:
	"""Return Frappe's endpoint `path`, not found for a hidden document as for a missing one.

	`doctype` (an argument's name, or a DocType) and `name` say which arguments name the document.
	"""

	@frappe.whitelist(methods=methods)
	def endpoint(**arguments):
		kind = doctype if doctype in protected.DOCTYPES else arguments.get(doctype)
		if kind in protected.DOCTYPES and not _exists_for_me(kind, arguments.get(name)):
			not_found.answer(kind, str(arguments.get(name)))
		return frappe.call(frappe.get_attr(path), **_known(arguments))

	return endpoint


follow = about_one("frappe.desk.form.document_follow.follow_document", "doctype", "doc_name")
update_follow = about_one("frappe.desk.form.document_follow.update_follow", "doctype", "doc_name")
get_followers = about_one("frappe.desk.form.document_follow.get_follow_users", "doctype", "doc_name")
like = about_one("frappe.desk.like.toggle_like", "doctype", "name")
add_tag = about_one("frappe.desk.doctype.tag.tag.add_tag", "dt", "dn")
remove_tag = about_one("frappe.desk.doctype.tag.tag.remove_tag", "dt", "dn")
get_assignees = about_one("frappe.desk.form.assign_to.get", "doctype", "name")
unassign = about_one("frappe.desk.form.assign_to.remove", "doctype", "name")
unassign_all = about_one("frappe.desk.form.assign_to.close_all_assignments", "doctype", "name")
get_links = about_one("frappe.desk.form.linked_with.get", "doctype", "docname")
get_submitted_links = about_one("frappe.desk.form.linked_with.get_submitted_linked_docs", "doctype", "name")
get_next = about_one("frappe.desk.form.utils.get_next", "doctype", "value")
relink_mail = about_one("frappe.email.relink", "reference_doctype", "reference_name")
get_contact = about_one("frappe.contacts.doctype.contact.contact.get_contact_details", "Contact", "contact")
invite_contact = about_one("frappe.contacts.doctype.contact.contact.invite_user", "Contact", "contact")
get_address = about_one("frappe.contacts.doctype.address.address.get_default_address", "doctype", "name")
get_print_settings = about_one(
	"frappe.printing.page.print.print.get_print_settings_to_show", "doctype", "docname"
)


@frappe.whitelist()
def get_teams(doctype: str = TEAM, parent: str = "", **_tree_arguments) -> list[dict]:
	"""Return the teams right below `parent`, or the topmost one, as nodes of Frappe's tree view."""
	return trees.nodes(TEAM, parent)


@frappe.whitelist()
def getdoc(doctype: str, name: str | int):
	"""Frappe's getdoc: nothing for a hidden document, and no names of hidden customers that it links to."""
	try:
		answer = load.getdoc(doctype, name)
	except frappe.DoesNotExistError:
		if doctype not in protected.DOCTYPES:
			raise
		frappe.clear_last_message()
		return []
	_forget_hidden_titles()
	return answer


@frappe.whitelist()
def get_link_title(doctype: str, docname: str):
	"""Frappe's title of a document; that of a hidden one is None, as that of a missing one."""
	if _exists_for_me(doctype, docname):
		return frappe.call(
			frappe.get_attr("frappe.desk.search.get_link_title"), doctype=doctype, docname=docname
		)


@frappe.whitelist()
def validate_link(doctype: str, docname: str, fields: str | list | None = None):
	"""Frappe's check of a chosen link: a hidden document gives what a missing one gives."""
	if not _exists_for_me(doctype, docname):
		frappe.has_permission(doctype, "read", throw=True)
		return frappe._dict(name=None)
	original = frappe.get_attr("frappe.client.validate_link")
	return original(doctype, docname, fields)


@frappe.whitelist()
def get_count(
	doctype: str, filters: str | list | dict | None = None, debug: bool = False, cache: bool = False
):
	"""Frappe's client.get_count, for our DocTypes the count of what the list shows."""
	if doctype not in protected.DOCTYPES:
		return frappe.call(frappe.get_attr("frappe.client.get_count"), doctype, filters, debug, cache)
	frappe.local.form_dict = frappe._dict(doctype=doctype, filters=get_safe_filters(filters) or [])
	return count_of_list()


@frappe.whitelist()
def add_tags(tags: str | list, dt: str, docs: str | list, color: str | None = None):
	"""Frappe's tagging of several documents; none is tagged when one is not found."""
	for name in frappe.parse_json(docs):
		if not _exists_for_me(dt, name):
			not_found.answer(dt, str(name))
	return frappe.get_attr("frappe.desk.doctype.tag.tag.add_tags")(tags, dt, docs, color)


@frappe.whitelist()
def get_tagged_docs(doctype: str, tag: str):
	"""Frappe's documents with a tag, those that the list shows."""
	frappe.has_permission(doctype, throw=True)
	return frappe.get_list(doctype, filters={"_user_tags": ("like", tag)}, as_list=True, limit_page_length=0)


@frappe.whitelist()
def get_data_for_custom_field(**arguments):
	"""Frappe's values of a column added to a report, of the documents that the list shows."""
	values = frappe.call(
		frappe.get_attr("frappe.desk.query_report.get_data_for_custom_field"), **_known(arguments)
	)
	doctype = arguments.get("doctype") or ""
	if doctype not in protected.DOCTYPES:
		return values
	seen = set(frappe.get_list(doctype, pluck="name", limit_page_length=0))
	return {name: value for name, value in values.items() if name in seen}


@frappe.whitelist()
def get_address_display(address_dict: dict | str | None = None):
	"""Frappe's address in print; nothing for one that may not be seen."""
	if isinstance(address_dict, str) and not _exists_for_me("Address", address_dict):
		return None
	return frappe.get_attr("frappe.contacts.doctype.address.address.get_address_display")(address_dict)


@frappe.whitelist()
def search_globally(text: str, start: int = 0, limit: int = 20, doctype: str = ""):
	"""Frappe's global search without what is hidden: it looks at no document's rights itself."""
	found = frappe.call(
		frappe.get_attr("frappe.utils.global_search.search"),
		text=text,
		start=start,
		limit=limit,
		doctype=doctype,
	)
	return [row for row in found if protected.sees(row.doctype, row.name)]


@frappe.whitelist()
def get_chart(**arguments):
	"""Frappe's data of a chart. It keeps them for whoever asks next: not those of somebody who sees a part."""
	path = "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
	arguments = _known(arguments)
	about, is_heatmap = _subject(arguments)
	if customers.sees_all() or not about & set(protected.DOCTYPES):
		return frappe.call(frappe.get_attr(path), **arguments)
	if is_heatmap:  # Frappe counts its days over all documents.
		frappe.throw(
			frappe._("A heatmap counts all documents. Ask for a line or bar chart."), frappe.PermissionError
		)
	arguments.pop("refresh", None)
	return frappe.call(inspect.unwrap(frappe.get_attr(path)), **arguments)


def _subject(arguments: dict) -> tuple[set[str], bool]:
	"""The DocTypes that a chart is about, and whether it is a heatmap: as stored, and as the request describes it."""
	given = frappe._dict(frappe.parse_json(arguments.get("chart") or "{}") or {})
	names = [name for name in (arguments.get("chart_name"), given.name) if name]
	fields = ["document_type", "type"]
	charts = frappe.get_all("Dashboard Chart", filters={"name": ("in", names or [""])}, fields=fields)
	described = [given, *charts]
	return {row.document_type for row in described}, any(row.type == "Heatmap" for row in described)


def _exists_for_me(doctype: str, name: str | None) -> bool:
	if doctype not in protected.DOCTYPES:
		return True
	return bool(name) and protected.sees(doctype, name) and bool(frappe.db.exists(doctype, name))


def _forget_hidden_titles() -> None:
	titles = frappe.local.response.get("_link_titles") or {}
	for key in list(titles):
		doctype, _, name = key.partition("::")
		if doctype in protected.DOCTYPES and not protected.sees(doctype, name):
			del titles[key]


def _known(arguments: dict) -> dict:
	"""Without what Frappe adds to a request."""
	return {key: value for key, value in arguments.items() if key not in ("cmd", "data", "csrf_token")}
