// Teams are named by hashes; the tree shows their titles.
frappe.treeview_settings["KH Sales Team"] = {
	title: __("KH Sales Team"),
	get_tree_nodes: "crm_khachhang.access.api.get_teams",
	get_label: (node) => frappe.utils.escape_html(node.title || ""),
	fields: [
		{ fieldtype: "Data", fieldname: "team_name", label: __("Team Name"), reqd: 1 },
		{
			fieldtype: "Link",
			fieldname: "leader",
			label: __("Leader"),
			options: "User",
			get_query: () => ({ filters: { enabled: 1, user_type: "System User" } }),
		},
		{ fieldtype: "Check", fieldname: "is_group", label: __("Has Subteams") },
	],

	// The framework makes the root node without asking for its title.
	async onrender(node) {
		if (!node.is_root) return;
		const { message } = await frappe.db.get_value("KH Sales Team", node.label, "team_name");
		node.$tree_link.find(".tree-label").text(message.team_name || __("KH Sales Team"));
	},
};
