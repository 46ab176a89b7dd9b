// Groups are named by hashes; the tree shows their titles, and how many customers each has.
const GROUP = "KH Customer Group";
let counted;

frappe.treeview_settings[GROUP] = {
	title: __(GROUP),
	get_tree_nodes: "crm_khachhang.customers.api.get_groups",
	get_label: (node) => frappe.utils.escape_html(node.title || ""),
	fields: [
		{ fieldtype: "Data", fieldname: "group_name", label: __("Group Name"), reqd: 1 },
		{ fieldtype: "Check", fieldname: "is_group", label: __("Has Subgroups") },
	],
	extend_toolbar: true,
	toolbar: [
		{
			label: __("Customers"),
			condition: () => frappe.model.can_read("KH Customer"),
			click: (node) => show_customers(node.label, node.title),
		},
		{
			label: __("Move"),
			condition: (node) => !node.is_root && frappe.model.can_write(GROUP),
			click: (node) => ask_for_parent(node),
		},
	],

	onload(treeview) {
		count_customers();
		treeview.page.set_secondary_action(__("Refresh"), () => {
			count_customers();
			treeview.make_tree();
		});
	},

	async onrender(node) {
		if (node.is_root) await show_title_of_root(node);
		show_count(node, (await counted)[node.label] || 0);
	},
};

function count_customers() {
	counted = frappe
		.xcall("crm_khachhang.customers.groups.api.counts")
		.then((counts) => counts || {});
}

// The framework makes the root node without asking for its title.
async function show_title_of_root(node) {
	const { message } = await frappe.db.get_value(GROUP, node.label, "group_name");
	node.$tree_link.find(".tree-label").text(message.group_name || __(GROUP));
}

function show_count(node, count) {
	const number = format_number(count, null, 0);
	const label = node.$tree_link.find(".tree-label");
	label.siblings(".kh-count").remove();
	$(`<span class="kh-count text-muted">${number}</span>`)
		.attr("title", __("Customers in the group and below it"))
		.insertAfter(label);
}

function show_customers(group, title) {
	// Without its title at hand the list would ask before its filter has a value.
	if (title) frappe.utils.add_link_title(GROUP, group, title);
	frappe.route_options = { customer_group: ["descendants of (inclusive)", group] };
	frappe.set_route("List", "KH Customer", "List");
}

function ask_for_parent(node) {
	const dialog = new frappe.ui.Dialog({
		title: __("Move {0}", [frappe.utils.escape_html(node.title)]),
		fields: [
			{
				fieldtype: "Link",
				fieldname: "parent",
				label: __("Parent Group"),
				options: GROUP,
				reqd: 1,
				only_select: 1,
				get_query: () => ({ filters: { name: ["!=", node.label] } }),
				filter_description: __("All others of the list"),
			},
		],
		primary_action_label: __("Move"),
		async primary_action({ parent }) {
			await frappe.xcall("crm_khachhang.customers.groups.api.move", {
				name: node.label,
				parent,
			});
			dialog.hide();
			count_customers();
			frappe.views.trees[GROUP].make_tree();
		},
	});
	dialog.show();
}
