// What the reports of debts have in common: filters, Excel and prints, and cells that lead to their documents.
frappe.provide("crm_khachhang.debts");

crm_khachhang.debts.period_filters = () =>
	crm_khachhang.reports.period_filters(frappe.datetime.get_today());

crm_khachhang.debts.customer_filters = () => [
	{ fieldname: "customer", label: __("Customer"), fieldtype: "Link", options: "KH Customer" },
	{ fieldname: "account_manager", label: __("Owner"), fieldtype: "Link", options: "User" },
	{ fieldname: "team", label: __("Sales Team"), fieldtype: "Link", options: "KH Sales Team" },
	{
		fieldname: "customer_group",
		label: __("Customer Group"),
		fieldtype: "Link",
		options: "KH Customer Group",
	},
	{ fieldname: "province", label: __("Province"), fieldtype: "Link", options: "KH Province" },
];

const LINKS = {
	customer_name: (data) => ["KH Customer", data.customer_code],
	debt: (data) => ["KH Debt", data.debt],
	voucher_no: (data) => [data.voucher_type, data.voucher_no],
};
const QUIET = ["Currency", "Int"];

/** Names lead to their documents, nothing is shown as nothing, balances stand out. */
crm_khachhang.debts.report_formatter = (value, row, column, data, default_formatter) => {
	const [doctype, name] = LINKS[column.fieldname]?.(data || {}) || [];
	if (doctype && name)
		return frappe.utils.get_form_link(doctype, name, true, frappe.utils.escape_html(value));
	if (QUIET.includes(column.fieldtype) && !value && !(data?.is_bold && value === 0)) return "";
	const shown = crm_khachhang.reports.shown(value, row, column, data, default_formatter);
	return data?.is_bold ? `<b>${shown}</b>` : shown;
};
