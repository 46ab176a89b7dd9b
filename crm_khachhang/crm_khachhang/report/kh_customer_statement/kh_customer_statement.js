frappe.query_reports["KH Customer Statement"] = {
	filters: [
		{
			fieldname: "customer",
			label: __("Customer"),
			fieldtype: "Link",
			options: "KH Customer",
		},
		...crm_khachhang.debts.period_filters(),
	],
	onload(report) {
		crm_khachhang.debts.offer_excel(report, "statement");
		crm_khachhang.debts.offer_prints(report);
	},
	formatter: crm_khachhang.debts.report_formatter,
};
