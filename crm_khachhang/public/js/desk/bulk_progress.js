// Starts bulk actions and shows how far they are and what became of them.
// A selection is a list of customers' codes, or {filters, count} for all rows of a list.
frappe.provide("crm_khachhang.bulk");
(() => {
	const API = "crm_khachhang.customers.bulk.api.";
	const POLL_SECONDS = 3;

	crm_khachhang.bulk.count = (selection) =>
		Array.isArray(selection) ? selection.length : selection.count;

	crm_khachhang.bulk.arguments = (selection) =>
		Array.isArray(selection) ? { names: selection } : { filters: selection.filters };

	/** Run `action` on the selection; resolves with its summary when it has ended or was left to the background. */
	crm_khachhang.bulk.run = async (action, parameters, selection) => {
		const progress = new Progress(crm_khachhang.bulk.count(selection));
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

	class Progress {
		constructor(total) {
			this.total = total;
			this.shown = setTimeout(() => this.show(), 600);
			this.listen = (data) => this.update(data);
			frappe.realtime.on("kh_bulk_action", this.listen);
		}

		show() {
			this.dialog = new frappe.ui.Dialog({
				title: __("Working on {0} customers", [this.total]),
				fields: [{ fieldname: "bar", fieldtype: "HTML" }],
				static: true,
			});
			this.dialog.show();
			this.draw(0);
		}

		draw(done) {
			const percent = Math.floor((100 * done) / (this.total || 1));
			this.dialog?.fields_dict.bar.$wrapper.html(
				`<div class="progress"><div class="progress-bar" style="width: ${percent}%"></div></div>
				<p class="text-muted">${__("{0} of {1}", [done, this.total])}</p>`
			);
		}

		update(data) {
			if (this.name && data.name !== this.name) return;
			this.total = data.total || this.total;
			this.draw(data.done);
			if (this.name && !["Queued", "Running"].includes(data.status)) this.end?.();
		}

		/** Wait until the action has ended, or until the user leaves it to the background. */
		async follow(started) {
			this.name = started.name;
			if (!started.is_open) return started;
			clearTimeout(this.shown);
			if (!this.dialog) this.show();
			this.offer_background();
			let summary = started;
			while (summary.is_open && !this.left) {
				await this.pause();
				summary = await frappe.xcall(API + "summary", { name: this.name });
				this.update(summary);
			}
			return summary;
		}

		pause() {
			return new Promise((resolve) => {
				this.end = resolve;
				setTimeout(resolve, POLL_SECONDS * 1000);
			});
		}

		offer_background() {
			this.dialog.set_primary_action(__("Continue in Background"), () => {
				this.left = true;
				frappe.show_alert(__("The result will be in {0}.", [link_to(this.name)]), 10);
				this.end?.();
			});
			this.dialog.set_secondary_action_label(__("Cancel Action"));
			this.dialog.set_secondary_action(() =>
				frappe.xcall(API + "cancel", { name: this.name }).then(() => this.end?.())
			);
		}

		close() {
			clearTimeout(this.shown);
			frappe.realtime.off("kh_bulk_action", this.listen);
			this.dialog?.hide();
			// Frappe ends the animation of a dialog later than it is told to.
			this.dialog?.$wrapper.on("shown.bs.modal", () => this.dialog.hide());
		}
	}

	function link_to(name) {
		return frappe.utils.get_form_link("KH Bulk Action", name, true, __("KH Bulk Action"));
	}

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
