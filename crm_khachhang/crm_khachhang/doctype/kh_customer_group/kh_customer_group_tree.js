// Groups are named by hashes; the tree shows their titles.
frappe.treeview_settings["KH Customer Group"] = {
	title: __("KH Customer Group"),
	get_tree_nodes: "crm_khachhang.customers.api.get_groups",
	get_label: (node) => frappe.utils.escape_html(node.title || ""),
	fields: [
		{ fieldtype: "Data", fieldname: "group_name", label: __("Group Name"), reqd: 1 },
		{ fieldtype: "Check", fieldname: "is_group", label: __("Has Subgroups") },
	],

	// The framework makes the root node without asking for its title.
	async onrender(node) {
		if (!node.is_root) return;
		const { message } = await frappe.db.get_value(
			"KH Customer Group",
			node.label,
			"group_name"
		);
		node.$tree_link.find(".tree-label").text(message.group_name || __("KH Customer Group"));
	},
};
