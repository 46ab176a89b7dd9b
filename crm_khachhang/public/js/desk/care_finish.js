// Ending an appointment in two clicks, and the next one proposed at once.
frappe.provide("crm_khachhang.care");

crm_khachhang.care.COLORS = {
	Planned: "blue",
	"In Progress": "orange",
	Done: "green",
	Missed: "red",
	Cancelled: "gray",
};

/** What usually comes of an appointment: one click each. */
const OUTCOMES = [
	{ outcome: __("Interested"), status: "Done" },
	{ outcome: __("Agreed"), status: "Done" },
	{ outcome: __("Wants to think about it"), status: "Done" },
	{ outcome: __("Declined"), status: "Done" },
	{ outcome: __("Not reached"), status: "Missed" },
];

/** "22-11-2026 9:00", as people read a moment. */
crm_khachhang.care.when = (moment_text, all_day) => {
	const shown = frappe.datetime.str_to_user(moment_text);
	return all_day ? shown.split(" ")[0] : shown.replace(/(\d\d:\d\d):\d\d$/, "$1");
};

/** Ends the appointment {name, subject, customer, …}; resolves to its customer's appointments, if it was ended. */
crm_khachhang.care.finish = (one) =>
	new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title: one.subject,
			fields: [
				{ fieldname: "outcomes", fieldtype: "HTML" },
				{ fieldname: "outcome", fieldtype: "Data", label: __("Outcome") },
				{ fieldname: "result", fieldtype: "Small Text", label: __("Result") },
			],
			primary_action_label: __("Done"),
			primary_action: (values) => end({ ...values, status: "Done" }),
			secondary_action_label: __("Cancel Appointment"),
			secondary_action: () => end({ ...dialog.get_values(), status: "Cancelled" }),
		});
		let is_ending = false;
		async function end(values) {
			if (is_ending) return;
			is_ending = true;
			try {
				const appointments = await frappe.xcall("crm_khachhang.care.api.finish", {
					name: one.name,
					...values,
				});
				crm_khachhang.close(dialog);
				if (values.status === "Cancelled") crm_khachhang.care.offer_to_tell(one.name);
				resolve((await propose_next(one, values.status)) || appointments);
			} finally {
				is_ending = false;
			}
		}
		const $chips = $('<div class="kh-chips" role="group"></div>').appendTo(
			dialog.get_field("outcomes").$wrapper.empty()
		);
		for (const { outcome, status } of OUTCOMES) {
			$('<button type="button" class="btn btn-default btn-sm kh-outcome"></button>')
				.text(outcome)
				.appendTo($chips)
				.on("click", () =>
					end({ outcome, status, result: dialog.get_value("result") || undefined })
				);
		}
		dialog.show();
	});

/** The next step with the same customer; nothing where the user does not see the customer, or wants none. */
async function propose_next(one, status) {
	frappe.show_alert({ message: __("Appointment ended: {0}", [__(status)]), indicator: "green" });
	if (!one.customer || status === "Cancelled" || !frappe.model.can_create("KH Care Schedule"))
		return null;
	return crm_khachhang.plan_care(one.customer, {
		title: __("Next Step"),
		follows: one.name,
		assigned_to: one.assigned_to,
		activity_type: one.activity_type,
		cancel_label: __("No Next Step"),
	});
}
