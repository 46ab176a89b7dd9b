"""What a site has of its own on KH Customer. It must happen on import too, so such a site takes the document path.

Each check answers with the words that the form shows, or nothing. What is unknown counts as a reason.
"""

from collections.abc import Iterator

import frappe
from frappe import _

from crm_khachhang.access.roles import is_administrator

CUSTOMER = "KH Customer"
OWN_APPS = ("frappe", "crm_khachhang")
EVENTS = frozenset(
	"before_insert before_validate validate before_save before_naming autoname after_insert on_update on_change "
	"before_change on_trash after_delete".split()
)

SUBMITTING = frozenset(("before_submit", "on_submit"))

# Handlers for all DocTypes in apps that often stand beside ours -> the DocType and field that say whether they
# have anything to do with customers of ours.
WILDCARDS = {
	"erpnext.support.doctype.service_level_agreement.service_level_agreement.apply": (
		"Service Level Agreement",
		"document_type",
	),
}

# DocType with settings for other DocTypes, its fields with the DocType and whether it is in force, and its words.
CONFIGURED = (
	("Notification", "document_type", {"enabled": 1}),
	("Server Script", "reference_doctype", {"disabled": 0, "script_type": "DocType Event"}),
	("Assignment Rule", "document_type", {"disabled": 0}),
	("Webhook", "webhook_doctype", {"enabled": 1}),
	("Workflow", "document_type", {"is_active": 1}),
	("Milestone Tracker", "document_type", {"disabled": 0}),
	("Energy Point Rule", "reference_doctype", {"enabled": 1}),
	("Document Naming Rule", "document_type", {"disabled": 0}),
)

# Notifications of these events are sent by the scheduler, whatever path a customer came by.
BY_THE_CLOCK = ("Days After", "Days Before")


def reasons(doctype: str = CUSTOMER) -> list[str]:
	"""Return why imports take the document path on this site, in the user's language; none for the fast path.

	What the site's rules are called is for administrators; others learn of what kind they are. `doctype`: of which
	documents; in words of customers all the same.
	"""
	kinds = (_hooks, _classes, _configured, _fields)
	found = (reason for of_kind in kinds for reason in of_kind(doctype))
	return list(dict.fromkeys((*found, *_of_user())))


def _hooks(doctype: str = CUSTOMER) -> Iterator[str]:
	known = EVENTS | (SUBMITTING if frappe.get_meta(doctype).is_submittable else frozenset())
	for app in frappe.get_installed_apps():
		if app in OWN_APPS:
			continue
		events = frappe.get_hooks("doc_events", {}, app_name=app)
		for key in (doctype, "*"):
			handlers = (events.get(key) or {}).items()
			if any(event in known and _concerns(doctype, key, paths) for event, paths in handlers):
				yield _("The app {0} has rules of its own for customers.").format(app)
				break


def _concerns(doctype: str, key: str, paths: list[str] | str) -> bool:
	"""Whether a handler under `key` does anything with documents of `doctype`; unknown ones may."""
	paths = [paths] if isinstance(paths, str) else paths
	return any(
		key == doctype or path not in WILDCARDS or _is_configured(*WILDCARDS[path], doctype) for path in paths
	)


def _is_configured(settings: str, field: str, doctype: str) -> bool:
	return bool(frappe.db.exists(settings, {field: doctype}))


def _classes(doctype: str) -> Iterator[str]:
	for hook in ("override_doctype_class", "extend_doctype_class"):
		if (frappe.get_hooks(hook) or {}).get(doctype):
			yield _("An app replaces the rules of customers.")


def _configured(doctype: str) -> Iterator[str]:
	for settings, field, filters in CONFIGURED:
		if not frappe.db.table_exists(settings):
			continue
		for name in _names(settings, {**filters, field: doctype}):
			yield f"{_(settings)}: {name}" if is_administrator() else _(settings)


def _names(doctype: str, filters: dict) -> list[str]:
	"""Without the DocType's metadata, which is never needed else."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.name).orderby(table.name)
	for fieldname, value in filters.items():
		query = query.where(table[fieldname] == value)
	if doctype == "Notification":
		query = query.where(table.event.notin(BY_THE_CLOCK))
	return query.run(pluck=True)


def _fields(doctype: str) -> Iterator[str]:
	meta = frappe.get_meta(doctype)
	for field in meta.fields:
		if field.fieldname == "customer_code":  # an import never changes it
			continue
		if field.get("unique") or field.fetch_from or field.get("in_global_search") or _has_own_rule(field):
			yield _("Field {0} has a rule of its own.").format(_(field.label or field.fieldname))


def _has_own_rule(field) -> bool:
	return field.fieldtype in ("Password", "Code") or bool(field.get("set_only_once"))


def _of_user() -> Iterator[str]:
	user = frappe.session.user
	if frappe.permissions.get_user_permissions(user):
		yield _("You are limited by User Permissions.")
	if frappe.get_cached_value("User", user, "follow_created_documents"):
		yield _("You follow the documents that you create.")
