frappe.query_reports["KH Care by Person"] = {
	filters: [
		...crm_khachhang.care.report_filters(),
		{
			fieldname: "step",
			label: __("Show By"),
			fieldtype: "Select",
			options: [
				{ value: "Whole Period", label: __("Whole Period") },
				{ value: "Day", label: __("Day") },
				{ value: "Week", label: __("Week") },
				{ value: "Month", label: __("Month") },
			],
			default: "Whole Period",
		},
	],
	formatter: crm_khachhang.care.report_formatter,
};
