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

app_include_css = "crm_khachhang.bundle.css"
app_include_js = ["crm_khachhang.bundle.js"]

extend_bootinfo = [
	"crm_khachhang.access.boot.add_colleagues",
	"crm_khachhang.access.boot.offer_no_closed_import",
	"crm_khachhang.customers.boot.extend",
	"crm_khachhang.care.boot.extend",
	"crm_khachhang.debts.boot.extend",
	"crm_khachhang.importing.boot.extend",
]

# Forms and lists: a script for each topic

doctype_js = {
	"Contact": ["public/js/contact_rules.js"],
	"KH Care Schedule": [
		"public/js/care_schedule/hints.js",
		"public/js/care_schedule/invite.js",
		"public/js/care_schedule/recurrence.js",
	],
	"KH Customer": [
		"public/js/customer/menu.js",
		"public/js/customer/summary.js",
		"public/js/customer/contacts.js",
		"public/js/customer/care.js",
		"public/js/customer/debts.js",
		"public/js/customer/owner.js",
		"public/js/customer/tier.js",
		"public/js/customer/referrer.js",
		"public/js/customer/duplicates.js",
		"public/js/customer/merge.js",
		"public/js/customer/clone.js",
		"public/js/customer/export.js",
		"public/js/customer/debt_papers.js",
	],
	"KH Import": [
		"public/js/import/steps.js",
		"public/js/import/file.js",
		"public/js/import/field_picker.js",
		"public/js/import/columns.js",
		"public/js/import/defaults.js",
		"public/js/import/options.js",
		"public/js/import/progress.js",
		"public/js/import/rows.js",
		"public/js/import/words.js",
		"public/js/import/result.js",
		"public/js/import/actions.js",
		"public/js/import/wizard.js",
	],
	"KH Settings": ["public/js/settings/duplicate_rules.js", "public/js/settings/bank.js"],
}

doctype_list_js = {
	"KH Care Schedule": ["public/js/care_list/feed.js"],
	"KH Customer": [
		"public/js/customer_list/tabs.js",
		"public/js/customer_list/search.js",
		"public/js/customer_list/filters.js",
		"public/js/customer_list/columns.js",
		"public/js/customer_list/sorting.js",
		"public/js/customer_list/context_menu.js",
		"public/js/customer_list/saved_filters.js",
		"public/js/customer_list/titles.js",
		"public/js/customer_list/kanban.js",
		"public/js/customer_list/menu.js",
		"public/js/customer_list/import.js",
		"public/js/customer_list/bulk.js",
		"public/js/customer_list/care.js",
		"public/js/customer_list/merge.js",
		"public/js/customer_list/export.js",
	],
}

# Trees, in which a filter includes what lies below; and operators of filters

treeviews = ["KH Customer Group"]
filters_config = "crm_khachhang.customers.lists.operators.filters_config"

calendars = ["KH Care Schedule"]

# Search

standard_queries = {"KH Customer": "crm_khachhang.customers.search.api.link_query"}

# Who sees what

permission_query_conditions = {
	"KH Customer": "crm_khachhang.access.customers.permission_query_conditions",
	"KH Care Plan Customer": "crm_khachhang.access.related.care_plan_customers",
	"KH Care Schedule": "crm_khachhang.access.related.care_schedules",
	"KH Care Series": "crm_khachhang.access.related.care_series",
	"KH Debt": "crm_khachhang.access.related.debts",
	"KH Debt Allocation": "crm_khachhang.access.related.debt_allocations",
	"KH Debt Ledger Entry": "crm_khachhang.access.related.debt_ledger",
	"KH Debt Payment": "crm_khachhang.access.related.debt_payments",
	"KH Debt Reminder": "crm_khachhang.access.related.debt_reminders",
	"KH Import": "crm_khachhang.importing.rights.permission_query_conditions",
	"KH Owner Change": "crm_khachhang.access.related.owner_changes",
	"KH Sales Fact": "crm_khachhang.access.related.sales_facts",
	"KH Tier Change": "crm_khachhang.access.related.tier_changes",
	"List Filter": "crm_khachhang.customers.lists.saved_filters.permission_query_conditions",
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
	"KH Care Plan Customer": "crm_khachhang.access.related.has_permission",
	"KH Care Schedule": "crm_khachhang.access.related.has_permission",
	"KH Care Series": "crm_khachhang.access.related.has_permission",
	"KH Debt": "crm_khachhang.access.related.has_permission",
	"KH Debt Ledger Entry": "crm_khachhang.access.related.has_permission",
	"KH Debt Payment": "crm_khachhang.access.related.has_permission",
	"KH Debt Reminder": "crm_khachhang.access.related.has_permission",
	"KH Import": "crm_khachhang.importing.rights.has_permission",
	"KH Owner Change": "crm_khachhang.access.related.has_permission",
	"KH Sales Fact": "crm_khachhang.access.related.has_permission",
	"KH Tier Change": "crm_khachhang.access.related.has_permission",
	"List Filter": "crm_khachhang.customers.lists.saved_filters.has_permission",
	"Address": "crm_khachhang.access.contacts.has_permission",
	"Contact": "crm_khachhang.access.contacts.has_permission",
	"Communication": "crm_khachhang.access.protected.has_permission",
	"Document Follow": "crm_khachhang.access.protected.has_permission",
	"Energy Point Log": "crm_khachhang.access.protected.has_permission",
	"File": "crm_khachhang.access.files.has_permission",
	"Tag Link": "crm_khachhang.access.protected.has_permission",
	"ToDo": "crm_khachhang.access.protected.has_permission",
}

page_renderer = "crm_khachhang.access.print_page.PrintOfNothing"

# Endpoints of Frappe that look at no rights (access/api.py), or keep what is wrong for customers

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
	"frappe.desk.doctype.kanban_board.kanban_board.add_card": "crm_khachhang.customers.lists.api.add_card",
	"frappe.desk.doctype.kanban_board.kanban_board.update_order": "crm_khachhang.customers.lists.api.update_order",
	"frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card": "crm_khachhang.customers.lists.api.update_order_for_single_card",
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
	"frappe.www.printview.get_html_and_style": "crm_khachhang.access.api.print_given",
	"frappe.www.printview.get_rendered_raw_commands": "crm_khachhang.access.api.print_given_raw",
}

# Documents of Frappe and rules of ours for them

doc_events = {
	"KH Customer": {
		"before_print": ["crm_khachhang.debts.papers.printing.offer"],
		"validate": ["crm_khachhang.access.links.check_fields"],
		"on_update": [
			"crm_khachhang.care.plans.joining.customer_saved",
			"crm_khachhang.debts.credit.warn_of_limit",
		],
		"after_rename": ["crm_khachhang.care.plans.joining.customer_renamed"],
	},
	"KH Customer Tier": {"on_update": ["crm_khachhang.care.plans.joining.default_changed"]},
	"KH Customer Group": {"on_update": ["crm_khachhang.care.plans.joining.default_changed"]},
	"KH Care Schedule": {
		"validate": ["crm_khachhang.access.links.check_fields", "crm_khachhang.customers.attachments.check"]
	},
	"KH Debt": {
		"validate": ["crm_khachhang.access.links.check_fields", "crm_khachhang.customers.attachments.check"],
		"before_print": ["crm_khachhang.debts.papers.printing.offer_request"],
	},
	"KH Debt Payment": {
		"validate": ["crm_khachhang.access.links.check_fields", "crm_khachhang.customers.attachments.check"],
		"before_print": ["crm_khachhang.debts.papers.printing.offer_receipt"],
	},
	"Address": {
		"validate": ["crm_khachhang.access.links.check_rows", "crm_khachhang.customers.attachments.check"]
	},
	"Contact": {
		"autoname": ["crm_khachhang.customers.contacts.saving.autoname"],
		"before_validate": ["crm_khachhang.customers.contacts.saving.before_validate"],
		"validate": [
			"crm_khachhang.access.links.check_rows",
			"crm_khachhang.customers.field_rules.required.check_contact",
			"crm_khachhang.customers.contacts.saving.validate",
			"crm_khachhang.customers.attachments.check",
		],
		"on_update": [
			"crm_khachhang.customers.contacts.saving.on_update",
			"crm_khachhang.customers.search.index.refresh_of_contact",
		],
		"on_trash": ["crm_khachhang.customers.contacts.saving.on_trash"],
		"after_delete": ["crm_khachhang.customers.search.index.refresh_of_contact"],
		"after_rename": ["crm_khachhang.customers.contacts.saving.after_rename"],
	},
	"Communication": {"validate": ["crm_khachhang.access.links.check_reference"]},
	"Document Follow": {"validate": ["crm_khachhang.access.links.check_reference"]},
	"Event": {"validate": ["crm_khachhang.access.links.check_dynamic"]},
	"File": {
		"before_insert": ["crm_khachhang.access.files.save_privately"],
		"before_validate": ["crm_khachhang.access.files.keep_private"],
	},
	"Kanban Board": {"before_save": ["crm_khachhang.customers.lists.kanban.keep_no_order"]},
	"List Filter": {"validate": ["crm_khachhang.customers.lists.saved_filters.check"]},
	"Reminder": {"validate": ["crm_khachhang.access.links.check_dynamic"]},
	"Tag Link": {"validate": ["crm_khachhang.access.links.check_reference"]},
	"ToDo": {"validate": ["crm_khachhang.access.links.check_reference"]},
	"User": {"after_rename": ["crm_khachhang.customers.search.index.rename_owner"]},
}

# What only tells of users and customers does not keep them from being deleted; rows of an import go behind it

ignore_links_on_delete = [
	"KH Care Plan Customer",
	"KH Bulk Action",
	"KH Care Subscription",
	"KH Export",
	"KH Import Row",
	"KH Distinct Pair",
	"KH Duplicate Member",
	"KH Owner Change",
]

# Registries of ours, which other apps may join

# functions that return what becomes of documents that hold a customer when it is deleted or merged
kh_customer_holders = [
	"crm_khachhang.customers.holders.standard",
	"crm_khachhang.care.joining.holders",
	"crm_khachhang.debts.joining.holders",
]

# functions that return a dict from a bulk action's name to what it does
kh_bulk_actions = [
	"crm_khachhang.customers.bulk.actions.own",
	"crm_khachhang.care.plans.bulk.actions",
]

# functions that return sheets of the workbook of one customer
kh_customer_sheets = [
	"crm_khachhang.exporting.one_customer.contacts",
	"crm_khachhang.care.joining.sheets",
	"crm_khachhang.debts.joining.sheets",
]

# what moves along when a customer is handed over, for a dialog to choose as move_…
kh_owner_handover = {
	"care": "crm_khachhang.care.joining.hand_over",
	"tasks": "crm_khachhang.customers.owners.handover.move_tasks",
}

# functions that are told the names of customers whose tiers were computed to be others
kh_tiers_computed = ["crm_khachhang.care.plans.joining.tiers_computed"]

# what is saved together with a new customer, by the popup
kh_saved_with_new_customer = {
	"contacts": "crm_khachhang.customers.contacts.people.add_all",
	"appointment": "crm_khachhang.care.appointments.plan",
}

# In the background

scheduler_events = {
	"cron": {
		"*/5 * * * *": [
			"crm_khachhang.customers.bulk.watching.resume_stale",
			"crm_khachhang.importing.watching.resume_dead",
			"crm_khachhang.exporting.watching.resume_stale",
			"crm_khachhang.care.reminders.send_due",
		],
		"1 * * * *": ["crm_khachhang.care.digest.send_morning"],
		"30 7 * * *": ["crm_khachhang.debts.reminding.sending.send_due"],
	},
	"daily_long": [
		"crm_khachhang.exporting.watching.remove_old_files",
		"crm_khachhang.customers.tiers.jobs.nightly",
		"crm_khachhang.care.plans.jobs.nightly",
		"crm_khachhang.care.recurrence.jobs.nightly",
		"crm_khachhang.care.birthdays.nightly",
		"crm_khachhang.debts.overdue.sweep",
	],
}

# Installation

before_install = "crm_khachhang.setup.install.before_install"
after_install = "crm_khachhang.setup.install.after_install"
after_migrate = "crm_khachhang.setup.install.after_migrate"
before_uninstall = "crm_khachhang.setup.uninstall.before_uninstall"
