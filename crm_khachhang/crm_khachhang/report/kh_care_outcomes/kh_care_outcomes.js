frappe.query_reports["KH Care Outcomes"] = {
	filters: crm_khachhang.care.report_filters(),
	initial_depth: 1,

	formatter(value, row, column, data, default_formatter) {
		const shown = crm_khachhang.care.report_formatter(
			value,
			row,
			column,
			data,
			default_formatter
		);
		return data?.indent === 0 && column.fieldname === "title" ? `<b>${shown}</b>` : shown;
	},
};
