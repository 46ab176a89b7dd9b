// How far work is that may go on in the background: a bar, which a user can leave or cancel.
frappe.provide("crm_khachhang");

const POLL_SECONDS = 3;
const OPEN = ["Queued", "Running"];

/**
 * `work`: `api`, where the endpoints `summary` and `cancel` are; `event`, by which the server tells how far it is;
 * `doctype` of the document that keeps the work; `title(total)`, the words above the bar; `total`.
 */
crm_khachhang.Progress = class {
	constructor(work) {
		this.work = work;
		this.total = work.total;
		this.shown = setTimeout(() => this.show(), 600);
		this.listen = (data) => this.update(data);
		frappe.realtime.on(work.event, this.listen);
	}

	show() {
		this.dialog = new frappe.ui.Dialog({
			title: this.work.title(this.total),
			fields: [{ fieldname: "bar", fieldtype: "HTML" }],
			static: true,
		});
		this.dialog.show();
		this.draw(0);
	}

	draw(done) {
		const percent = Math.floor((100 * done) / (this.total || 1));
		const [shown, all] = [done, this.total].map((one) => window.format_number(one, null, 0));
		this.dialog?.fields_dict.bar.$wrapper.html(
			`<div class="progress"><div class="progress-bar" style="width: ${percent}%"></div></div>
			<p class="text-muted">${__("{0} of {1}", [shown, all])}</p>`
		);
	}

	update(data) {
		if (this.name && data.name !== this.name) return;
		this.total = data.total || this.total;
		this.draw(data.done);
		if (this.name && !OPEN.includes(data.status)) this.end?.();
	}

	/** Wait until the work has ended, or until the user leaves it to the background. */
	async follow(started) {
		this.name = started.name;
		if (!started.is_open) return started;
		clearTimeout(this.shown);
		if (!this.dialog) this.show();
		this.offer_background();
		let summary = started;
		while (summary.is_open && !this.left) {
			await this.pause();
			summary = await frappe.xcall(this.work.api + "summary", { name: this.name });
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
			frappe.show_alert(__("The result will be in {0}.", [this.link()]), 10);
			this.end?.();
		});
		this.dialog.set_secondary_action_label(__("Cancel Action"));
		this.dialog.set_secondary_action(() =>
			frappe.xcall(this.work.api + "cancel", { name: this.name }).then(() => this.end?.())
		);
	}

	link() {
		const { doctype } = this.work;
		return frappe.utils.get_form_link(doctype, this.name, true, __(doctype));
	}

	close() {
		clearTimeout(this.shown);
		frappe.realtime.off(this.work.event, this.listen);
		this.dialog?.hide();
		// Frappe ends the animation of a dialog later than it is told to.
		this.dialog?.$wrapper.on("shown.bs.modal", () => this.dialog.hide());
	}
};
