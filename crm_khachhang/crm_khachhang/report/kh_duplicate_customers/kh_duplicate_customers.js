const API = "crm_khachhang.customers.duplicates.api";
const SCANNING = ["Queued", "Running"];
const POLL = 3000;

frappe.query_reports["KH Duplicate Customers"] = {
	filters: [
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Exact", label: __("Exact") },
				{ value: "Similar", label: __("Similar") },
			],
		},
		{
			fieldname: "field",
			label: __("Compared Field"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "phone", label: __("Phone", null, "KH Customer") },
				{ value: "email", label: __("Email", null, "KH Customer") },
				{ value: "tax_code", label: __("Tax Code", null, "KH Customer") },
				{ value: "customer_name", label: __("Customer Name", null, "KH Customer") },
			],
		},
		{
			fieldname: "customer_type",
			label: __("Customer Type"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Individual", label: __("Individual") },
				{ value: "Organization", label: __("Organization") },
			],
		},
		{ fieldname: "account_manager", label: __("Owner"), fieldtype: "Link", options: "User" },
	],
	initial_depth: 1,

	onload(report) {
		answer_buttons(report);
		follow_scan(report);
	},

	formatter(value, row, column, data, default_formatter) {
		if (column.fieldname === "actions" && data?.group) return buttons_of(data);
		if (column.fieldname === "title" && data?.group) {
			return `<b>${frappe.utils.escape_html(value)}</b>`;
		}
		if (column.fieldname === "title" && data?.customer_code) {
			return frappe.utils.get_form_link(
				"KH Customer",
				data.customer_code,
				true,
				frappe.utils.escape_html(value)
			);
		}
		return default_formatter(value, row, column, data);
	},
};

function buttons_of({ group }) {
	const button = (action, label) =>
		`<button type="button" class="btn btn-default btn-xs mr-2" data-kh-action="${action}" data-kh-group="${group}">${label}</button>`;
	const merge = crm_khachhang.may_merge() ? button("merge", __("Merge…")) : "";
	return merge + button("distinct", __("Not the Same"));
}

function customers_of(report, group) {
	return report.data.filter((row) => row.of_group === group).map((row) => row.customer_code);
}

function answer_buttons(report) {
	report.page.main.on("click", "[data-kh-action]", (event) => {
		const { khAction: action, khGroup: group } = event.currentTarget.dataset;
		const customers = customers_of(report, group);
		if (action === "merge") merge(report, customers);
		else judge_distinct(report, customers);
	});
}

async function merge(report, customers) {
	await crm_khachhang.merge(customers);
	report.refresh();
}

async function judge_distinct(report, customers) {
	await frappe.xcall(`${API}.mark_distinct`, { customers });
	report.refresh();
	const undo = async () => {
		await frappe.xcall(`${API}.unmark_distinct`, { customers });
		report.refresh();
	};
	frappe.show_alert(
		{
			message: `${__(
				"These customers will not be proposed again."
			)} <a data-action="undo">${__("Undo")}</a>`,
			indicator: "green",
		},
		10,
		{ undo }
	);
}

/** The button and the bar of the background scan; only managers start it, so only they follow it. */
async function follow_scan(report) {
	const state = await frappe.xcall(`${API}.scan_state`, {}, "GET");
	if (!state.may_start) return;
	report.page.add_inner_button(__("Search Again"), () => start_scan(report));
	report.page.add_inner_button(__("Duplicate Rules"), () =>
		frappe.set_route("Form", "KH Settings")
	);
	report.page.add_menu_item(__("Pairs Judged Not the Same"), () =>
		frappe.set_route("List", "KH Distinct Pair")
	);
	frappe.realtime.off("kh_duplicate_scan");
	frappe.realtime.on("kh_duplicate_scan", (told) => show_scan(report, told));
	show_scan(report, state);
	if (SCANNING.includes(state.status)) poll(report);
}

async function start_scan(report) {
	show_scan(report, await frappe.xcall(`${API}.start_scan`));
	poll(report);
}

/** Realtime may be off, and tells nothing of a killed worker. */
async function poll(report) {
	clearTimeout(report.kh_poll);
	const state = await frappe.xcall(`${API}.scan_state`, {}, "GET");
	show_scan(report, state);
	if (SCANNING.includes(state.status)) report.kh_poll = setTimeout(() => poll(report), POLL);
}

function show_scan(report, state) {
	const was = report.kh_scan;
	report.kh_scan = state.status;
	bar_of(report).toggle(SCANNING.includes(state.status));
	if (SCANNING.includes(state.status)) draw_progress(report, state);
	else if (SCANNING.includes(was)) tell_end(report, state);
}

function bar_of(report) {
	if (!report.$kh_bar) {
		report.$kh_bar = $(`<div class="kh-scan p-3 border-bottom" hidden>
			<div class="d-flex justify-content-between mb-2">
				<span class="kh-scan-words"></span><a href="#" class="kh-scan-cancel">${__("Cancel")}</a>
			</div>
			<div class="progress"><div class="progress-bar" role="progressbar"></div></div>
		</div>`)
			.removeAttr("hidden")
			.prependTo(report.page.main);
		report.$kh_bar.find(".kh-scan-cancel").on("click", async (event) => {
			event.preventDefault();
			show_scan(report, await frappe.xcall(`${API}.cancel_scan`));
		});
	}
	return report.$kh_bar;
}

function draw_progress(report, { status, progress, stage }) {
	const percent = Math.round(progress || 0);
	const words =
		status === "Queued" ? __("Waiting for the background worker") : `${stage} ${percent}%`;
	report.$kh_bar.find(".kh-scan-words").text(words);
	report.$kh_bar
		.find(".progress-bar")
		.css("width", `${percent}%`)
		.attr("aria-valuenow", percent);
}

function tell_end(report, { status, message, groups_found }) {
	clearTimeout(report.kh_poll);
	if (status === "Failed")
		frappe.msgprint({ title: __("Search for Duplicates"), message, indicator: "red" });
	else if (status === "Cancelled") frappe.show_alert(__("The search was cancelled."));
	else
		frappe.show_alert({ message: __("{0} groups found", [groups_found]), indicator: "green" });
	report.refresh();
}
