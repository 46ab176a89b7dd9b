// "Xuất Excel…" in the menu of the list and the report view, for those who may export.
(() => {
	const CUSTOMER = "KH Customer";
	const settings = frappe.listview_settings[CUSTOMER];
	const { refresh } = settings;

	const may_export = () => frappe.model.can_export(CUSTOMER);

	crm_khachhang.customer_list.parts.push({
		onload(list) {
			if (!may_export()) return;
			const label = __("Export to Excel…");
			list.page.add_menu_item(label, () => export_list(list), false, "Ctrl+Shift+E");
			list.page.add_menu_item(__("KH Export"), () => frappe.set_route("List", "KH Export"));
			replace_action(list, label);
		},
	});

	// The report view calls nothing but this, with every page of rows.
	settings.refresh = (list) => {
		refresh(list);
		if (list.view_name !== "Report" || list.kh_exports || !may_export()) return;
		list.kh_exports = true;
		replace_in_report(list, __("Export to Excel…"));
	};

	function export_list(list) {
		const everything = list.kh_everything;
		const names = everything ? [] : list.get_checked_items(true);
		open_dialog(list, names, columns_of_list(list));
	}

	function open_dialog(list, names, fieldnames) {
		const { filters, order_by } = list.get_args();
		crm_khachhang.export_customers({ names, filters, order_by, fieldnames });
	}

	function columns_of_list(list) {
		const fieldnames = (list.kh_all_columns || list.columns).map(({ type, df }) =>
			type === "Status" ? "status" : df?.fieldname
		);
		return with_code(fieldnames);
	}

	/** The code tells which customer a row is: without it nobody could import the file again. */
	function with_code(fieldnames) {
		const known = fieldnames.filter((name) => name && name !== "name");
		return [...new Set(["customer_code", ...known])];
	}

	/** Frappe's entry for ticked rows leads to its Data Export, which writes hashes for names. */
	function replace_action(list, label) {
		const frappes = __("Export", null, "Button in list view actions menu");
		const items = list.page.actions.find(".menu-item-label");
		items
			.filter((_, item) => decodeURIComponent($(item).attr("data-label")) === frappes)
			.closest("li")
			.remove();
		list.page.add_actions_menu_item(label, () => export_list(list), false);
	}

	/** The report view's own export knows sums of groups, which ours does not. */
	function replace_in_report(list, label) {
		const frappes = list.menu_items.find((item) => item.label === __("Export"));
		const items = list.page.menu.find(`[data-label="${encodeURIComponent(__("Export"))}"]`);
		items.closest("li").remove();
		list.page.add_menu_item(label, () => {
			if (list.group_by && frappes) return frappes.action();
			const shown = list.columns.filter(({ docfield }) => docfield?.parent === CUSTOMER);
			open_dialog(
				list,
				list.get_checked_items(true),
				with_code(shown.map((one) => one.field))
			);
		});
	}
})();
