// The list of customers. Each topic is a part in public/js/customer_list, wired by `doctype_list_js`:
// an object with `onload(list)`, run once, and `refresh(list)`, run whenever rows have come.
frappe.provide("crm_khachhang.customer_list");
crm_khachhang.customer_list.parts = [];

frappe.listview_settings["KH Customer"] = {
	// The name is the code, which has a column of its own.
	hide_name_column: true,

	onload(list) {
		for (const part of crm_khachhang.customer_list.parts) part.onload?.(list);
	},

	// Frappe calls it for the kanban board and the report as well.
	refresh(list) {
		if (list.view_name !== "List") return;
		for (const part of crm_khachhang.customer_list.parts) part.refresh?.(list);
	},

	get_indicator(doc) {
		const colors = { Prospect: "blue", Active: "green", Inactive: "gray" };
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
};
