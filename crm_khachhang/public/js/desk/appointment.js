// Planning an appointment in one line: what, and when; the usual moments are one click away.
frappe.provide("crm_khachhang.care");

const MORNING_HOUR = 9;
const FORMAT = "YYYY-MM-DD HH:mm:ss";

/** The kinds of appointments that people plan by hand; birthdays come from elsewhere. */
crm_khachhang.care.ACTIVITY_TYPES = ["Call", "Message", "Email", "Meeting", "Visit", "Task"];

// When the company works, as KH Settings has it.
const STANDARD = {
	opening: "08:00",
	closing: "17:30",
	weekdays: [0, 1, 2, 3, 4, 5],
	days_off: [],
	days_made_up: [],
};
const company = () => frappe.boot.crm_khachhang?.care || STANDARD;

const is_working_day = (when) => {
	const { weekdays, days_off, days_made_up } = company();
	const day = when.format("YYYY-MM-DD");
	if (days_made_up.includes(day)) return true;
	return weekdays.includes(when.isoWeekday() - 1) && !days_off.includes(day);
};

const at = (when, hour) => moment(`${when.format("YYYY-MM-DD")} ${hour}`);

const next_working_day = (when) => {
	const day = when.clone();
	for (let left = 60; left > 0 && !is_working_day(day); left--) day.add(1, "day");
	return day;
};

/** The next full hour at which people work, as the server writes moments. */
crm_khachhang.care.next_working_hour = (now = moment(frappe.datetime.now_datetime())) => {
	const next = now.clone().startOf("hour").add(1, "hour");
	const { opening, closing } = company();
	if (is_working_day(now) && next < at(now, opening)) return at(now, opening).format(FORMAT);
	if (is_working_day(now) && next < at(now, closing)) return next.format(FORMAT);
	const day = next_working_day(now.clone().startOf("day").add(1, "day"));
	return at(day, opening).format(FORMAT);
};

/** The usual moments as [{value, label}]: the next working hour, then nine o'clock of the next working days. */
crm_khachhang.care.usual_moments = (now = moment(frappe.datetime.now_datetime())) => {
	const first = moment(crm_khachhang.care.next_working_hour(now));
	const moments = [{ value: first.format(FORMAT), label: label_of(first, now) }];
	let day = now.clone().startOf("day");
	while (moments.length < 6) {
		day = next_working_day(day.add(1, "day"));
		const one = day.clone().hour(MORNING_HOUR);
		if (!one.isSame(first, "day"))
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
	// After a long holiday the name of the day alone would be that of this week.
	if (days > 6) return `${day} ${when.format("DD/MM H:mm")}`;
	return `${day} ${when.format("H:mm")}`;
}

/** The fields of an appointment in a dialog; `shown` is the condition under which people see them, if there is any: then
 *  who shows them makes the time mandatory. Frappe's `mandatory_depends_on` would choose the time anew without end, and
 *  close its picker each time. */
crm_khachhang.care.fields = (shown) => [
	{
		fieldname: "care_starts_on",
		fieldtype: "Datetime",
		label: __("When"),
		// Who works in the company's time zone need not read its name.
		hide_timezone: frappe.datetime.is_system_time_zone() ? 1 : 0,
		depends_on: shown,
		reqd: shown ? 0 : 1,
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
			primary_action: (values) => save(values),
			secondary_action_label: cancel_label,
			secondary_action: cancel_label && (() => dialog.hide()),
			on_hide: () => resolve(null),
		});
		let is_saving = false;
		async function save(values) {
			if (is_saving) return;
			is_saving = true;
			try {
				resolve(await plan(customer || values.customer, known, values));
				crm_khachhang.close(dialog);
			} catch {
				// Frappe shows why; the dialog stays open with everything that was typed.
			} finally {
				is_saving = false;
			}
		}
		dialog.$wrapper.addClass("kh-plan-care-dialog");
		watch(dialog, customer);
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

async function plan(customer, known, values) {
	const appointments = await frappe.xcall("crm_khachhang.care.api.plan", {
		customer,
		appointment: {
			...known,
			...crm_khachhang.care.read_fields(values),
			ends_on: moved_end(known, values.care_starts_on),
			...crm_khachhang.care.read_rule(values),
			assigned_to: values.assigned_to,
			description: values.description,
		},
	});
	frappe.show_alert({ message: __("Appointment planned"), indicator: "green" });
	return appointments;
}

/** A span that was marked on the calendar stays as long when its start is changed. */
const moved_end = ({ starts_on, ends_on }, start) =>
	ends_on &&
	moment(start)
		.add(moment(ends_on).diff(moment(starts_on)))
		.format(FORMAT);

function dialog_fields(customer) {
	const choice = {
		fieldname: "customer",
		fieldtype: "Link",
		options: "KH Customer",
		label: __("Customer"),
		reqd: 1,
	};
	const [when, activity_type, subject] = crm_khachhang.care.fields();
	const { repeats, until, count, drawn } = crm_khachhang.care.rule_fields();
	const assigned_to = {
		fieldname: "assigned_to",
		fieldtype: "Link",
		options: "User",
		label: __("Assigned To"),
		get_query: () => ({ filters: { enabled: 1, user_type: "System User" } }),
		placeholder: __("The Owner of the Customer"),
	};
	const column = { fieldtype: "Column Break" };
	const section = { fieldtype: "Section Break", hide_border: 1 };
	const section_of_rule = () => ({ ...section, depends_on: "repeats" });
	return [
		...(customer ? [] : [choice]),
		{ fieldname: "moments", fieldtype: "HTML" },
		...[section, when, column, activity_type],
		...[section, subject],
		...[section, repeats, column, assigned_to],
		...[section_of_rule(), until, column, count],
		...[section_of_rule(), drawn],
		section,
		{ fieldname: "hints", fieldtype: "HTML" },
		{ fieldname: "description", fieldtype: "Small Text", label: __("Description") },
	];
}

/** Hints about the time and the days of the rule, while somebody writes. */
function watch(dialog, customer) {
	const starts_on = () => dialog.get_value("care_starts_on");
	const draw_hints = () =>
		crm_khachhang.care.draw_hints(dialog.get_field("hints").$wrapper, {
			customer: customer || dialog.get_value("customer"),
			starts_on: starts_on(),
			assigned_to: dialog.get_value("assigned_to"),
		});
	const draw_rule = crm_khachhang.care.watch_rule(dialog, starts_on);
	for (const field of ["assigned_to", ...(customer ? [] : ["customer"])])
		dialog.get_field(field).df.onchange = draw_hints;
	dialog.get_field("care_starts_on").df.onchange = () => {
		draw_hints();
		draw_rule();
	};
}
