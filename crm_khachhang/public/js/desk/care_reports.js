// What the reports of care have in common: their filters besides the days, and numbers that stand out.
frappe.provide("crm_khachhang.care");

const KINDS = ["", "Call", "Email", "Meeting", "Visit", "Task", "Message", "Birthday"];

crm_khachhang.care.report_filters = () => [
	...crm_khachhang.reports.period_filters(frappe.datetime.month_end()),
	{ fieldname: "assigned_to", label: __("Person"), fieldtype: "Link", options: "User" },
	crm_khachhang.reports.choice("activity_type", __("Activity Type"), KINDS),
];

/** What is overdue or missed is red; zeros are quiet. */
crm_khachhang.care.report_formatter = (value, row, column, data, default_formatter) => {
	const shown = crm_khachhang.reports.shown(value, row, column, data, default_formatter);
	if (column.fieldtype !== "Int") return shown;
	if (!value) return `<span class="text-muted">${shown}</span>`;
	const is_bad = ["missed", "overdue"].includes(column.fieldname);
	return is_bad ? `<span class="text-danger">${shown}</span>` : shown;
};
