frappe.query_reports["KH Debt Summary"] = {
	filters: [...crm_khachhang.debts.period_filters(), ...crm_khachhang.debts.customer_filters()],
	onload: (report) => crm_khachhang.debts.offer_excel(report, "summary"),
	formatter: crm_khachhang.debts.report_formatter,
};
