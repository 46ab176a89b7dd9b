frappe.query_reports["KH Debt Aging"] = {
	filters: [
		{
			fieldname: "as_of",
			label: __("As of"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		crm_khachhang.reports.choice("show_by", __("Show By"), ["Customer", "Debt"]),
		crm_khachhang.reports.choice("age_from", __("Age From"), ["Due Date", "Posting Date"]),
		{
			fieldname: "days",
			label: __("Days, e.g. 30, 60, 90, 120"),
			fieldtype: "Data",
		},
		...crm_khachhang.debts.customer_filters(),
	],
	onload: (report) => crm_khachhang.debts.offer_excel(report, "aging"),
	formatter: crm_khachhang.debts.report_formatter,
};
