// The report view and the board know links by their names only; here they show titles.
(() => {
	const { customer_list } = crm_khachhang;

	/** Learns the titles of the links of the list's rows, then draws again if there was one to learn. */
	customer_list.show_titles = async (list, draw) => {
		const fields = frappe.meta
			.get_docfields("KH Customer")
			.filter((df) => df.fieldtype === "Link");
		const links = list.data.flatMap((row) =>
			fields.map((df) => [df.options, row[df.fieldname]])
		);
		if (await crm_khachhang.titles.learn(links)) draw();
	};

	const { refresh } = frappe.listview_settings["KH Customer"];
	frappe.listview_settings["KH Customer"].refresh = (list) => {
		refresh(list);
		if (list.view_name === "Report") customer_list.show_titles(list, () => list.render(true));
	};
})();
