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
app_include_js = [
	"/assets/crm_khachhang/js/desk/bulk_actions.js",
	"/assets/crm_khachhang/js/desk/bulk_progress.js",
	"/assets/crm_khachhang/js/desk/delete_customers.js",
	"/assets/crm_khachhang/js/desk/charts.js",
	"/assets/crm_khachhang/js/desk/empty_states.js",
]

# Forms

doctype_js = {
	"KH Customer": [
		"public/js/customer/owner.js",
	],
}

# Lists

doctype_list_js = {
	"KH Customer": [
		"public/js/customer_list/tabs.js",
		"public/js/customer_list/filters.js",
		"public/js/customer_list/columns.js",
		"public/js/customer_list/sorting.js",
		"public/js/customer_list/context_menu.js",
		"public/js/customer_list/kanban.js",
		"public/js/customer_list/bulk.js",
	],
}

filters_config = "crm_khachhang.customers.lists.operators.filters_config"

# Kanban boards of customers keep no order of cards (why: customers/lists/kanban.py)

doc_events = {
	"Kanban Board": {"before_save": "crm_khachhang.customers.lists.kanban.keep_no_order"},
}

override_whitelisted_methods = {
	f"frappe.desk.doctype.kanban_board.kanban_board.{method}": f"crm_khachhang.customers.lists.api.{method}"
	for method in ("update_order", "update_order_for_single_card", "add_card")
}

# Bulk actions: each function returns a dict from the action's name to what it does

kh_bulk_actions = [
	"crm_khachhang.customers.bulk.actions.own",
]

# What only tells of users and customers does not keep them from being deleted

ignore_links_on_delete = [
	"KH Bulk Action",
	"KH Owner Change",
]

# In the background

scheduler_events = {
	"cron": {
		"*/5 * * * *": [
			"crm_khachhang.customers.bulk.run.resume_stale",
		],
	},
}

# Who sees what

permission_query_conditions = {
	"KH Customer": "crm_khachhang.access.customers.permission_query_conditions",
}

has_permission = {
	"KH Customer": "crm_khachhang.access.customers.has_permission",
}

# What becomes of documents that hold a customer when it is deleted or merged

kh_customer_holders = ["crm_khachhang.customers.holders.standard"]

# Installation

before_install = "crm_khachhang.setup.install.before_install"
after_install = "crm_khachhang.setup.install.after_install"
after_migrate = "crm_khachhang.setup.install.after_migrate"
before_uninstall = "crm_khachhang.setup.uninstall.before_uninstall"
