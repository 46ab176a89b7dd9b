frappe.provide("crm_khachhang.duplicates");

const DUPLICATES_API = "crm_khachhang.customers.duplicates.api";
const TYPING_PAUSE = 400;

/** Tells, while a customer is typed, who is there already. */
class DuplicateWatcher {
	/**
	 * @param {Object} options
	 * @param {JQuery} options.wrapper what holds the fields
	 * @param {() => Object} options.values what is typed so far, by fieldname
	 * @param {() => (string|null)} options.name the saved customer, if it is one
	 * @param {(fieldname: string) => (JQuery|undefined)} options.place where the line about a field goes
	 */
	constructor({ wrapper, values, name, place }) {
		Object.assign(this, { wrapper, values, name, place, asked: 0 });
		this.look = frappe.utils.debounce(() => this.find(), TYPING_PAUSE);
		this.ready = this.watched_fields();
	}

	async watched_fields() {
		const { fields, may_override } = await crm_khachhang.duplicates.settings();
		this.fields = fields;
		this.may_override = may_override;
		this.wrapper.on("input change awesomplete-selectcomplete", "[data-fieldname]", (event) => {
			const fieldname = $(event.target).closest("[data-fieldname]").attr("data-fieldname");
			if (this.fields.includes(fieldname)) this.look();
		});
	}

	/** Values as they stand in the inputs, which the document gets only when the field is left. */
	typed() {
		const values = { ...this.values() };
		for (const fieldname of this.fields) {
			const $input = this.wrapper.find(
				`[data-fieldname="${fieldname}"] input[type="text"]:visible`
			);
			if ($input.is(":focus")) values[fieldname] = $input.val();
		}
		return Object.fromEntries(
			this.fields.map((fieldname) => [fieldname, values[fieldname] ?? ""])
		);
	}

	async find() {
		await this.ready;
		const values = this.typed();
		const asked = ++this.asked;
		const compared = Object.entries(values).some(
			([key, value]) => value && key !== "customer_type"
		);
		const matches = compared ? await crm_khachhang.duplicates.find(values, this.name()) : [];
		if (asked !== this.asked) return; // Somebody typed on: a later answer counts.
		this.show(matches);
		return matches;
	}

	show(matches) {
		this.matches = matches;
		this.wrapper.find(".kh-duplicates").remove();
		for (const match of matches) {
			const $place = this.place(match.field);
			const $line = $('<div class="kh-duplicates" role="status"></div>');
			$line.toggleClass("kh-duplicates-block", match.block).html(match.message);
			if ($place?.length) $place.append($line);
		}
	}
}

/** Not `dialog.get_values`: it draws required fields anew, which takes away what is just being typed. */
function values_of(dialog) {
	const fields = Object.entries(dialog.fields_dict).filter(([, field]) => field.get_value);
	return Object.fromEntries(fields.map(([fieldname, field]) => [fieldname, field.get_value()]));
}

Object.assign(crm_khachhang.duplicates, {
	/** The watched fields, asked for once in a while: rules change rarely. */
	settings() {
		this._settings ??= frappe.xcall(`${DUPLICATES_API}.watched_fields`).then((settings) => {
			setTimeout(() => delete this._settings, 60000);
			return settings;
		});
		return this._settings;
	},

	find(values, name) {
		return frappe.xcall(`${DUPLICATES_API}.find`, { values, name: name || null }, "GET");
	},

	/** Watch the full form; called again for the same form it only looks anew. */
	watch(frm) {
		frm.kh_duplicates ??= new DuplicateWatcher({
			wrapper: $(frm.wrapper),
			values: () => frm.doc,
			name: () => (frm.is_new() ? null : frm.doc.name),
			place: (fieldname) => frm.fields_dict[fieldname]?.$wrapper,
		});
		return frm.kh_duplicates;
	},

	/** Watch a dialog with fields of a customer, such as the popup for a new one. */
	watch_dialog(dialog) {
		const watcher = new DuplicateWatcher({
			wrapper: dialog.$wrapper,
			values: () => values_of(dialog),
			name: () => null,
			place: (fieldname) => dialog.fields_dict[fieldname]?.$wrapper,
		});
		this.offer_override(dialog, watcher);
		watcher.look();
		return watcher;
	},

	/** A manager may say in a popup, too, why a second customer is right: the reason goes along with the values. */
	offer_override(dialog, watcher) {
		const show = watcher.show.bind(watcher);
		watcher.show = (matches) => {
			show(matches);
			if (!watcher.may_override) return;
			const $line = dialog.$wrapper.find(".kh-duplicates-block").last();
			$('<a href="#" class="ml-2"></a>')
				.text(__("Save nevertheless…"))
				.on("click", async (event) => {
					event.preventDefault();
					dialog.kh_duplicate_reason = await this.ask_reason(matches);
					if (dialog.kh_duplicate_reason)
						$line.text(__("Reason: {0}", [dialog.kh_duplicate_reason]));
				})
				.appendTo($line);
		};
		const get_values = dialog.get_values.bind(dialog);
		dialog.get_values = (...args) => {
			const values = get_values(...args);
			const reason = dialog.kh_duplicate_reason;
			return values && reason ? { ...values, duplicate_override_reason: reason } : values;
		};
	},

	/** @returns {Promise<string>} why a manager saves a second customer; "" when they think better of it */
	ask_reason(matches) {
		return new Promise((resolve) => {
			let reason = "";
			const lines = matches
				.filter((match) => match.block)
				.map((match) => `<p>${match.message}</p>`);
			const dialog = new frappe.ui.Dialog({
				title: __("This Customer Exists Already"),
				fields: [
					{ fieldtype: "HTML", fieldname: "matches", options: lines.join("") },
					{
						fieldtype: "Small Text",
						fieldname: "reason",
						label: __("Why is a second one right?"),
						description: __("The reason is kept with the customer."),
						reqd: 1,
					},
				],
				primary_action_label: __("Save Nevertheless"),
				primary_action: (values) => {
					reason = values.reason.trim();
					if (reason) dialog.hide();
				},
			});
			dialog.onhide = () => resolve(reason);
			dialog.show();
		});
	},
});
