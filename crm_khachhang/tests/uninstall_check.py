"""Installs the app on a throw-away site, uses it, uninstalls it, and lists what is left behind.

Run in the bench's `sites` folder, with the bench's Python, on a site without the app:

    ../env/bin/python -m crm_khachhang.tests.uninstall_check SITE

Prints one line per trace; exit code 0 without traces, 1 with some, 2 when the site cannot be used.
"""

import sys

import frappe
from frappe.installer import install_app, remove_app

from crm_khachhang.access.roles import MANAGER
from crm_khachhang.tests import make_customer, make_user, site_snapshot

APP = "crm_khachhang"
USER = "uninstall.check@test.example"
TAG = "Tết"


def surviving_traces() -> list[str]:
	"""Install, use and uninstall the app on the connected site; return what differs from before."""
	# As in a test: the contact that Frappe makes for a user comes at once, not by a worker in the midst of the check.
	frappe.flags.in_test = True
	make_user(USER, "Report Manager")
	frappe.flags.in_test = False
	contact = frappe.get_doc(doctype="Contact", first_name="Lan")
	contact.insert()
	contact.add_tag(TAG)
	frappe.db.commit()
	before = site_snapshot.take()
	install_app(APP)
	if not site_snapshot.differences(before, site_snapshot.take()):
		return ["The installation changed nothing: this check is blind."]
	use_everything(contact.name)
	frappe.db.commit()
	remove_app(APP, yes=True, no_backup=True)
	return site_snapshot.differences(before, site_snapshot.take())


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
	_attach(customer.name)


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


def _attach(customer: str) -> None:
	frappe.get_doc(
		doctype="File",
		file_name="uninstall_check.txt",
		content="x",
		attached_to_doctype="KH Customer",
		attached_to_name=customer,
	).insert()


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
