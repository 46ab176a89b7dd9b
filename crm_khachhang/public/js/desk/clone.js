// Cloning a customer: a new name, and what comes along.
frappe.provide("crm_khachhang");

(() => {
	const API = "crm_khachhang.customers.cloning.api";
	const PARTS = [
		["contacts", __("Contacts"), __("The same people then belong to both customers.")],
		["addresses", __("Addresses"), ""],
		["tags", __("Tags"), ""],
		["attachments", __("Attachments"), ""],
	];

	/** Asks for the name and what comes along, clones, and opens the clone. Resolves to its code when it is done. */
	crm_khachhang.clone = async (name) => {
		const { customer_name, parts } = await frappe.xcall(`${API}.parts`, { customer: name });
		return new Promise((resolve) => {
			const dialog = new frappe.ui.Dialog({
				title: __("Clone Customer"),
				fields: [name_field(customer_name), ...part_fields(parts)],
				primary_action_label: __("Clone"),
				async primary_action(values) {
					const clone = await make_clone(name, values);
					if (!clone) return;
					dialog.hide();
					resolve(clone);
					frappe.set_route("Form", "KH Customer", clone);
				},
			});
			dialog.show();
			dialog.get_input("customer_name").trigger("select");
		});
	};

	function name_field(customer_name) {
		return {
			fieldname: "customer_name",
			fieldtype: "Data",
			label: __("Name of the New Customer"),
			default: customer_name,
			reqd: 1,
			description: __("Code, tax code and ID number are not copied. You become the owner."),
		};
	}

	/** Only what there is; all of it comes along unless the user unticks it. */
	function part_fields(parts) {
		const present = PARTS.filter(([part]) => parts[part]);
		const fields = present.map(([part, label, description]) => ({
			fieldname: part,
			fieldtype: "Check",
			label: `${label} (${parts[part]})`,
			description,
			default: 1,
		}));
		return fields.length
			? [{ fieldtype: "Section Break", label: __("Take Along") }, ...fields]
			: [];
	}

	async function make_clone(customer, values) {
		const include = PARTS.map(([part]) => part).filter((part) => values[part]);
		try {
			const { message } = await frappe.call({
				method: `${API}.clone`,
				args: { customer, customer_name: values.customer_name, include },
				freeze: true,
			});
			frappe.show_alert({ message: __("Cloned as {0}", [message]), indicator: "green" });
			return message;
		} catch {
			return null; // the server has said why; the dialog stays open
		}
	}
})();
