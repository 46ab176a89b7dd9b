// "Mời…": invitations by e-mail, with a file for the calendar of who gets them.
(() => {
	const API = "crm_khachhang.care.inviting.api.";

	frappe.ui.form.on("KH Care Schedule", {
		after_save(frm) {
			crm_khachhang.care.offer_to_tell(frm.doc.name);
		},
		refresh(frm) {
			const is_open = ["Planned", "In Progress"].includes(frm.doc.status);
			if (frm.is_new() || !is_open || !frm.perm[0]?.write) return;
			frm.add_custom_button(__("Invite …"), () => invite(frm));
		},
	});

	async function invite(frm) {
		if (frm.is_dirty()) return frappe.msgprint(__("Save the appointment first."));
		const guests = await frappe.xcall(API + "get_guests", { name: frm.doc.name });
		if (!guests.length)
			return frappe.msgprint(
				__("Neither the customer nor the contact has an email address. Fill it in first.")
			);
		const dialog = new frappe.ui.Dialog({
			title: __("Invite to the Appointment"),
			fields: fields_of(frm, guests),
			primary_action_label: __("Send"),
			primary_action: (values) => send(frm, dialog, values),
		});
		dialog.show();
	}

	function fields_of(frm, guests) {
		return [
			{
				fieldname: "emails",
				fieldtype: "MultiCheck",
				label: __("Who"),
				columns: 1,
				sort_options: false,
				options: guests.map(({ email, name, label, is_chosen }) => ({
					value: email,
					label: `${label}: ${name} <${email}>`.replace(/</g, "&lt;"),
					checked: is_chosen,
				})),
			},
			{
				fieldname: "title",
				fieldtype: "Data",
				label: __("Title"),
				default: frm.doc.subject,
				description: __("Guests read it in their calendar."),
				reqd: 1,
			},
			{
				fieldname: "message",
				fieldtype: "Small Text",
				label: __("Note to the Guests"),
				description: __("The description of the appointment is not sent."),
			},
		];
	}

	async function send(frm, dialog, { emails, title, message }) {
		if (!emails?.length)
			return frappe.msgprint(__("Choose at least one person with an email address."));
		const count = await frappe.xcall(API + "invite", {
			name: frm.doc.name,
			emails,
			title,
			message,
		});
		dialog.hide();
		frappe.show_alert({
			message: __("{0} invitations are on their way", [count]),
			indicator: "green",
		});
		frm.reload_doc();
	}
})();
