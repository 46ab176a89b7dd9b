"""Endpoints of Frappe that tell about a document without asking whether it may be seen, with the question put first.

hooks.py gives them to Frappe under `override_whitelisted_methods`. Each asks and then calls Frappe's own, so
that its behaviour and its arguments (which it checks itself) stay those of the release in use.
"""

import inspect
from collections.abc import Callable

import frappe
from frappe import _
from frappe.desk.form import linked_with
from frappe.desk.reportview import get_count as count_of_list
from frappe.utils import get_safe_filters

from crm_khachhang.access import customers, links, not_found, protected
from crm_khachhang.access.arguments import WrongArgument, read_json, record, text
from crm_khachhang.access.filters import checked
from crm_khachhang.access.teams import TEAM
from crm_khachhang.customers import trees


def about_one(path: str, doctype: str, name: str) -> Callable:
	"""Return Frappe's endpoint `path`, not found for a hidden document as for a missing one.

	`doctype` (an argument's name, or a DocType) and `name` say which arguments name the document.
	"""

	@frappe.whitelist()
	def endpoint(**arguments):
		kind = doctype if doctype in protected.DOCTYPES else arguments.get(doctype)
		_check(kind, arguments.get(name))
		return _frappes(path, arguments)

	return endpoint


def about_many(path: str, doctype: str, names: str) -> Callable:
	"""Return Frappe's endpoint `path`, which takes JSON with names, or {DocType: names} in the place of the DocType."""

	@frappe.whitelist()
	def endpoint(**arguments):
		kind = _parsed(arguments.get(doctype))
		asked = kind if isinstance(kind, dict) else {str(kind): _parsed(arguments.get(names))}
		for one, those in asked.items():
			for name in those if isinstance(those, list) else [those]:
				_check(one, name)
		return _frappes(path, arguments)

	return endpoint


def about_given(path: str) -> Callable:
	"""Return Frappe's endpoint `path`, which prints a document that the request may bring along instead of its name."""

	@frappe.whitelist()
	def endpoint(**arguments):
		if not isinstance(arguments.get("name"), str):
			given = record(arguments.get("doc"), "doc")
			if not frappe.db.exists("DocType", text(given.doctype, "doc")):
				not_found.answer("DocType", given.doctype)
			links.check_given(frappe.get_doc(given))
		return _frappes(path, arguments)

	return endpoint


follow = about_one("frappe.desk.form.document_follow.follow_document", "doctype", "doc_name")
update_follow = about_one("frappe.desk.form.document_follow.update_follow", "doctype", "doc_name")
get_followers = about_one("frappe.desk.form.document_follow.get_follow_users", "doctype", "doc_name")
like = about_one("frappe.desk.like.toggle_like", "doctype", "name")
add_tag = about_one("frappe.desk.doctype.tag.tag.add_tag", "dt", "dn")
add_tags = about_many("frappe.desk.doctype.tag.tag.add_tags", "dt", "docs")
remove_tag = about_one("frappe.desk.doctype.tag.tag.remove_tag", "dt", "dn")
get_assignees = about_one("frappe.desk.form.assign_to.get", "doctype", "name")
unassign = about_one("frappe.desk.form.assign_to.remove", "doctype", "name")
unassign_all = about_one("frappe.desk.form.assign_to.close_all_assignments", "doctype", "name")
apply_rules = about_many(
	"frappe.automation.doctype.assignment_rule.assignment_rule.bulk_apply", "doctype", "docnames"
)
change_many = about_many(
	"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs", "doctype", "docnames"
)
get_submitted_links = about_one("frappe.desk.form.linked_with.get_submitted_linked_docs", "doctype", "name")
get_next = about_one("frappe.desk.form.utils.get_next", "doctype", "value")
relink_mail = about_one("frappe.email.relink", "reference_doctype", "reference_name")
get_contact = about_one("frappe.contacts.doctype.contact.contact.get_contact_details", "Contact", "contact")
invite_contact = about_one("frappe.contacts.doctype.contact.contact.invite_user", "Contact", "contact")
get_address = about_one("frappe.contacts.doctype.address.address.get_default_address", "doctype", "name")
get_print_settings = about_one(
	"frappe.printing.page.print.print.get_print_settings_to_show", "doctype", "docname"
)
print_given = about_given("frappe.www.printview.get_html_and_style")
print_given_raw = about_given("frappe.www.printview.get_rendered_raw_commands")
print_many = about_many("frappe.utils.print_format.download_multi_pdf", "doctype", "name")
print_many_later = about_many("frappe.utils.print_format.download_multi_pdf_async", "doctype", "name")


@frappe.whitelist()
def get_teams(doctype: str = TEAM, parent: str = "", **_tree_arguments) -> list[dict]:
	"""Return the teams right below `parent`, or the topmost one, as nodes of Frappe's tree view."""
	return trees.nodes(TEAM, parent)


@frappe.whitelist()
def getdoc(doctype: str, name: str | int):
	"""Frappe's getdoc: nothing for a hidden document, and no names of hidden customers that it links to."""
	if not _exists_for_me(doctype, name):
		frappe.has_permission(doctype, "read", throw=True)
		return []
	answer = _frappes("frappe.desk.form.load.getdoc", {"doctype": doctype, "name": name})
	_forget_hidden_titles()
	return answer


@frappe.whitelist()
def get(doctype: str, name=None, filters=None, parent: str | None = None):
	"""Frappe's client.get; filters find only what may be seen."""
	if doctype in protected.DOCTYPES and not name and filters:
		conditions, filters = checked(doctype, filters), frappe.parse_json(filters)
		found = frappe.get_list(doctype, filters=conditions, pluck="name", limit_page_length=1)
		if not found:
			not_found.answer(doctype, filters)
		name = found[0]
	elif name:
		_check(doctype, name)
	return _frappes(
		"frappe.client.get", {"doctype": doctype, "name": name, "filters": filters, "parent": parent}
	)


@frappe.whitelist()
def get_links(doctype: str, docname: str):
	"""Frappe's documents that link to one, as far as the user may read them: Frappe asks whether they are there."""
	_check(doctype, docname)
	kinds = linked_with.get_linked_doctypes(doctype=doctype) or {}
	# Newer ones refuse to answer at all where there is one kind that the user may not read.
	kinds = {kind: how for kind, how in kinds.items() if frappe.has_permission(kind, "read")}
	found = linked_with.get_linked_docs(doctype, docname, kinds)
	shown = {kind: _readable(kind, rows) for kind, rows in (found or {}).items()}
	return {kind: rows for kind, rows in shown.items() if rows}


def _readable(doctype: str, rows: list[dict]) -> list[dict]:
	names = {"name": ("in", [row["name"] for row in rows])}
	seen = set(frappe.get_list(doctype, filters=names, pluck="name", limit_page_length=0))
	return [row for row in rows if row["name"] in seen]


@frappe.whitelist()
def get_link_title(doctype: str, docname: str):
	"""Frappe's title of a document; that of a hidden one is None, as that of a missing one."""
	if not _exists_for_me(doctype, docname):
		return None
	return _frappes("frappe.desk.search.get_link_title", {"doctype": doctype, "docname": docname})


@frappe.whitelist()
def validate_link(doctype: str, docname: str, fields: str | list | None = None):
	"""Frappe's check of a chosen link: a hidden document gives what a missing one gives."""
	if not _exists_for_me(doctype, docname):
		frappe.has_permission(doctype, "read", throw=True)
		return frappe._dict(name=None)
	arguments = {"doctype": doctype, "docname": docname, "fields": fields}
	return _frappes("frappe.client.validate_link", arguments)


@frappe.whitelist()
def get_count(doctype: str, filters=None, debug: bool = False, cache: bool = False):
	"""Frappe's client.get_count as Frappe 16 has it: the count of what the list shows. Frappe 15 counts everything."""
	if frappe.session.user == "Administrator" or "System Manager" in frappe.get_roles():
		arguments = {"doctype": doctype, "filters": filters, "debug": debug, "cache": cache}
		return _frappes("frappe.client.get_count", arguments)
	frappe.has_permission(doctype, "read", throw=True)
	frappe.local.form_dict = frappe._dict(doctype=doctype, filters=get_safe_filters(filters) or [])
	return count_of_list()


@frappe.whitelist()
def get_tagged_docs(doctype: str, tag: str):
	"""Frappe's documents with a tag, those that the list shows."""
	frappe.has_permission(doctype, throw=True)
	return frappe.get_list(doctype, filters={"_user_tags": ("like", tag)}, as_list=True, limit_page_length=0)


@frappe.whitelist()
def get_data_for_custom_field(**arguments):
	"""Frappe's values of a column added to a report, of the documents that the list shows."""
	values = _frappes("frappe.desk.query_report.get_data_for_custom_field", arguments)
	if arguments.get("doctype") not in protected.CONDITIONED:
		return values
	seen = set(frappe.get_list(arguments["doctype"], pluck="name", limit_page_length=0))
	return {name: value for name, value in values.items() if name in seen}


@frappe.whitelist()
def get_address_display(address_dict: dict | str | None = None):
	"""Frappe's address in print; nothing for one that may not be seen."""
	if isinstance(address_dict, str) and not _exists_for_me("Address", address_dict):
		return None
	path = "frappe.contacts.doctype.address.address.get_address_display"
	return _frappes(path, {"address_dict": address_dict})


@frappe.whitelist()
def bulk_update(docs: str):
	"""Frappe's update of many; what went wrong with a document of ours is said in one line, without the way to it."""
	result = _frappes("frappe.client.bulk_update", {"docs": docs})
	for failed in result["failed_docs"]:
		if failed["doc"].get("doctype") in protected.DOCTYPES:
			failed["exc"] = failed["exc"].strip().splitlines()[-1]
	return result


@frappe.whitelist()
def search_link(**arguments):
	"""Frappe's search of a link field. Its argument to leave out User Permissions would leave out the rule too."""
	return _frappes("frappe.desk.search.search_link", _under_the_rule(arguments))


@frappe.whitelist()
def search_widget(**arguments):
	"""Frappe's search behind a link field, under the rule."""
	return _frappes("frappe.desk.search.search_widget", _under_the_rule(arguments))


@frappe.whitelist()
def search_globally(text: str, start: int = 0, limit: int = 20, doctype: str = ""):
	"""Frappe's global search without what is hidden: it looks at no document's rights itself."""
	arguments = {"text": text, "start": start, "limit": limit, "doctype": doctype}
	found = _frappes("frappe.utils.global_search.search", arguments)
	names: dict[str, list[str]] = {}
	for row in found:
		names.setdefault(row.doctype, []).append(row.name)
	seen = {kind: protected.seen(kind, those) for kind, those in names.items()}
	return [row for row in found if row.name in seen[row.doctype]]


@frappe.whitelist(allow_guest=True)
def download_file(file_url: str):
	"""Frappe's download; an attachment of something hidden is not found."""
	rows = frappe.get_all("File", {"file_url": file_url}, ["name", "attached_to_doctype", "attached_to_name"])
	if rows and all(protected.hides(row.attached_to_doctype, row.attached_to_name) for row in rows):
		not_found.answer("File", {"file_url": file_url})
	return _frappes("frappe.handler.download_file", {"file_url": file_url})


@frappe.whitelist()
def get_chart(**arguments):
	"""Frappe's data of a chart. It keeps them for whoever asks next: not those of somebody who sees a part."""
	path = "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
	about, is_heatmap = _subject(arguments)
	if customers.sees_all() or not about & set(protected.CONDITIONED):
		return _frappes(path, arguments)
	if is_heatmap:  # Frappe counts its days over all documents.
		frappe.throw(
			_("A heatmap counts all documents. Ask for a line or bar chart."), frappe.PermissionError
		)
	arguments.pop("refresh", None)
	return frappe.call(inspect.unwrap(frappe.get_attr(path)), **_known(arguments))


def _subject(arguments: dict) -> tuple[set[str], bool]:
	"""The DocTypes that a chart is about, and whether it is a heatmap: as stored, and as the request describes it."""
	given = record(arguments.get("chart"), "chart")
	names = [name for name in (arguments.get("chart_name"), given.name) if name]
	fields = ["document_type", "type"]
	charts = frappe.get_all("Dashboard Chart", filters={"name": ("in", names or [""])}, fields=fields)
	described = [given, *charts]
	return {row.document_type for row in described}, any(row.type == "Heatmap" for row in described)


def _check(doctype: str | None, name) -> None:
	if not _exists_for_me(doctype, name):
		not_found.answer(doctype, name)


def _exists_for_me(doctype: str | None, name) -> bool:
	if doctype not in protected.DOCTYPES:
		return True
	try:
		name = text(name, "name")
	except WrongArgument:
		frappe.clear_last_message()
		return False
	return bool(name) and protected.sees(doctype, name) and bool(frappe.db.exists(doctype, name))


def _forget_hidden_titles() -> None:
	titles = frappe.local.response.get("_link_titles") or {}
	for key in list(titles):
		doctype, _separator, name = key.partition("::")
		if not protected.sees(doctype, name):
			del titles[key]


def _under_the_rule(arguments: dict) -> dict:
	if arguments.get("doctype") in protected.CONDITIONED:
		arguments.pop("ignore_user_permissions", None)
	return arguments


def _frappes(path: str, arguments: dict):
	return frappe.call(frappe.get_attr(path), **_known(arguments))


def _known(arguments: dict) -> dict:
	"""Without what Frappe adds to a request."""
	return {key: value for key, value in arguments.items() if key not in ("cmd", "data", "csrf_token")}


def _parsed(value):
	"""JSON as what it says; other text as it is."""
	try:
		return read_json(value)
	except ValueError:
		return value
