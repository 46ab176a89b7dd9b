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

	/** The key that makes a new one from a form makes one from the list, too. */
	const add_on_key = (list) =>
		frappe.ui.keys.add_shortcut({
			shortcut: "ctrl+b",
			action: () => list.make_new_doc(),
			description: __("Add Customer"),
			condition: () => list.can_create && cur_list === list,
			ignore_inputs: true,
			page: list.page,
		});

	settings.onload = (list) => {
		onload_before?.(list);
		add_on_key(list);
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
