// "Xuất Excel…": which customers, which columns, which file; then how far it is, and the download.
frappe.provide("crm_khachhang.exports");

const CUSTOMER = "KH Customer";
const API = "crm_khachhang.exporting.api.";
const REMEMBERED = "KH Export";
const COLUMNS_IN_A_ROW = 3;

/**
 * `list`: {names, filters, order_by, fieldnames}: the ticked customers, and the list as it is filtered, sorted and shown.
 */
crm_khachhang.export_customers = async (list) => {
	const [columns, count] = await Promise.all([
		frappe.xcall(API + "possible_columns"),
		frappe.xcall("frappe.desk.reportview.get_count", {
			doctype: CUSTOMER,
			filters: list.filters,
			fields: [],
		}),
	]);
	if (!count && !list.names.length) {
		frappe.msgprint(
			__("There is no customer to export. Change the filters or select others.")
		);
		return;
	}
	ask(list, columns, count);
};

function ask(list, columns, count) {
	const remembered = frappe.get_user_settings(CUSTOMER, REMEMBERED);
	const dialog = new frappe.ui.Dialog({
		title: __("Export Customers"),
		size: "large",
		no_focus: true,
		fields: [
			...what_fields(list, count, remembered),
			...column_fields(list, columns, remembered),
		],
		primary_action_label: __("Export"),
		primary_action: (values) => {
			const fieldnames = fieldnames_of(dialog, list, columns);
			if (!fieldnames.length) {
				frappe.show_alert({
					message: __("Choose at least one column."),
					indicator: "orange",
				});
				return;
			}
			dialog.hide();
			remember(values, dialog, columns);
			const chosen =
				values.which === "selected"
					? { names: list.names, total: list.names.length }
					: { filters: list.filters, total: count };
			run({ ...chosen, fieldnames, file_type: values.file_type, order_by: list.order_by });
		},
	});
	dialog.show();
}

function what_fields(list, count, remembered) {
	const all = {
		value: "all",
		label: __("All {0} customers of this list", [number(count)]),
	};
	const selected = {
		value: "selected",
		label: __("The {0} selected customers", [number(list.names.length)]),
	};
	const which = list.names.length ? [selected, all] : [all];
	return [
		{
			fieldname: "which",
			fieldtype: "Select",
			label: __("Which Customers"),
			options: which,
			default: which[0].value,
			description:
				which.length > 1
					? ""
					: __("The list as it is now: filtered, searched and sorted."),
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "file_type",
			fieldtype: "Select",
			label: __("File Type"),
			options: [
				{ value: "xlsx", label: __("Excel (.xlsx)") },
				{ value: "csv", label: __("CSV, for other programs") },
				{ value: "vcf", label: __("vCard, for the contacts of a phone") },
			],
			default: remembered.file_type || "xlsx",
		},
	];
}

function column_fields(list, columns, remembered) {
	const mode = remembered.columns || "list";
	const shown = list.fieldnames.filter((name) => columns.some((one) => one.fieldname === name));
	const marked = remembered.fieldnames?.length ? remembered.fieldnames : shown;
	const fields = [
		{ fieldtype: "Section Break", depends_on: "eval:doc.file_type !== 'vcf'" },
		{
			fieldname: "columns",
			fieldtype: "Select",
			label: __("Which Columns"),
			options: [
				{ value: "list", label: __("The columns of this list ({0})", [shown.length]) },
				{ value: "all", label: __("All columns ({0})", [columns.length]) },
				{ value: "chosen", label: __("Columns that I choose") },
			],
			default: mode,
		},
	];
	groups(columns).forEach(([group, members], at) =>
		fields.push(
			{
				fieldtype: "Section Break",
				label: group,
				depends_on: "eval:doc.columns === 'chosen' && doc.file_type !== 'vcf'",
			},
			{
				fieldname: `group_${at}`,
				fieldtype: "MultiCheck",
				columns: COLUMNS_IN_A_ROW,
				options: members.map(({ fieldname, label }) => ({
					value: fieldname,
					label,
					checked: marked.includes(fieldname),
				})),
			}
		)
	);
	return fields;
}

/** The columns as the form groups them: [[group, columns]]. */
function groups(columns) {
	const found = new Map();
	for (const column of columns) {
		if (!found.has(column.group)) found.set(column.group, []);
		found.get(column.group).push(column);
	}
	return [...found];
}

function fieldnames_of(dialog, list, columns) {
	const mode = dialog.get_value("columns");
	const all = columns.map((one) => one.fieldname);
	if (mode === "chosen" && dialog.get_value("file_type") !== "vcf")
		return ticked(dialog, columns);
	return mode === "list" ? list.fieldnames.filter((name) => all.includes(name)) : all;
}

function ticked(dialog, columns) {
	return groups(columns).flatMap((_, at) =>
		dialog.fields_dict[`group_${at}`].get_checked_options()
	);
}

function remember({ file_type, columns: mode }, dialog, columns) {
	const fieldnames = ticked(dialog, columns);
	frappe.model.user_settings.save(CUSTOMER, REMEMBERED, {
		file_type,
		columns: mode,
		fieldnames,
	});
}

/** Export, follow it, and download the file; resolves with the summary when it has ended or was left. */
async function run({ total, ...asked }) {
	const progress = new_progress(total);
	try {
		const summary = await progress.follow(await frappe.xcall(API + "start", asked));
		if (progress.left) left.add(summary.name);
		else show_result(summary);
		return summary;
	} finally {
		progress.close();
	}
}

function new_progress(total) {
	return new crm_khachhang.Progress({
		api: API,
		event: "kh_export",
		doctype: "KH Export",
		title: (count) => __("Exporting {0} customers", [number(count)]),
		total,
	});
}

/** Exports that this page left to the background: it says when they are there. */
const left = new Set();

$(document).on("app_ready", () =>
	frappe.realtime.on("kh_export", (summary) => {
		if (["Queued", "Running"].includes(summary.status) || !left.delete(summary.name)) return;
		show_result(summary, false);
	})
);

function show_result(summary, at_once = true) {
	if (summary.status === "Completed") {
		if (at_once) crm_khachhang.exports.download(summary.file_url);
		frappe.show_alert(
			{ message: `${escape(summary.title)}<br>${file_link(summary)}`, indicator: "green" },
			15
		);
	}
	if (summary.status === "Failed") {
		frappe.msgprint({
			title: __("The export failed"),
			message: escape(summary.error),
			indicator: "red",
		});
	}
}

function file_link({ file_url }) {
	return `<a href="${encodeURI(file_url)}" download>${__("Download the file")}</a>`;
}

crm_khachhang.exports.download = (file_url) => {
	const link = document.createElement("a");
	link.href = encodeURI(file_url);
	link.download = file_url.split("/").pop();
	link.click();
};

/** A file of one customer: "xlsx" or "vcf". */
crm_khachhang.exports.one = (customer, file_type) =>
	window.open_url_post(`/api/method/${API}one`, { customer, file_type }, true);

function escape(text) {
	return frappe.utils.escape_html(text || "");
}

function number(count) {
	return window.format_number(count, null, 0);
}
