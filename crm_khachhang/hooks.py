"""What crm_khachhang asks of Frappe. Wiring only."""

app_name = "crm_khachhang"
app_title = "CRM Khách hàng"
app_publisher = "CRM Khách hàng contributors"
app_description = "Customer management (Khách hàng) for companies in Vietnam"
app_email = "crm-khachhang@example.com"
app_license = "mit"

# Apps screen

add_to_apps_screen = [
	{
		"name": "crm_khachhang",
		"logo": "/assets/crm_khachhang/images/crm-khachhang.svg",
		"title": "CRM Khách hàng",
		"route": "/app/kh-customers",
		"has_permission": "crm_khachhang.access.roles.has_app_permission",
	}
]

# Desk

app_include_css = "/assets/crm_khachhang/css/crm_khachhang.css"
app_include_js = ["/assets/crm_khachhang/js/desk/search.js"]

# Lists

doctype_list_js = {"KH Customer": ["public/js/customer_list/search.js"]}

doctype_js = {"KH Customer": ["public/js/customer/menu.js"]}
doctype_list_js = {"KH Customer": ["public/js/customer_list/menu.js"]}

# Who sees what

extend_bootinfo = [
	"crm_khachhang.access.boot.add_colleagues",
	"crm_khachhang.access.boot.offer_no_closed_import",
]

permission_query_conditions = {
	"KH Customer": "crm_khachhang.access.customers.permission_query_conditions",
	"KH Care Schedule": "crm_khachhang.access.related.care_schedules",
	"KH Owner Change": "crm_khachhang.access.related.owner_changes",
	"KH Sales Fact": "crm_khachhang.access.related.sales_facts",
	"KH Tier Change": "crm_khachhang.access.related.tier_changes",
	"Address": "crm_khachhang.access.contacts.addresses",
	"Contact": "crm_khachhang.access.contacts.contacts",
	"Contact Email": "crm_khachhang.access.contacts.emails",
	"Contact Phone": "crm_khachhang.access.contacts.phones",
	"Dynamic Link": "crm_khachhang.access.contacts.dynamic_links",
	"Communication": "crm_khachhang.access.protected.communications",
	"Document Follow": "crm_khachhang.access.protected.followed",
	"Energy Point Log": "crm_khachhang.access.protected.points",
	"File": "crm_khachhang.access.protected.files",
	"Tag Link": "crm_khachhang.access.protected.tags",
	"ToDo": "crm_khachhang.access.protected.todos",
}

has_permission = {
	"KH Customer": "crm_khachhang.access.customers.has_permission",
	"KH Care Schedule": "crm_khachhang.access.related.has_permission",
	"KH Owner Change": "crm_khachhang.access.related.has_permission",
	"KH Sales Fact": "crm_khachhang.access.related.has_permission",
	"KH Tier Change": "crm_khachhang.access.related.has_permission",
	"Address": "crm_khachhang.access.contacts.has_permission",
	"Contact": "crm_khachhang.access.contacts.has_permission",
	"Communication": "crm_khachhang.access.protected.has_permission",
	"Document Follow": "crm_khachhang.access.protected.has_permission",
	"Energy Point Log": "crm_khachhang.access.protected.has_permission",
	"File": "crm_khachhang.access.files.has_permission",
	"Tag Link": "crm_khachhang.access.protected.has_permission",
	"ToDo": "crm_khachhang.access.protected.has_permission",
}

doc_events = {
	"KH Customer": {"validate": ["crm_khachhang.access.links.check_fields"]},
	"KH Care Schedule": {"validate": ["crm_khachhang.access.links.check_fields"]},
	"Address": {"validate": ["crm_khachhang.access.links.check_rows"]},
	"Contact": {"validate": ["crm_khachhang.access.links.check_rows"]},
	"Communication": {"validate": ["crm_khachhang.access.links.check_reference"]},
	"Document Follow": {"validate": ["crm_khachhang.access.links.check_reference"]},
	"File": {
		"before_insert": ["crm_khachhang.access.files.save_privately"],
		"before_validate": ["crm_khachhang.access.files.keep_private"],
	},
	"Tag Link": {"validate": ["crm_khachhang.access.links.check_reference"]},
	"ToDo": {"validate": ["crm_khachhang.access.links.check_reference"]},
}

override_whitelisted_methods = {
	"download_file": "crm_khachhang.access.api.download_file",
	"frappe.automation.doctype.assignment_rule.assignment_rule.bulk_apply": "crm_khachhang.access.api.apply_rules",
	"frappe.client.bulk_update": "crm_khachhang.access.api.bulk_update",
	"frappe.client.get": "crm_khachhang.access.api.get",
	"frappe.client.get_count": "crm_khachhang.access.api.get_count",
	"frappe.client.validate_link": "crm_khachhang.access.api.validate_link",
	"frappe.contacts.doctype.address.address.get_address_display": "crm_khachhang.access.api.get_address_display",
	"frappe.contacts.doctype.address.address.get_default_address": "crm_khachhang.access.api.get_address",
	"frappe.contacts.doctype.contact.contact.get_contact_details": "crm_khachhang.access.api.get_contact",
	"frappe.contacts.doctype.contact.contact.invite_user": "crm_khachhang.access.api.invite_contact",
	"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs": "crm_khachhang.access.api.change_many",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "crm_khachhang.access.api.get_chart",
	"frappe.desk.doctype.tag.tag.add_tag": "crm_khachhang.access.api.add_tag",
	"frappe.desk.doctype.tag.tag.add_tags": "crm_khachhang.access.api.add_tags",
	"frappe.desk.doctype.tag.tag.get_tagged_docs": "crm_khachhang.access.api.get_tagged_docs",
	"frappe.desk.doctype.tag.tag.remove_tag": "crm_khachhang.access.api.remove_tag",
	"frappe.desk.form.assign_to.close_all_assignments": "crm_khachhang.access.api.unassign_all",
	"frappe.desk.form.assign_to.get": "crm_khachhang.access.api.get_assignees",
	"frappe.desk.form.assign_to.remove": "crm_khachhang.access.api.unassign",
	"frappe.desk.form.document_follow.follow_document": "crm_khachhang.access.api.follow",
	"frappe.desk.form.document_follow.get_follow_users": "crm_khachhang.access.api.get_followers",
	"frappe.desk.form.document_follow.update_follow": "crm_khachhang.access.api.update_follow",
	"frappe.desk.form.linked_with.get": "crm_khachhang.access.api.get_links",
	"frappe.desk.form.linked_with.get_submitted_linked_docs": "crm_khachhang.access.api.get_submitted_links",
	"frappe.desk.form.load.getdoc": "crm_khachhang.access.api.getdoc",
	"frappe.desk.form.utils.get_next": "crm_khachhang.access.api.get_next",
	"frappe.desk.like.toggle_like": "crm_khachhang.access.api.like",
	"frappe.desk.query_report.get_data_for_custom_field": "crm_khachhang.access.api.get_data_for_custom_field",
	"frappe.desk.search.get_link_title": "crm_khachhang.access.api.get_link_title",
	"frappe.desk.search.search_link": "crm_khachhang.access.api.search_link",
	"frappe.desk.search.search_widget": "crm_khachhang.access.api.search_widget",
	"frappe.email.relink": "crm_khachhang.access.api.relink_mail",
	"frappe.handler.download_file": "crm_khachhang.access.api.download_file",
	"frappe.printing.page.print.print.get_print_settings_to_show": "crm_khachhang.access.api.get_print_settings",
	"frappe.utils.global_search.search": "crm_khachhang.access.api.search_globally",
	"frappe.utils.print_format.download_multi_pdf": "crm_khachhang.access.api.print_many",
	"frappe.utils.print_format.download_multi_pdf_async": "crm_khachhang.access.api.print_many_later",
}

# Search

standard_queries = {"KH Customer": "crm_khachhang.customers.search.api.link_query"}

# Documents of Frappe that customers hang on

doc_events = {
	"Contact": {
		"on_update": ["crm_khachhang.customers.search.index.refresh_of_contact"],
		"on_trash": ["crm_khachhang.customers.search.index.refresh_of_contact"],
	},
	"User": {"after_rename": ["crm_khachhang.customers.search.index.rename_owner"]},
}

# Installation

before_install = "crm_khachhang.setup.install.before_install"
after_install = "crm_khachhang.setup.install.after_install"
after_migrate = "crm_khachhang.setup.install.after_migrate"
before_uninstall = "crm_khachhang.setup.uninstall.before_uninstall"
