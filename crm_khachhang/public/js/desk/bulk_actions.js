// Dialogs of what can be done with one customer or many. Each resolves when the user is done with it.
frappe.provide("crm_khachhang.bulk");
(() => {
	const CUSTOMER = "KH Customer";
	const OWNERS = "crm_khachhang.customers.owners.api.possible_owners";
	const SETTABLE = "crm_khachhang.customers.bulk.api.settable_fields";

	/** "Phụ trách": hand customers over to one person or, split evenly, to several. */
	crm_khachhang.reassign = async (selection) => {
		const owners = await frappe.xcall(OWNERS);
		ask(selection, {
			title: (count) => __("Change the owner of {0} customers", [count]),
			button: (count) => __("Hand Over {0} Customers", [count]),
			fields: [
				{
					fieldname: "users",
					fieldtype: "MultiSelectPills",
					label: __("New Owner"),
					description: __("Several people get equal shares of the customers."),
					get_data: () => owners,
					reqd: 1,
				},
				{
					fieldname: "note",
					fieldtype: "Small Text",
					label: __("Note"),
					max_height: "5em",
				},
				{
					fieldname: "move_care",
					fieldtype: "Check",
					label: __("Open care appointments of the old owner move along"),
					default: 1,
				},
				{
					fieldname: "move_tasks",
					fieldtype: "Check",
					label: __("Open tasks of the old owner move along"),
					default: 1,
				},
			],
			action: "owner",
		});
	};

	/** Give one field the same value; without `fieldname` the user chooses the field. */
	crm_khachhang.bulk_set = async (selection, fieldname) => {
		await frappe.model.with_doctype(CUSTOMER);
		if (!fieldname) return choose_field(selection);
		const field = frappe.meta.get_docfield(CUSTOMER, fieldname);
		ask(selection, {
			title: (count) => __("Change {0} of {1} customers", [label_of(field), count]),
			button: (count) => __("Change {0} Customers", [count]),
			fields: [value_field(field), ...locks(fieldname)],
			action: "set",
			parameters: (values) => ({ ...values, fieldname, value: values.value ?? "" }),
		});
	};

	crm_khachhang.bulk_tags = async (selection) => {
		const tags = await frappe.xcall("frappe.desk.doctype.tag.tag.get_tags", {
			doctype: CUSTOMER,
			txt: "",
		});
		ask(selection, {
			title: (count) => __("Tags of {0} customers", [count]),
			button: (count) => __("Change {0} Customers", [count]),
			fields: [
				tag_field("add", __("Add Tags"), tags),
				tag_field("remove", __("Remove Tags"), tags),
			],
			action: "tags",
		});
	};

	crm_khachhang.bulk_email = (selection) =>
		ask(selection, {
			title: (count) => __("E-mail to {0} customers", [count]),
			button: (count) => __("Send to {0} Customers", [count]),
			size: "large",
			fields: email_fields(),
			action: "email",
		});

	function ask(selection, { title, button, fields, action, parameters, size }) {
		selection = [].concat(selection ?? [])[0]?.filters ? selection : [].concat(selection);
		const count = crm_khachhang.bulk.count(selection);
		const dialog = new frappe.ui.Dialog({
			title: title(count),
			fields,
			size,
			no_focus: fields[0].fieldtype === "Link", // whose list of choices would open at once
			primary_action_label: button(count),
			primary_action: async (values) => {
				dialog.hide();
				try {
					await crm_khachhang.bulk.run(
						action,
						parameters ? parameters(values) : values,
						selection
					);
					refresh_what_is_open();
				} catch {
					dialog.show(); // Frappe has said what is wrong; nothing typed is lost
				}
			},
		});
		dialog.show();
		dialog.fields_list
			.filter((field) => field.df.fieldtype === "MultiSelectPills")
			.forEach(keep_closed_after_choice);
		return dialog;
	}

	crm_khachhang.bulk.ask = ask;

	/** Frappe opens the choices again for the next person, over the button of the dialog: only typing or a click does. */
	function keep_closed_after_choice({ $input, awesomplete }) {
		let has_chosen = false;
		$input
			.on("awesomplete-selectcomplete", () => (has_chosen = true))
			.on("awesomplete-open", () => has_chosen && !$input.val() && awesomplete.close())
			.on("click", () => {
				has_chosen = false;
				$input.trigger("input");
			});
	}

	function refresh_what_is_open() {
		if (cur_frm?.doctype === CUSTOMER && frappe.get_route()[0] === "Form")
			cur_frm.reload_doc();
		if (cur_list?.doctype === CUSTOMER && frappe.get_route()[0] === "List") {
			cur_list.clear_checked_items?.();
			cur_list.refresh();
		}
	}
	crm_khachhang.bulk.refresh = refresh_what_is_open;

	async function choose_field(selection) {
		const settable = await frappe.xcall(SETTABLE);
		const options = settable.map((fieldname) => ({
			value: fieldname,
			label: label_of(frappe.meta.get_docfield(CUSTOMER, fieldname)),
		}));
		frappe.prompt(
			{ fieldname: "fieldname", fieldtype: "Select", label: __("Field"), options, reqd: 1 },
			({ fieldname }) => crm_khachhang.bulk_set(selection, fieldname),
			__("Which field?"),
			__("Next")
		);
	}

	function label_of(field) {
		return __(field.label, null, CUSTOMER);
	}

	function value_field(field) {
		const { fieldtype, options, reqd } = field;
		const filters = frappe.meta.has_field(options, "enabled") ? { enabled: 1 } : {};
		return {
			fieldname: "value",
			fieldtype,
			options,
			reqd,
			label: label_of(field),
			description: reqd ? "" : __("Leave empty to clear the field."),
			get_query: fieldtype === "Link" ? () => ({ filters }) : undefined,
		};
	}

	function locks(fieldname) {
		if (fieldname !== "tier") return [];
		return [
			{
				fieldname: "tier_locked",
				fieldtype: "Check",
				label: __("Keep this tier when tiers are recomputed"),
				default: 1,
			},
		];
	}

	function tag_field(fieldname, label, options) {
		return {
			fieldname,
			label,
			options,
			fieldtype: "MultiSelect",
			description: __("Put commas between tags."),
			ignore_validation: 1, // new tags are allowed
		};
	}

	function email_fields() {
		const typed = "eval:!doc.template";
		return [
			{
				fieldname: "template",
				fieldtype: "Link",
				options: "Email Template",
				label: __("Email Template"),
			},
			{
				fieldname: "subject",
				fieldtype: "Data",
				label: __("Email Subject"),
				depends_on: typed,
				mandatory_depends_on: typed,
			},
			{
				fieldname: "message",
				fieldtype: "Text Editor",
				label: __("Email Text"),
				depends_on: typed,
				mandatory_depends_on: typed,
				description: __(
					"{customer_name} and {customer_code} become the name and the code of each customer."
				),
			},
		];
	}
})();
