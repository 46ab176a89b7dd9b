frappe.query_reports["KH Customers Without Care"] = {
	filters: [
		{ fieldname: "days", label: __("Days Without Care"), fieldtype: "Int", default: 30 },
		{ fieldname: "account_manager", label: __("Owner"), fieldtype: "Link", options: "User" },
		{ fieldname: "tier", label: __("Tier"), fieldtype: "Link", options: "KH Customer Tier" },
		{
			fieldname: "customer_group",
			label: __("Customer Group"),
			fieldtype: "Link",
			options: "KH Customer Group",
		},
		crm_khachhang.reports.choice("customer_type", __("Customer Type"), [
			"",
			"Individual",
			"Organization",
		]),
		crm_khachhang.reports.choice("status", __("Status"), [
			"",
			"Prospect",
			"Active",
			"Inactive",
		]),
		{
			fieldname: "planned",
			label: __("What Is Planned"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Nothing Planned", label: __("Nothing Planned") },
				{ value: "Something Planned", label: __("Something Planned") },
			],
		},
	],

	onload(report) {
		if (!frappe.model.can_create("KH Care Schedule")) return;
		report.page.add_inner_button(__("Plan Care"), () => plan_care(report));
	},

	get_datatable_options: (options) => ({ ...options, checkboxColumn: true }),

	formatter(value, row, column, data, default_formatter) {
		if (column.fieldname !== "customer_name" || !data?.customer_code)
			return default_formatter(value, row, column, data);
		return frappe.utils.get_form_link(
			"KH Customer",
			data.customer_code,
			true,
			frappe.utils.escape_html(value)
		);
	},
};

/** Appointments with the ticked customers, or with all that are shown. */
async function plan_care(report) {
	const ticked = report.datatable?.rowmanager.getCheckedRows() || [];
	const rows = ticked.length ? ticked.map((index) => report.data[index]) : report.data;
	const names = (rows || []).map((row) => row.customer_code).filter(Boolean);
	if (names.length) crm_khachhang.bulk_care(names);
	else frappe.show_alert({ message: __("The report shows no customers."), indicator: "orange" });
}
