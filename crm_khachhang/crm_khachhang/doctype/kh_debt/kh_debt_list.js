// The list of debts: a status that is right today, and money received with one click.
frappe.listview_settings["KH Debt"] = {
	add_fields: ["status", "due_date", "outstanding_amount", "customer"],
	get_indicator(doc) {
		const status = crm_khachhang.debts.status(doc);
		return [__(status), crm_khachhang.debts.COLORS[status], `status,=,${doc.status}`];
	},
};
