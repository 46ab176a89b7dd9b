// The history of imports: which file, what became of it, how, by whom and when.
frappe.listview_settings["KH Import"] = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["status", "created", "updated", "failed"],

	onload(list) {
		if (crm_khachhang.imports.is_refused()) return;
		$(list.page.fields_dict.name?.wrapper).hide(); // older releases know no hide_name_filter
		show_all_columns(list);
	},

	refresh(list) {
		if (!list.can_create) return;
		list.page.set_primary_action(
			__("Import from a File …"),
			crm_khachhang.imports.begin,
			"add"
		);
	},

	get_indicator(doc) {
		const colors = {
			Checking: "blue",
			Checked: "yellow",
			Running: "blue",
			Completed: "green",
			"Completed with Errors": "orange",
			Failed: "red",
			Undoing: "blue",
		};
		return [__(doc.status), colors[doc.status] || "gray", `status,=,${doc.status}`];
	},

	formatters: {
		total_rows: (rows, df, doc) => counts_in_words(doc),
		mode: (mode) => (mode === "Create" ? __("Add New Ones") : __(mode)),
		started_on: (moment) => frappe.datetime.str_to_user((moment || "").slice(0, 16)) || "",
		started_by: (name) => frappe.utils.escape_html(name ? frappe.user.full_name(name) : ""),
	},
};

/** Of a narrow screen Frappe takes four columns, its own two among them. */
function show_all_columns(list) {
	list.list_view_settings = { ...list.list_view_settings, total_fields: 7 };
	list.setup_columns();
	list.render_header(true);
}

/** "60: 55 added, 5 refused", or what a check found. */
function counts_in_words({ status, total_rows, created, updated, failed }) {
	const number = (value) => window.format_number(value, null, 0);
	if (!total_rows) return "";
	const is_check = ["Draft", "Checking", "Checked"].includes(status);
	const parts = [
		[created, is_check ? __("to be added") : __("added")],
		[updated, is_check ? __("to be updated") : __("updated")],
		[failed, __("refused")],
	];
	const words = parts.filter(([count]) => count).map((part) => `${number(part[0])} ${part[1]}`);
	return [number(total_rows), words.join(", ")].filter(Boolean).join(": ");
}
