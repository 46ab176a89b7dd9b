frappe.listview_settings["KH Customer"] = {
	// The name is the code, which has a column of its own.
	hide_name_column: true,

	formatters: {
		// Plain words instead of a pill, and a person's name instead of an address: columns are narrow.
		customer_type: (value) => __(value),
		account_manager: (value) => frappe.utils.escape_html(frappe.user.full_name(value)),
	},

	get_indicator(doc) {
		const colors = { Prospect: "blue", Active: "green", Inactive: "gray" };
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
};
