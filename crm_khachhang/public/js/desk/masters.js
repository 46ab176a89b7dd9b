// Masters ("danh mục") in the desk: their colours, their lists without the hashes that name them, merging.

frappe.provide("crm_khachhang");

const TITLES = {
	"KH Customer Tier": "tier_name",
	"KH Customer Group": "group_name",
	"KH Customer Source": "source_name",
	"KH Industry": "industry_name",
	"KH Organization Size": "size_name",
	"KH Contact Position": "position_name",
	"KH Contact Status": "status_name",
	"KH Partner Group": "group_name",
};

// Other documents named by hashes, and what people call them.
const TITLES_OF_OTHERS = {
	"KH Bulk Action": "title",
	"KH Care Plan": "plan_name",
	"KH Care Schedule": "subject",
	"KH Customer Merge": "master_name",
	"KH Import": "title",
	"KH Partner": "partner_name",
	"KH Sales Team": "team_name",
};

// The colour, as Frappe's indicators name it, in which lists show a tier, group, source, contact status …
crm_khachhang.colour = function (doctype, name) {
	return facts().colours?.[doctype]?.[name] || "gray";
};

// Asks for another master of the same list and merges this one into it.
crm_khachhang.merge_master = async function (doctype, loser, title, done) {
	const { message: used } = await frappe.call({
		method: "crm_khachhang.customers.masters.api.used_by",
		args: { doctype, name: loser },
	});
	const dialog = new frappe.ui.Dialog({
		title: __("Merge {0} into …", [frappe.utils.escape_html(title)]),
		fields: [
			{
				fieldtype: "Link",
				fieldname: "winner",
				label: __("What Stays"),
				options: doctype,
				reqd: 1,
				only_select: 1,
				get_query: () => ({ filters: { name: ["!=", loser] } }),
				// The framework's own words would name the hash.
				filter_description: __("All others of the list"),
			},
			{ fieldtype: "HTML", fieldname: "consequence" },
		],
		primary_action_label: __("Merge"),
		primary_action: ({ winner }) =>
			confirm_merge(dialog, { doctype, loser, winner }, title, done),
	});
	const words = [
		__("{0} customers have it and get what stays.", [format_number(used, null, 0)]),
	];
	words.push(
		__("Documents, saved filters and history that name it follow. It is gone afterwards.")
	);
	dialog.get_field("consequence").$wrapper.html(`<p class="text-muted">${words.join(" ")}</p>`);
	dialog.show();
};

function confirm_merge(dialog, args, title, done) {
	const bold = (text) => `<b>${frappe.utils.escape_html(text)}</b>`;
	const winner_title = frappe.utils.get_link_title(args.doctype, args.winner) || args.winner;
	const question = __("Merge {0} into {1}? This cannot be undone.", [
		bold(title),
		bold(winner_title),
	]);
	frappe.confirm(question, async () => {
		await frappe.call({
			method: "crm_khachhang.customers.masters.api.merge",
			args,
			freeze: true,
			freeze_message: __("Merging …"),
		});
		dialog.hide();
		frappe.model.remove_from_locals(args.doctype, args.loser);
		frappe.show_alert({
			message: __("Merged into {0}", [bold(winner_title)]),
			indicator: "green",
		});
		done(args.winner);
	});
}

function may_merge(doctype) {
	return frappe.model.can_write(doctype) && frappe.model.can_delete(doctype);
}

function facts() {
	return frappe.boot.crm_khachhang || {};
}

function keep_colour(frm) {
	const colours = facts().colours?.[frm.doctype];
	if (colours && frm.doc.color) colours[frm.doc.name] = frm.doc.color.toLowerCase();
}

function offer_merging(frm, title_field) {
	if (frm.is_new() || !may_merge(frm.doctype)) return;
	frm.page.add_menu_item(__("Merge into …"), () =>
		crm_khachhang.merge_master(frm.doctype, frm.doc.name, frm.doc[title_field], (winner) =>
			frappe.set_route("Form", frm.doctype, winner)
		)
	);
}

function offer_merging_in_list(list, title_field) {
	if (!may_merge(list.doctype)) return;
	list.page.add_actions_menu_item(
		__("Merge into …"),
		() => {
			const checked = list.get_checked_items();
			if (checked.length !== 1) {
				frappe.msgprint(__("Choose exactly one entry that another one is to replace."));
				return;
			}
			const [{ name, [title_field]: title }] = checked;
			crm_khachhang.merge_master(list.doctype, name, title, () => {
				list.clear_checked_items?.();
				list.refresh();
			});
		},
		false
	);
}

// Sales decide the tiers at night, or when a manager wants it.
function offer_computing(list) {
	if (!frappe.model.can_write("KH Settings")) return;
	list.page.add_inner_button(__("Compute All Tiers Now"), async () => {
		await frappe.xcall("crm_khachhang.customers.tiers.api.compute_all");
		frappe.show_alert({ message: __("Being computed now …"), indicator: "blue" });
	});
	frappe.realtime.on("kh_tiers", async ({ finished }) => {
		if (!finished || !list.page.wrapper.is(":visible")) return;
		const { computed, changed } = await frappe.xcall(
			"crm_khachhang.customers.tiers.api.state"
		);
		const words = __("Tiers computed: {0} customers, {1} changes.", [
			format_number(computed, null, 0),
			format_number(changed, null, 0),
		]);
		frappe.show_alert({ message: words, indicator: "green" }, 7);
	});
}

// Older releases of the framework do not read the setting of this name.
function hide_name_filter(list) {
	$(list.page.fields_dict.name?.wrapper).hide();
}

function list_settings(title_field) {
	return {
		hide_name_column: true,
		hide_name_filter: true,
		add_fields: [title_field],
		onload(list) {
			hide_name_filter(list);
			offer_merging_in_list(list, title_field);
			if (list.doctype === "KH Customer Tier") offer_computing(list);
		},
		// The subject itself keeps its checkbox and link: the framework leaves both out of a formatted one.
		formatters: { color: (value) => pill(value) },
	};
}

// The framework writes the name of the document, a hash, anew with each change of page.
function show_title_in_breadcrumbs() {
	const [view, doctype, name] = frappe.get_route();
	const field = TITLES[doctype] || TITLES_OF_OTHERS[doctype];
	const doc = field && view === "Form" && frappe.get_doc(doctype, name);
	const title = doc?.__islocal ? __("New") : doc?.[field];
	if (title) $("#navbar-breadcrumbs li:last-child a").text(title);
}

$(document).on("page-change", () => setTimeout(show_title_in_breadcrumbs));

function pill(colour) {
	if (!colour) return "<span></span>";
	const words = frappe.utils.escape_html(__(colour));
	return `<span class="indicator-pill no-indicator-dot ${colour.toLowerCase()}">${words}</span>`;
}

for (const [doctype, title_field] of Object.entries(TITLES)) {
	frappe.listview_settings[doctype] = list_settings(title_field);
	frappe.ui.form.on(doctype, {
		refresh(frm) {
			offer_merging(frm, title_field);
			setTimeout(show_title_in_breadcrumbs);
		},
		after_save: keep_colour,
	});
}

// Lists of what happened to customers: the framework heads them with the code, people know the name.
function customers_settings() {
	let shown;
	return {
		hide_name_column: true,
		hide_name_filter: true,
		onload(list) {
			shown = list;
			hide_name_filter(list);
		},
		before_render() {
			if (shown.view_name !== "List") return;
			for (const doc of shown.data)
				doc.customer = doc.customer_customer_name || doc.customer;
		},
	};
}

for (const doctype of [
	"KH Care Plan Customer",
	"KH Debt Ledger Entry",
	"KH Debt Reminder",
	"KH Distinct Pair",
	"KH Duplicate Member",
	"KH Owner Change",
	"KH Sales Fact",
	"KH Tier Change",
])
	frappe.listview_settings[doctype] = customers_settings();

for (const doctype of ["KH Customer Merge", "KH Partner", "KH Sales Team"])
	frappe.listview_settings[doctype] = {
		hide_name_column: true,
		hide_name_filter: true,
		onload: hide_name_filter,
	};

for (const doctype of Object.keys(TITLES_OF_OTHERS)) {
	frappe.ui.form.on(doctype, { refresh: () => setTimeout(show_title_in_breadcrumbs) });
}
