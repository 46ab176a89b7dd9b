"""Installs the app on a throw-away site, uses it, uninstalls it, and lists what is left behind.

Run in the bench's `sites` folder, with the bench's Python, on a site without the app:

    ../env/bin/python -m crm_khachhang.tests.uninstall_check SITE

Prints one line per trace; exit code 0 without traces, 1 with some, 2 when the site cannot be used.
"""

import sys

import frappe
from frappe.installer import install_app, remove_app

from crm_khachhang.access.roles import MANAGER
from crm_khachhang.exporting import runs
from crm_khachhang.tests import make_customer, make_user, site_snapshot

APP = "crm_khachhang"
USER = "uninstall.check@test.example"
TAG = "Tết"
SOMEBODYS_ROLE = "Manager of somebody else"
OWN_WORKSPACE = "Users"


def surviving_traces() -> list[str]:
	"""Install, use and uninstall the app on the connected site; return what differs from before."""
	contact = _prepare()
	before = site_snapshot.take()
	traces = _accepted_beside_a_role(before)
	frappe.rename_doc("Role", MANAGER, SOMEBODYS_ROLE, force=True)
	frappe.db.commit()
	before = site_snapshot.take()
	install_app(APP)
	if not site_snapshot.differences(before, site_snapshot.take()):
		return ["The installation changed nothing: this check is blind."]
	use_everything(contact)
	frappe.db.commit()
	traces += _changed_by_a_dry_run()
	remove_app(APP, yes=True, no_backup=True)
	return traces + site_snapshot.differences(before, site_snapshot.take())


def _prepare() -> str:
	"""Make what the site has before the app: a user, a contact, and a role named like one of the app's."""
	# As in a test: the contact that Frappe makes for a user comes at once, not by a worker in the midst of the check.
	frappe.flags.in_test = True
	frappe.get_doc(doctype="Role", role_name=MANAGER).insert()
	make_user(USER, "Report Manager", MANAGER)
	frappe.flags.in_test = False
	contact = frappe.get_doc(doctype="Contact", first_name="Lan")
	contact.insert()
	contact.add_tag(TAG)
	frappe.db.commit()
	return contact.name


def _accepted_beside_a_role(before: site_snapshot.Snapshot) -> list[str]:
	"""Try to install beside somebody else's role; return what that did."""
	try:
		install_app(APP)
	except frappe.ValidationError as refusal:
		refused = MANAGER in str(refusal)
	else:
		refused = False
	frappe.flags.in_install = False
	frappe.db.rollback()
	traces = site_snapshot.differences(before, site_snapshot.take())
	return [f"refused installation: {line}" for line in traces] + ([] if refused else ["It was not refused."])


def _changed_by_a_dry_run() -> list[str]:
	used = site_snapshot.take()
	remove_app(APP, dry_run=True, yes=True, no_backup=True)
	# `bench uninstall-app` closes the connection now, which has the same effect.
	frappe.db.rollback()
	return [f"dry run: {line}" for line in site_snapshot.differences(used, site_snapshot.take())]


def use_everything(contact: str) -> None:
	"""Leave the kinds of records that people hang on the app's documents."""
	frappe.clear_cache()
	customer = make_customer(customer_name="Khách dùng thử")
	customer.add_comment("Comment", "Đã gọi")
	customer.add_tag(TAG)
	frappe.get_doc("User", USER).add_roles(MANAGER)
	frappe.share.add("KH Customer", customer.name, USER, write=1)
	_link(contact, customer.name)
	_customise()
	_attach("KH Customer", customer.name)
	_correspond(customer.name)
	runs.start("csv", [], [customer.name])
	_automate()
	_arrange_a_workspace()


def _link(contact: str, customer: str) -> None:
	document = frappe.get_doc("Contact", contact)
	document.append("links", {"link_doctype": "KH Customer", "link_name": customer})
	document.save()


def _customise() -> None:
	frappe.get_doc(
		doctype="Custom Field", dt="KH Customer", fieldname="favourite_tea", label="Trà", fieldtype="Data"
	).insert()
	frappe.make_property_setter(
		{"doctype": "KH Customer", "fieldname": "website", "property": "hidden", "value": "1"}
	)
	frappe.permissions.add_permission("KH Customer", "Report Manager")


def _attach(doctype: str, name: str) -> None:
	frappe.get_doc(
		doctype="File",
		file_name="uninstall_check.txt",
		content=f"{doctype} {name}",
		attached_to_doctype=doctype,
		attached_to_name=name,
	).insert()


def _correspond(customer: str) -> None:
	about = {"reference_doctype": "KH Customer", "reference_name": customer}
	mail = frappe.get_doc(doctype="Communication", subject="Báo giá", content="…", **about).insert()
	_attach("Communication", mail.name)
	mail.add_comment("Comment", "Chờ trả lời")
	frappe.get_doc(doctype="View Log", viewed_by=USER, **about).insert()
	frappe.get_doc(
		doctype="Notification Log",
		subject="Khách mới",
		for_user=USER,
		document_type="KH Customer",
		document_name=customer,
	).insert()


def _automate() -> None:
	frappe.get_doc(
		doctype="Data Import", reference_doctype="KH Customer", import_type="Insert New Records"
	).insert()
	frappe.get_doc(
		doctype="Webhook",
		webhook_doctype="KH Customer",
		webhook_docevent="after_insert",
		request_url="https://example.com",
		request_structure="",
		webhook_headers=[{"key": "X", "value": "1"}],
	).insert(set_name="Webhook of the check")
	frappe.get_doc(
		doctype="Document Naming Rule", document_type="KH Customer", prefix="X-", prefix_digits=3
	).insert()
	frappe.get_doc(
		doctype="Calendar View",
		reference_doctype="KH Customer",
		subject_field="customer_name",
		start_date_field="creation",
		end_date_field="creation",
	).insert(set_name="Ngày sinh")


def _arrange_a_workspace() -> None:
	"""Rows about the app in a workspace that existed before it."""
	rows = (
		("Workspace Shortcut", "shortcuts", {"type": "DocType", "link_to": "KH Customer", "label": "Khách"}),
		("Workspace Link", "links", {"link_type": "DocType", "link_to": "KH Province", "label": "Tỉnh"}),
		("Workspace Quick List", "quick_lists", {"document_type": "KH Customer", "label": "Mới"}),
		("Workspace Number Card", "number_cards", {"number_card_name": "KH Customers Total"}),
	)
	workspace = {"parenttype": "Workspace", "parent": OWN_WORKSPACE}
	for doctype, field, values in rows:
		frappe.get_doc(doctype=doctype, parentfield=field, **workspace, **values).db_insert()


def main(arguments: list[str]) -> int:
	if len(arguments) != 1:
		print(__doc__)
		return 2
	frappe.init(site=arguments[0], sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	if APP in frappe.get_installed_apps():
		print(f"{arguments[0]} has {APP}: this check needs a site of its own, without the app.")
		return 2
	traces = surviving_traces()
	print("\n".join(traces) or "Nothing is left behind.")
	return 1 if traces else 0


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
