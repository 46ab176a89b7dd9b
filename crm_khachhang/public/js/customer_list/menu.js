// Frappe offers everybody to export the ticked rows; the server refuses who has no right to export.
{
	const settings = (frappe.listview_settings["KH Customer"] ||= {});
	const onload_before = settings.onload;

	settings.onload = (list) => {
		onload_before?.(list);
		if (!frappe.model.can_export("KH Customer"))
			remove_action(list, __("Export", null, "Button in list view actions menu"));
	};

	function remove_action(list, label) {
		list.page.actions
			.find(".menu-item-label")
			.filter((_, item) => decodeURIComponent($(item).attr("data-label")) === label)
			.closest("li")
			.remove();
	}
}
