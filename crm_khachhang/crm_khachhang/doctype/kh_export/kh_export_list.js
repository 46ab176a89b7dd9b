frappe.listview_settings["KH Export"] = {
	hide_name_column: true,

	get_indicator(doc) {
		const colors = {
			Queued: "orange",
			Running: "blue",
			Completed: "green",
			Cancelled: "gray",
			Failed: "red",
		};
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
};
