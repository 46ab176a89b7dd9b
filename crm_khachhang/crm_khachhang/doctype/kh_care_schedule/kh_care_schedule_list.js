// The list of appointments: colours of their states, ended with one click.
crm_khachhang.kanban.limit();

frappe.listview_settings["KH Care Schedule"] = {
	hide_name_column: true,
	add_fields: ["status", "starts_on", "customer", "activity_type", "assigned_to"],
	get_indicator(doc) {
		return [__(doc.status), crm_khachhang.care.COLORS[doc.status], `status,=,${doc.status}`];
	},
	button: {
		show: (doc) =>
			["Planned", "In Progress"].includes(doc.status) &&
			frappe.model.can_write("KH Care Schedule"),
		get_label: () => __("Done"),
		get_description: (doc) => __("{0}: done", [doc.subject]),
		async action(doc) {
			if (await crm_khachhang.care.finish(doc)) cur_list?.refresh();
		},
	},
	refresh(list) {
		if (list.view_name === "Report") crm_khachhang.titles.show(list, () => list.render(true));
		if (list.view_name !== "Kanban") return;
		crm_khachhang.titles.show(list, () => list.kanban?.update(list.data));
		crm_khachhang.kanban.show_only_so_many(
			list,
			__(
				"These are the {0} appointments that changed last. Filter, or use the list, to find the others."
			)
		);
	},
};
