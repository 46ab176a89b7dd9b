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
	"/assets/crm_khachhang/js/desk/search.js",
	"/assets/crm_khachhang/js/duplicates.js",
]

doctype_js = {
	"KH Customer": ["public/js/customer/duplicates.js"],
	"KH Settings": ["public/js/settings/duplicate_rules.js"],
}

# Lists

doctype_list_js = {"KH Customer": ["public/js/customer_list/search.js"]}

# Who sees what

permission_query_conditions = {
	"KH Customer": "crm_khachhang.access.customers.permission_query_conditions",
}

has_permission = {
	"KH Customer": "crm_khachhang.access.customers.has_permission",
}

# Deleting a customer takes these along (customers/duplicates/distinct.py)

ignore_links_on_delete = ["KH Duplicate Member", "KH Distinct Pair"]

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
