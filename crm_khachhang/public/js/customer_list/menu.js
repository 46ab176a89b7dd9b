// Frappe offers everybody to export and to assign the ticked rows, whatever they may do.
{
	const settings = (frappe.listview_settings["KH Customer"] ||= {});
	const onload_before = settings.onload;

	const remove_action = (list, label) => {
		list.page.actions
			.find(".menu-item-label")
			.filter((_, item) => decodeURIComponent($(item).attr("data-label")) === label)
			.closest("li")
			.remove();
	};

	settings.onload = (list) => {
		onload_before?.(list);
		const offered = {
			Export: frappe.model.can_export("KH Customer"),
			"Assign To": frappe.model.can_write("KH Customer"),
			"Apply Assignment Rule": frappe.model.can_write("KH Customer"),
		};
		for (const [label, is_offered] of Object.entries(offered))
			if (!is_offered)
				remove_action(list, __(label, null, "Button in list view actions menu"));
	};
}
