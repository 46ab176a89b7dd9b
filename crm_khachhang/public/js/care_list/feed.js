// The way from the list of appointments to the calendar of a phone.
(() => {
	const settings = (frappe.listview_settings["KH Care Schedule"] ||= {});
	const onload_before = settings.onload;

	settings.onload = (list) => {
		onload_before?.(list);
		list.page.add_menu_item(__("Show in My Phone's Calendar …"), crm_khachhang.care.show_feed);
	};
})();
