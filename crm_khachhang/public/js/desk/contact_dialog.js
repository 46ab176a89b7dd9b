// Adding, changing and linking a person of a customer.
frappe.provide("crm_khachhang.contacts");

const API = "crm_khachhang.customers.contacts.api";

crm_khachhang.contacts.call = (method, args) => frappe.xcall(`${API}.${method}`, args);

/** Only masters in use are offered. */
const enabled = () => ({ filters: { enabled: 1 } });

function fields_of(person) {
	return [
		{ fieldname: "full_name", fieldtype: "Data", label: __("First and Last Name"), reqd: 1 },
		{ fieldname: "phone", fieldtype: "Data", label: __("Phone") },
		{ fieldname: "email", fieldtype: "Data", label: __("Email") },
		{
			fieldname: "date_of_birth",
			fieldtype: "Date",
			label: __("Date of Birth"),
			max_date: frappe.datetime.now_date(true),
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "position",
			fieldtype: "Link",
			options: "KH Contact Position",
			label: __("Position"),
			get_query: enabled,
		},
		{
			fieldname: "status",
			fieldtype: "Link",
			options: "KH Contact Status",
			label: __("Contact Status"),
			get_query: enabled,
		},
		{
			fieldname: "source",
			fieldtype: "Link",
			options: "KH Customer Source",
			label: __("Source"),
			get_query: enabled,
		},
		{
			fieldname: "is_primary",
			fieldtype: "Check",
			label: __("Primary Contact"),
			read_only: person.is_primary ? 1 : 0,
		},
	];
}

/** Asks for a new person of the customer; `done(people)` gets all of them. */
crm_khachhang.add_contact = (customer, done) => {
	const dialog = ask({}, __("Add Contact"), (person) => ["add", { customer, person }], done);
	dialog.add_custom_action(__("Choose an Existing Contact"), () => {
		dialog.hide();
		crm_khachhang.contacts.link(customer, done);
	});
};

/** Lets people change a person of the customer. */
crm_khachhang.contacts.change = (customer, person, done) => {
	const request = (values) => ["change", { customer, contact: person.name, person: values }];
	const dialog = ask(person, __("Edit Contact"), request, done);
	dialog.add_custom_action(__("Edit Full Form"), () => {
		dialog.hide();
		frappe.set_route("Form", "Contact", person.name);
	});
};

function ask(person, title, request, done) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields: fields_of(person),
		primary_action_label: __("Save"),
		primary_action(values) {
			const all = { position: "", status: "", source: "", date_of_birth: "", ...values };
			return carry_out(dialog, request(all), done);
		},
	});
	dialog.show();
	dialog.set_values(person);
	return dialog;
}

async function carry_out(dialog, request, done) {
	try {
		const people = await crm_khachhang.contacts.call(...request);
		dialog.hide();
		done?.(people);
	} catch {
		// Frappe shows why; the dialog stays open with everything that was typed.
	}
}

/** Lets a contact that exists belong to the customer as well. */
crm_khachhang.contacts.link = (customer, done) => {
	const dialog = new frappe.ui.Dialog({
		title: __("Choose an Existing Contact"),
		fields: [
			{
				fieldname: "contact",
				fieldtype: "Link",
				options: "Contact",
				label: __("Contact"),
				reqd: 1,
				only_select: true,
				description: __("The contact stays with its other customers as well."),
			},
		],
		primary_action_label: __("Add"),
		primary_action({ contact }) {
			return carry_out(dialog, ["link", { customer, contact }], done);
		},
	});
	dialog.show();
};
