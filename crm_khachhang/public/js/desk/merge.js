// Merging customers: side by side, whose value stays, what moves, and no way back without being asked.
frappe.provide("crm_khachhang");

(() => {
	const API = "crm_khachhang.customers.merging.api";
	const ALL = "*";
	const MOST = 20;
	const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

	/**
	 * Shows 2 to 20 customers side by side and merges them as the user chooses. Resolves to
	 * {master, customer_name, record}, or to undefined when the user closes the dialog.
	 */
	crm_khachhang.merge = async (names) => {
		const chosen = [...new Set(names)];
		if (chosen.length < 2 || chosen.length > MOST) {
			frappe.msgprint({
				title: __("Merge Customers"),
				message: __("Choose {0} to {1} customers.", [2, MOST]),
				indicator: "orange",
			});
			return;
		}
		const preview = await frappe.xcall(`${API}.preview`, { names: chosen });
		return new Promise((resolve) => new MergeDialog(preview, resolve).show());
	};

	/** Asks for the other customers first: for the menu of one customer's form. */
	crm_khachhang.merge_with = (name) =>
		new Promise((resolve) => {
			const offered = new Set();
			const dialog = new frappe.ui.Dialog({
				title: __("Merge with Other Customers"),
				fields: [
					{
						fieldname: "others",
						fieldtype: "MultiSelectPills",
						label: __("Customers That Are the Same"),
						reqd: 1,
						description: __("Search by name, code or phone."),
						get_data: async (text) => {
							const found = await find_others(text, name);
							found.forEach(({ value }) => offered.add(value));
							return found;
						},
					},
				],
				primary_action_label: __("Compare"),
				primary_action({ others }) {
					// The field also takes what was typed and not chosen.
					const chosen = others.filter((one) => offered.has(one));
					if (!chosen.length) return;
					dialog.hide();
					resolve(crm_khachhang.merge([name, ...chosen]));
				},
			});
			dialog.show();
		});

	async function find_others(text, name) {
		const found = await frappe.db.get_link_options("KH Customer", text, {
			name: ["!=", name],
		});
		return found.map((row) => ({
			value: row.value,
			label: row.label || row.value,
			// Some releases of Frappe begin it with the code.
			description: (row.description || "").includes(row.value)
				? row.description
				: [row.value, row.description].filter(Boolean).join(", "),
		}));
	}

	crm_khachhang.may_merge = () =>
		["KH Manager", "System Manager"].some((role) => frappe.user.has_role(role));

	class MergeDialog {
		constructor(preview, done) {
			Object.assign(this, preview, { done, result: undefined });
			this.master = this.customers[0].name;
			this.choices = {};
		}

		show() {
			this.dialog = new frappe.ui.Dialog({
				title: __("Merge {0} Customers", [this.customers.length]),
				size: "extra-large",
				fields: [{ fieldname: "table", fieldtype: "HTML" }],
				primary_action_label: __("Merge…"),
				primary_action: () => this.confirm(),
				secondary_action_label: __("Cancel"),
				secondary_action: () => this.dialog.hide(),
				on_hide: () => this.asking || this.done(this.result),
			});
			this.area = this.dialog.get_field("table").$wrapper.addClass("kh-merge");
			this.area.on("change", "input[name=kh-master]", (event) => this.choose_master(event));
			this.area.on("change", "input[data-field]", (event) => this.choose_value(event));
			this.area.on("change", ".kh-merge-differences input", (event) => {
				this.area.toggleClass("kh-merge-all", !event.target.checked);
			});
			this.draw();
			this.dialog.show();
			this.dialog.$wrapper.one("shown.bs.modal", () =>
				this.area.find("input[name=kh-master]:checked").trigger("focus")
			);
		}

		draw() {
			this.area.html(`
				<p class="text-muted">${__(
					"Choose the customer to keep and, for each field, the value that stays. Everything that belongs to the others moves to the kept one."
				)}</p>
				<label class="kh-merge-differences">
					<input type="checkbox" checked> ${__("Show differences only")}
				</label>
				<div class="kh-merge-scroll">
					<table class="table table-bordered">
						<thead>${this.head()}</thead>
						<tbody>${this.fields.map((field) => this.row(field)).join("")}</tbody>
					</table>
				</div>
				<div class="kh-merge-moves"></div>`);
			this.mark();
		}

		head() {
			const cells = this.customers.map(
				(customer) => `<th scope="col">
					<label>
						<input type="radio" name="kh-master" value="${escape(customer.name)}"
							${customer.name === this.master ? "checked" : ""}>
						<span><b>${escape(customer.customer_name)}</b>
						<small class="text-muted">${escape(customer.name)}</small></span>
					</label></th>`
			);
			return `<tr><th scope="col">${__("Keep This Customer")}</th>${cells.join("")}</tr>`;
		}

		row(field) {
			const cells = this.customers.map(
				(customer) => `<td>${this.cell(field, customer.name)}</td>`
			);
			const all = field.joins && field.differs ? this.all(field) : "";
			return `<tr class="${field.differs ? "" : "kh-merge-same"}">
				<th scope="row">${escape(field.label)}${all}</th>${cells.join("")}</tr>`;
		}

		all(field) {
			return `<label class="kh-merge-join">${this.radio(field, ALL)} ${__(
				"Keep all"
			)}</label>`;
		}

		cell(field, name) {
			const text = this.text(field, name);
			return field.differs ? `<label>${this.radio(field, name)} ${text}</label>` : text;
		}

		text(field, name) {
			if (field.empty.includes(name)) {
				return `<span class="text-muted">${__("Empty")}</span>`;
			}
			const value = field.values[name];
			if (field.fieldtype !== "Attach Image") return `<span>${escape(value)}</span>`;
			return `<img src="${escape(encodeURI(value))}" alt="${escape(field.label)}">`;
		}

		radio(field, value) {
			return `<input type="radio" name="kh-merge-${escape(field.key)}" data-field="${escape(
				field.key
			)}" value="${escape(value)}">`;
		}

		choose_master(event) {
			this.master = event.target.value;
			this.mark();
		}

		choose_value(event) {
			this.choices[event.target.dataset.field] = event.target.value;
			this.mark();
		}

		/** The user's choice; without one the master's value, or the first there is. */
		choice(field) {
			if (this.choices[field.key]) return this.choices[field.key];
			const order = [this.master, ...this.customers.map((customer) => customer.name)];
			return order.find((name) => !field.empty.includes(name)) || this.master;
		}

		mark() {
			for (const field of this.fields.filter((one) => one.differs)) {
				const choice = this.choice(field);
				this.area.find(`input[data-field="${CSS.escape(field.key)}"]`).each((_, input) => {
					input.checked = input.value === choice;
					$(input).closest("td").toggleClass("kh-merge-stays", input.checked);
				});
			}
			this.area.find(".kh-merge-moves").html(this.moves_html());
		}

		moving() {
			return this.moves
				.map(({ label, counts }) => {
					const others = Object.entries(counts).filter(([name]) => name !== this.master);
					return [label, others.reduce((sum, [, count]) => sum + count, 0)];
				})
				.filter(([, count]) => count);
		}

		moves_html() {
			const items = this.moving().map(
				([label, count]) => `<li>${escape(label)}: <b>${count}</b></li>`
			);
			const nothing = `<p class="text-muted">${__("Nothing belongs to the others.")}</p>`;
			const list = items.length ? `<ul>${items.join("")}</ul>` : nothing;
			return `<h6>${__("Moves to the Kept Customer")}</h6>${list}`;
		}

		confirm() {
			const title = (name) =>
				this.customers.find((customer) => customer.name === name).customer_name;
			const losers = this.customers.filter((customer) => customer.name !== this.master);
			const list = losers.map(
				(one) => `<li>${escape(one.customer_name)} (${escape(one.name)})</li>`
			);
			this.asking = true;
			this.dialog.hide();
			const question = frappe.warn(
				__("Merge and Delete {0} Customers?", [losers.length]),
				`<p>${__("{0} stays. These customers will no longer exist:", [
					`<b>${escape(title(this.master))}</b> (${escape(this.master)})`,
				])}</p><ul>${list.join("")}</ul><p>${__(
					"Their values are kept in the record of the merge. This cannot be undone."
				)}</p>`,
				() => this.merge(),
				__("Merge Customers")
			);
			question.$wrapper.one("hidden.bs.modal", () => {
				if (!this.merging) this.back();
			});
		}

		back() {
			this.asking = false;
			this.merging = false;
			this.dialog.show();
		}

		async merge() {
			this.merging = true;
			const seen = Object.fromEntries(this.customers.map((one) => [one.name, one.modified]));
			try {
				this.result = await frappe
					.call({
						method: `${API}.merge`,
						args: {
							names: this.customers.map((one) => one.name),
							master: this.master,
							choices: this.choices,
							seen,
						},
						freeze: true,
						freeze_message: __("Merging customers…"),
					})
					.then(({ message }) => message);
			} catch {
				this.back(); // the server has said why
				return;
			}
			this.tell();
			this.done(this.result);
		}

		tell() {
			const link = frappe.utils.get_form_link(
				"KH Customer",
				this.result.master,
				true,
				escape(this.result.customer_name)
			);
			const record = frappe.utils.get_form_link(
				"KH Customer Merge",
				this.result.record,
				true,
				__("record of the merge")
			);
			frappe.msgprint({
				title: __("Customers Merged"),
				message: __("{0} customers are now {1}. See the {2}.", [
					this.customers.length,
					link,
					record,
				]),
				indicator: "green",
			});
			for (const { name } of this.customers)
				frappe.model.remove_from_locals("KH Customer", name);
		}
	}
})();
