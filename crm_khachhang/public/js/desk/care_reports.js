// What the reports of care have in common: their filters, and numbers that stand out.
frappe.provide("crm_khachhang.care");

const KINDS = ["Call", "Email", "Meeting", "Visit", "Task", "Message", "Birthday"];

/** A filter with a fixed list of values, none of them at first. */
crm_khachhang.care.select_filter = (fieldname, label, values) => ({
	fieldname,
	label,
	fieldtype: "Select",
	options: ["", ...values.map((value) => ({ value, label: __(value) }))],
});

crm_khachhang.care.report_filters = () => [
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
		default: frappe.datetime.month_end(),
		reqd: 1,
	},
	{ fieldname: "assigned_to", label: __("Person"), fieldtype: "Link", options: "User" },
	crm_khachhang.care.select_filter("activity_type", __("Activity Type"), KINDS),
];

/** What is overdue or missed is red; zeros are quiet. */
crm_khachhang.care.report_formatter = (value, row, column, data, default_formatter) => {
	const shown = default_formatter(value, row, column, data);
	if (column.fieldtype !== "Int") return shown;
	if (!value) return `<span class="text-muted">${shown}</span>`;
	const is_bad = ["missed", "overdue"].includes(column.fieldname);
	return is_bad ? `<span class="text-danger">${shown}</span>` : shown;
};
