// The ways from the list of customers to an import. Frappe's Data Import stays in its own list: for customers its entry
// would stand beside ours and know neither their rules of matching nor an undo.
(() => {
	const { imports } = crm_khachhang;

	function remove_data_import(list) {
		const label = __("Import", null, "Button in list view menu");
		list.page.menu
			.find(".menu-item-label")
			.filter((_, item) => decodeURIComponent($(item).attr("data-label")) === label)
			.closest("li")
			.remove();
	}

	function offer(list) {
		remove_data_import(list);
		if (!imports.may()) return;
		list.page.add_menu_item(__("Import from a File …"), imports.begin);
		list.page.add_menu_item(__("Download Import Template"), imports.download_template);
		list.page.add_menu_item(__("Imports So Far"), () => frappe.set_route("List", "KH Import"));
	}

	crm_khachhang.customer_list.parts.push({ onload: offer });
})();
