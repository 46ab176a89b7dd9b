// "Thêm mới khách hàng": the popup in which the list, links, the menu and the awesome bar make a new customer.
frappe.provide("crm_khachhang");

const DOCTYPE = "KH Customer";
const LOOKS_LIKE_PHONE = /^[\d\s.+()-]{6,}$/;
// What a caller says comes first; the rest follows as the form has it.
const FIRST_FIELDS = ["customer_name", "phone", "email", "customer_group", "tier"];
const NAME_LABELS = { Individual: "First and Last Name", Organization: "Organization Name" };

function first_fields_first(fields) {
	const place = (df) => FIRST_FIELDS.indexOf(df.fieldname) + 1 || FIRST_FIELDS.length + 1;
	return [...fields].sort((a, b) => place(a) - place(b));
}

/** Opens the popup with the values filled in. */
crm_khachhang.new_customer = async (values = {}) => {
	await frappe.model.with_doctype(DOCTYPE);
	frappe._from_link = null;
	const doc = frappe.model.get_new_doc(DOCTYPE, null, null, true);
	Object.assign(doc, values);
	return frappe.ui.form.make_quick_entry(DOCTYPE, null, null, doc);
};

// Frappe finds the class by its name. In release 16 a quick entry is a dialog itself, before it has one:
// so everything that touches `this.dialog` is written here.
frappe.ui.form.KHCustomerQuickEntryForm = class extends frappe.ui.form.QuickEntryForm {
	set_meta_and_mandatory_fields() {
		this.meta = frappe.get_meta(DOCTYPE);
	}

	is_quick_entry() {
		return Boolean(this.meta.quick_entry);
	}

	render_dialog() {
		this.dialog = new frappe.ui.Dialog({
			title: __("New Customer"),
			size: "large",
			fields: this.fields_of_dialog(),
			primary_action_label: __("Save"),
			primary_action: () => this.save(),
			secondary_action_label: __("Save and Add Another"),
			secondary_action: () => this.save(true),
			no_focus: true,
		});
		this.dialog.$wrapper.addClass("kh-customer-popup");
		if (!this.force)
			this.dialog.add_custom_action(__("Edit Full Form"), () => this.open_doc(true));
		this.dialog.onhide = () => (frappe.quick_entry = null);
		crm_khachhang.close_one_at_a_time(this.dialog);
		this.draw_kinds();
		this.people = new crm_khachhang.contacts.Rows(
			this.dialog.get_field("contacts_html").$wrapper
		);
		this.draw_moments();
		this.save_on_enter();
		// The first field, not the choice of kind before it; once the dialog has stopped sliding in.
		this.dialog.$wrapper.on("shown.bs.modal", () =>
			setTimeout(() => this.focus_on_name(), 50)
		);
		this.dialog.show();
		this.fill_in();
		crm_khachhang.duplicates?.watch_dialog?.(this.dialog);
		this.init_callback?.(this.dialog);
	}

	focus_on_name() {
		this.dialog.get_field("customer_name").$input?.trigger("focus");
	}

	/** The fields of the form builder's choice, and what is saved together with them. */
	fields_of_dialog() {
		const offered = (df) =>
			(df.reqd || df.allow_in_quick_entry) &&
			!df.read_only &&
			!df.hidden &&
			!df.is_virtual &&
			df.fieldname !== "customer_type" &&
			!frappe.model.no_value_type.includes(df.fieldtype);
		return [
			{ fieldname: "kind_html", fieldtype: "HTML" },
			{ fieldname: "customer_type", fieldtype: "Data", hidden: 1 },
			{ fieldname: "fields_section", fieldtype: "Section Break" },
			...first_fields_first(this.meta.fields.filter(offered)).map((df) =>
				this.field_of_dialog(df)
			),
			{ fieldname: "contacts_section", fieldtype: "Section Break" },
			{ fieldname: "contacts_html", fieldtype: "HTML" },
			{
				fieldname: "care_section",
				fieldtype: "Section Break",
				label: __("First Care Appointment"),
			},
			{ fieldname: "moments_html", fieldtype: "HTML" },
			{ fieldname: "has_care", fieldtype: "Check", hidden: 1 },
			...crm_khachhang.care.fields("has_care"),
			...Object.values(crm_khachhang.care.rule_fields("has_care")),
		];
	}

	field_of_dialog(df) {
		const field = { ...df, label: __(df.label, null, df.parent), description: "" };
		if (df.fieldname === "customer_code") field.placeholder = __("Automatic");
		if (df.fieldname === "account_manager")
			field.get_query = () => ({ query: "crm_khachhang.customers.owners.api.find_owners" });
		if (df.fieldname === "source") field.get_query = () => ({ filters: { enabled: 1 } });
		if (df.fieldname === "ward")
			field.get_query = () => {
				const province = this.dialog.get_value("province");
				return province ? { filters: { province } } : {};
			};
		return field;
	}

	draw_kinds() {
		const $kinds = $('<div class="kh-kinds" role="radiogroup"></div>')
			.attr("aria-label", __("Customer Type"))
			.appendTo(this.dialog.get_field("kind_html").$wrapper);
		for (const kind of ["Individual", "Organization"]) {
			const $input = $('<input type="radio" name="kh-kind">').val(kind);
			$("<label></label>")
				.append($input, $("<span></span>").text(__(kind)))
				.appendTo($kinds);
			$input.on("change", () => this.choose_kind(kind));
		}
	}

	async choose_kind(kind) {
		this.dialog.$wrapper.find(`[name="kh-kind"][value="${kind}"]`).prop("checked", true);
		await this.dialog.set_value("customer_type", kind);
		this.dialog.set_df_property("customer_name", "label", __(NAME_LABELS[kind]));
		this.people.open(kind === "Organization");
		this.dialog.refresh_dependency();
	}

	draw_moments() {
		const $moments = this.dialog.get_field("moments_html").$wrapper;
		const choose = async (value) => {
			await this.dialog.set_value("has_care", value ? 1 : 0);
			this.dialog.set_df_property("care_starts_on", "reqd", value ? 1 : 0);
			await this.dialog.set_value("care_starts_on", value);
			this.dialog.refresh_dependency();
		};
		crm_khachhang.care.draw_moments($moments, choose, { none: true });
		this.dialog.get_field("care_starts_on").df.onchange = crm_khachhang.care.watch_rule(
			this.dialog,
			() => this.dialog.get_value("care_starts_on")
		);
	}

	/** Ctrl+S is the desk's own; Enter in a line of text and Ctrl+Enter anywhere save too. */
	save_on_enter() {
		this.dialog.$wrapper.on("keydown", (event) => {
			const in_line = $(event.target).is("input[type=text], input[type=radio]");
			const in_list = $(event.target).closest(".awesomplete").find("ul:visible li").length;
			const wanted = event.ctrlKey || event.metaKey || (in_line && !in_list);
			if (event.key !== "Enter" || !wanted) return;
			event.preventDefault();
			event.stopPropagation();
			this.save();
		});
	}

	async fill_in() {
		this.sort_typed_name();
		const fields = Object.entries(this.dialog.fields_dict).filter(([, one]) => one.set_value);
		const given = fields.filter(([name]) => !is_null(this.doc[name]) && this.doc[name] !== "");
		const kind = this.doc.customer_type || "Individual";
		await Promise.all([
			this.choose_kind(kind),
			...given.map(([name]) => this.dialog.set_value(name, this.doc[name])),
		]);
	}

	/** What was typed into a link field is a name, unless it is a number. */
	sort_typed_name() {
		const { customer_name, phone } = this.doc;
		if (!phone && LOOKS_LIKE_PHONE.test(customer_name || "")) {
			this.doc.phone = customer_name;
			this.doc.customer_name = "";
		}
	}

	async save(another = false) {
		// What is still being typed reaches the fields when they lose the focus.
		document.activeElement?.blur?.();
		await frappe.timeout(0.1);
		const values = this.dialog.get_values();
		if (!values || this.dialog.working) return;
		this.dialog.working = true;
		try {
			const customer = await frappe.xcall(
				"crm_khachhang.customers.creation.api.create",
				this.request(values),
				undefined,
				{ freeze: true }
			);
			this.saved(customer, another);
		} catch {
			// Frappe shows why; the popup stays open with everything that was typed.
		} finally {
			this.dialog.working = false;
		}
	}

	/** Everything in the popup, as the server takes it; the new document brings the values of hidden fields. */
	request(values) {
		const { contacts, appointment } = this.companions(values);
		return { customer: { ...this.values_of_doc(), ...values }, contacts, appointment };
	}

	companions(values) {
		return {
			contacts: this.people.get_values(),
			appointment: values.has_care ? this.appointment_of(values) : null,
		};
	}

	appointment_of(values) {
		const { read_fields, read_rule } = crm_khachhang.care;
		return { ...read_fields(values), ...read_rule(values) };
	}

	values_of_doc() {
		const fields = this.meta.fields.filter((df) => !is_null(this.doc[df.fieldname]));
		return Object.fromEntries(fields.map((df) => [df.fieldname, this.doc[df.fieldname]]));
	}

	saved(customer, another) {
		this.dialog.hide();
		frappe.model.clear_doc(this.doc.doctype, this.doc.name);
		frappe.utils.add_link_title(DOCTYPE, customer.name, customer.customer_name);
		this.say_saved(customer);
		if (frappe._from_link) frappe.ui.form.update_calling_link(customer);
		else if (this.after_insert) this.after_insert(customer);
		else if (another) crm_khachhang.new_customer({ customer_type: customer.customer_type });
		else this.go_on(customer);
	}

	say_saved({ name, customer_name }) {
		const shown = frappe.utils.escape_html(customer_name);
		const address = frappe.utils.get_form_link(DOCTYPE, name, true, shown);
		frappe.show_alert({ message: __("Customer {0} added", [address]), indicator: "green" }, 7);
	}

	/** From the list people go on in the list; from anywhere else they go to the customer. */
	go_on({ name }) {
		const [view, doctype] = frappe.get_route();
		if (view !== "List" || doctype !== DOCTYPE) frappe.set_route("Form", DOCTYPE, name);
		else if (window.cur_list?.kh_found) window.cur_list.kh_search_again();
		else window.cur_list?.refresh();
	}

	/** The full form goes on with everything that was typed here, and saves it together. */
	open_doc(set_hooks) {
		const values = this.dialog.get_values(true);
		for (const df of this.meta.fields)
			if (!is_null(values[df.fieldname])) this.doc[df.fieldname] = values[df.fieldname];
		this.doc.kh_companions = this.companions(values);
		this.dialog.hide();
		if (set_hooks && this.after_insert) {
			frappe.route_options = {
				...frappe.route_options,
				after_save: (frm) => this.after_insert(frm.doc || frm),
			};
		}
		frappe.set_route("Form", DOCTYPE, this.doc.name);
	}
};
