// The report view knows links by their names only; here it shows titles.
(() => {
	const { refresh } = frappe.listview_settings["KH Customer"];
	frappe.listview_settings["KH Customer"].refresh = (list) => {
		refresh(list);
		if (list.view_name === "Report") crm_khachhang.titles.show(list, () => list.render(true));
	};
})();
