// The list of payments: what is posted, not what was "submitted".
frappe.listview_settings["KH Debt Payment"] = {
	add_fields: ["docstatus", "unallocated_amount"],
	get_indicator(doc) {
		return crm_khachhang.debts.state(doc);
	},
};
