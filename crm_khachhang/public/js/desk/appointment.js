// Planning an appointment in one line: what, and when; the usual moments are one click away.
frappe.provide("crm_khachhang.care");

const OPENING_HOUR = 8;
const CLOSING_HOUR = 17;
const MORNING_HOUR = 9;
const SUNDAY = 0;
const FORMAT = "YYYY-MM-DD HH:mm:ss";

/** The kinds of appointments that people plan by hand; birthdays come from elsewhere. */
crm_khachhang.care.ACTIVITY_TYPES = ["Call", "Message", "Email", "Meeting", "Visit", "Task"];

/** The next full hour at which people work, as the server writes moments. */
crm_khachhang.care.next_working_hour = (now = moment(frappe.datetime.now_datetime())) => {
	const next = now.clone().startOf("hour").add(1, "hour");
	if (next.hour() < OPENING_HOUR && next.isSame(now, "day")) next.hour(OPENING_HOUR);
	if (next.hour() >= CLOSING_HOUR || !next.isSame(now, "day")) {
		next.set({ hour: OPENING_HOUR, minute: 0, second: 0 });
		if (next.isSame(now, "day")) next.add(1, "day");
	}
	if (next.day() === SUNDAY) next.add(1, "day").hour(OPENING_HOUR);
	return next.format(FORMAT);
};

/** The usual moments as [{value, label}]: the next working hour, then nine o'clock of the next days but Sundays. */
crm_khachhang.care.usual_moments = (now = moment(frappe.datetime.now_datetime())) => {
	const first = moment(crm_khachhang.care.next_working_hour(now));
	const moments = [{ value: first.format(FORMAT), label: label_of(first, now) }];
	for (let day = 1; moments.length < 6; day++) {
		const one = now.clone().startOf("day").add(day, "day").hour(MORNING_HOUR);
		const is_taken = one.isSame(first, "day");
		if (one.day() !== SUNDAY && !is_taken)
			moments.push({ value: one.format(FORMAT), label: label_of(one, now) });
	}
	return moments;
};

function label_of(when, now) {
	const days = when.clone().startOf("day").diff(now.clone().startOf("day"), "day");
	const names = [
		__("Sunday"),
		__("Monday"),
		__("Tuesday"),
		__("Wednesday"),
		__("Thursday"),
		__("Friday"),
		__("Saturday"),
	];
	const day = { 0: __("Today"), 1: __("Tomorrow") }[days] || names[when.day()];
	return `${day} ${when.format("H:mm")}`;
}

/** The fields of an appointment in a dialog; `shown` is the condition under which people see them. */
crm_khachhang.care.fields = (shown) => [
	{
		fieldname: "care_starts_on",
		fieldtype: "Datetime",
		label: __("When"),
		depends_on: shown,
		mandatory_depends_on: shown,
	},
	{
		fieldname: "care_activity_type",
		fieldtype: "Select",
		label: __("Activity Type"),
		options: crm_khachhang.care.ACTIVITY_TYPES.map((value) => ({ value, label: __(value) })),
		default: "Call",
		depends_on: shown,
	},
	{
		fieldname: "care_subject",
		fieldtype: "Data",
		label: __("Subject"),
		placeholder: __("For example: send the quotation"),
		depends_on: shown,
	},
];

/** What the fields hold, as the server takes it. */
crm_khachhang.care.read_fields = (values) => ({
	activity_type: values.care_activity_type,
	subject: values.care_subject || __(values.care_activity_type),
	starts_on: values.care_starts_on,
});

/** Draws the usual moments as buttons; `choose(value)` gets the chosen one, null for none. */
crm_khachhang.care.draw_moments = ($parent, choose, { none = false } = {}) => {
	const moments = crm_khachhang.care.usual_moments();
	const options = none ? [{ value: null, label: __("No Appointment") }, ...moments] : moments;
	const $row = $('<div class="kh-chips" role="group"></div>').appendTo($parent.empty());
	for (const option of options) {
		const $chip = $('<button type="button" class="btn btn-default btn-xs kh-chip"></button>')
			.text(option.label)
			.attr("aria-pressed", String(option.value === null))
			.appendTo($row);
		$chip.on("click", () => {
			$row.children().attr("aria-pressed", "false");
			$chip.attr("aria-pressed", "true");
			choose(option.value);
		});
	}
};

/**
 * Asks for an appointment with the customer, or with one to be chosen; resolves to its appointments when one was
 * planned, to null when not. `given`: title, cancel_label, and fields of the appointment that are known.
 */
crm_khachhang.plan_care = (customer, given = {}) =>
	new Promise((resolve) => {
		const { title = __("Plan Care"), cancel_label, ...known } = given;
		const dialog = new frappe.ui.Dialog({
			title,
			fields: dialog_fields(customer),
			primary_action_label: __("Save"),
			async primary_action(values) {
				const appointments = await frappe.xcall("crm_khachhang.care.api.plan", {
					customer: customer || values.customer,
					appointment: {
						...known,
						...crm_khachhang.care.read_fields(values),
						assigned_to: values.assigned_to,
						description: values.description,
					},
				});
				resolve(appointments);
				dialog.hide();
				frappe.show_alert({ message: __("Appointment planned"), indicator: "green" });
			},
			secondary_action_label: cancel_label,
			secondary_action: cancel_label && (() => dialog.hide()),
			on_hide: () => resolve(null),
		});
		dialog.show();
		crm_khachhang.care.draw_moments(dialog.get_field("moments").$wrapper, (value) =>
			dialog.set_value("care_starts_on", value)
		);
		dialog.set_values({
			care_starts_on: known.starts_on || crm_khachhang.care.next_working_hour(),
			...(known.activity_type ? { care_activity_type: known.activity_type } : {}),
			...(known.assigned_to ? { assigned_to: known.assigned_to } : {}),
		});
	});

function dialog_fields(customer) {
	const choice = {
		fieldname: "customer",
		fieldtype: "Link",
		options: "KH Customer",
		label: __("Customer"),
		reqd: 1,
	};
	return [
		...(customer ? [] : [choice]),
		{ fieldname: "moments", fieldtype: "HTML" },
		...crm_khachhang.care.fields("eval:true"),
		{
			fieldname: "assigned_to",
			fieldtype: "Link",
			options: "User",
			label: __("Assigned To"),
			get_query: () => ({ filters: { enabled: 1, user_type: "System User" } }),
			description: __("Empty: the owner of the customer."),
		},
		{ fieldname: "description", fieldtype: "Small Text", label: __("Description") },
	];
}
