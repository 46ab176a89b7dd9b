// The kanban board of customers.
(() => {
	crm_khachhang.kanban.limit();

	const { refresh } = frappe.listview_settings["KH Customer"];
	frappe.listview_settings["KH Customer"].refresh = (list) => {
		refresh(list);
		if (list.view_name !== "Kanban") return;
		crm_khachhang.kanban.show_only_so_many(
			list,
			__(
				"These are the {0} customers that changed last. Filter, or use the list, to find the others."
			)
		);
		crm_khachhang.titles.show(list, () => list.kanban?.update(list.data));
	};
})();
