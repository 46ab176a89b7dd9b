// Starts bulk actions and shows how far they are and what became of them.
// A selection is a list of customers' codes, or {filters, count} for all rows of a list.
frappe.provide("crm_khachhang.bulk");
(() => {
	const API = "crm_khachhang.customers.bulk.api.";

	crm_khachhang.bulk.count = (selection) =>
		Array.isArray(selection) ? selection.length : selection.count;

	crm_khachhang.bulk.arguments = (selection) =>
		Array.isArray(selection) ? { names: selection } : { filters: selection.filters };

	/** Run `action` on the selection; resolves with its summary when it has ended or was left to the background. */
	crm_khachhang.bulk.run = async (action, parameters, selection) => {
		const progress = new crm_khachhang.Progress({
			api: API,
			event: "kh_bulk_action",
			doctype: "KH Bulk Action",
			title: (total) => __("Working on {0} customers", [total]),
			total: crm_khachhang.bulk.count(selection),
		});
		try {
			const started = await frappe.xcall(API + "start", {
				action,
				parameters,
				...crm_khachhang.bulk.arguments(selection),
			});
			const summary = await progress.follow(started);
			progress.close();
			if (!summary.is_open) show_result(summary);
			return summary;
		} catch (error) {
			progress.close();
			throw error;
		}
	};

	crm_khachhang.bulk.download = (name) =>
		window.open_url_post(`/api/method/${API}download`, { name }, true);

	crm_khachhang.bulk.numbers = (summary) => {
		const rest = summary.total - summary.done;
		const numbers = [
			[__("Succeeded"), summary.succeeded, "green"],
			[__("Skipped"), summary.skipped, "orange"],
			[__("Failed"), summary.failed, "red"],
			[__("Not Done"), summary.is_open ? 0 : rest, "gray"],
		];
		return numbers
			.filter(([, number], index) => !index || number)
			.map(
				([label, number, color]) =>
					`<span class="indicator-pill ${color}">${label}: ${window.format_number(
						number,
						null,
						0
					)}</span>`
			)
			.join(" ");
	};

	/** A table of rows that were not done, each with its reason. */
	crm_khachhang.bulk.table = (rows) => {
		const escape = frappe.utils.escape_html;
		const cells = rows.map((row) => {
			const link = row.customer_name
				? frappe.utils.get_form_link("KH Customer", row.customer, true, row.customer)
				: escape(row.customer);
			return `<tr><td>${link}</td><td>${escape(row.customer_name || "")}</td>
				<td>${__(row.outcome)}</td><td>${escape(row.reason || "")}</td></tr>`;
		});
		return `<table class="table table-bordered kh-bulk-rows"><thead><tr>
			<th>${__("Customer Code")}</th><th>${__("Customer Name")}</th>
			<th>${__("Row Outcome")}</th><th>${__("Reason")}</th>
			</tr></thead><tbody>${cells.join("")}</tbody></table>`;
	};

	async function show_result(summary) {
		if (summary.status === "Completed" && !summary.skipped) {
			frappe.show_alert({
				message: `${frappe.utils.escape_html(
					summary.title
				)}<br>${crm_khachhang.bulk.numbers(summary)}`,
				indicator: "green",
			});
			return;
		}
		const rows = await frappe.xcall(API + "rows", { name: summary.name });
		const dialog = new frappe.ui.Dialog({
			title: frappe.utils.escape_html(summary.title),
			size: "large",
			fields: [{ fieldname: "result", fieldtype: "HTML" }],
			primary_action_label: __("Download Result"),
			primary_action: () => crm_khachhang.bulk.download(summary.name),
			secondary_action_label: __("Open Result"),
			secondary_action: () => {
				dialog.hide();
				frappe.set_route("Form", "KH Bulk Action", summary.name);
			},
		});
		const error = summary.error ? `<p>${frappe.utils.escape_html(summary.error)}</p>` : "";
		dialog.fields_dict.result.$wrapper.html(
			`<p>${crm_khachhang.bulk.numbers(summary)}</p>${error}${crm_khachhang.bulk.table(
				rows
			)}`
		);
		dialog.show();
	}
})();
