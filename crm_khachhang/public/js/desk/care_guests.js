// Guests of an appointment who do not know yet that it was moved or cancelled: nobody is told unless the user says so.
frappe.provide("crm_khachhang.care");

const GUESTS_API = "crm_khachhang.care.inviting.api.";

/** After a change: asks whether those who were invited are told of it, if it is news to anybody. */
crm_khachhang.care.offer_to_tell = async (name) => {
	const untold = await frappe.xcall(GUESTS_API + "get_untold", { name });
	if (!untold.length) return;
	const rows = untold.map(({ guest, was, now }) => {
		const row = `${guest}: ${was} → ${now || __("cancelled")}`;
		return `<li>${frappe.utils.escape_html(row)}</li>`;
	});
	const words = __(
		"These guests were invited and do not know of the change. Send them an email?"
	);
	frappe.confirm(`${words}<ul class="kh-untold">${rows.join("")}</ul>`, async () => {
		const count = await frappe.xcall(GUESTS_API + "tell", { name });
		frappe.show_alert({
			message: __("{0} emails to guests are on their way", [count]),
			indicator: "green",
		});
		if (cur_frm?.doc.name === name) cur_frm.reload_doc();
	});
};

/** Before a deletion: resolves to {tell_guests}, or to nothing where the user does not go on; asks nothing without guests. */
crm_khachhang.care.ask_before_deleting_for_guests = async (name) => {
	const count = await frappe.xcall(GUESTS_API + "get_invited", { name });
	if (!count) return { tell_guests: 0 };
	return new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title: __("Delete an Appointment with Guests"),
			fields: [
				{
					fieldname: "tell_guests",
					fieldtype: "Check",
					label: __("Tell the {0} invited guests by email that it is cancelled", [
						count,
					]),
					default: 1,
				},
			],
			primary_action_label: __("Delete"),
			primary_action({ tell_guests }) {
				resolve({ tell_guests });
				dialog.hide();
			},
		});
		dialog.onhide = () => resolve(null);
		dialog.show();
	});
};
