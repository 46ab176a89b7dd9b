// What all reports have in common: the days they are about, lists of values, and the word of the row of sums.
frappe.provide("crm_khachhang.reports");

/** A filter with a fixed list of values, the first of them at first; "" stands for all. */
crm_khachhang.reports.choice = (fieldname, label, values) => ({
	fieldname,
	label,
	fieldtype: "Select",
	options: values.map((value) => ({ value, label: value ? __(value) : "" })),
	default: values[0],
});

/** From the first day of this month until `last`. */
crm_khachhang.reports.period_filters = (last) => [
	{
		fieldname: "from_date",
		label: __("From Date"),
		fieldtype: "Date",
		default: frappe.datetime.month_start(),
		reqd: 1,
	},
	{
		fieldname: "to_date",
		label: __("To Date"),
		fieldtype: "Date",
		default: last,
		reqd: 1,
	},
];

/** A cell as Frappe shows it. The row of sums has no data, and Frappe 15 names it in English whatever the language. */
crm_khachhang.reports.shown = (value, row, column, data, default_formatter) => {
	const shown = default_formatter(value, row, column, data);
	return !data && shown === "Total" ? __("Total") : shown;
};
