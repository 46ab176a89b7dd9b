// How an appointment repeats: its kinds, its usual end, and its days while somebody writes the rule.
frappe.provide("crm_khachhang.care");

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const RULE = ["repeats", "repeat_every", "repeat_until", "repeat_count", ...DAYS];
const KINDS = ["Daily", "Weekly", "Monthly", "Monthly by Weekday", "Yearly", "Yearly (Lunar)"];
const LUNAR = "Yearly (Lunar)";
const MOST_YEARS = 10;
const WAIT = 300;

Object.assign(crm_khachhang.care, { DAYS, RULE });

/** A year ahead, or as far as may be for what comes once a year. */
crm_khachhang.care.usual_end = (repeats, starts_on) =>
	moment(starts_on || frappe.datetime.now_datetime())
		.add(repeats.startsWith("Yearly") ? MOST_YEARS : 1, "years")
		.format("YYYY-MM-DD");

/** Draws into `$place` what the rule of `appointment` (the values of its fields) leads to, or why it cannot be kept. */
crm_khachhang.care.draw_rule = frappe.utils.debounce(async ($place, appointment) => {
	const asked = Object.fromEntries(
		["starts_on", ...RULE].map((name) => [name, appointment[name] || null])
	);
	const key = JSON.stringify(asked);
	$place.data("asked", key);
	const is_whole =
		asked.repeats && asked.starts_on && (asked.repeat_until || asked.repeat_count);
	if (!is_whole) return $place.empty();
	const found = await frappe.xcall("crm_khachhang.care.recurrence.api.preview", {
		appointment: asked,
	});
	// Somebody may have gone on typing meanwhile.
	if ($place.data("asked") !== key) return;
	$place.empty().append(found.refused ? refusal(found) : days(asked.repeats, found));
	// In a long dialog it stands below what is seen.
	if ($place.closest(".modal").length) $place[0].scrollIntoView({ block: "nearest" });
}, WAIT);

const refusal = ({ field, refused }) =>
	$('<p class="text-danger"></p>').text(`${field}: ${refused}`);

function days(repeats, { count, last, days }) {
	const shown = days.map((one) => day_of(repeats, one)).join(" · ");
	const more = count > days.length ? ` … ${day_of(repeats, last)}` : "";
	return $('<p class="text-muted"></p>').text(
		`${__("{0} appointments in all", [count])}: ${shown}${more}`
	);
}

function day_of(repeats, { day, lunar }) {
	const weekday = __(frappe.utils.to_title_case(DAYS[moment(day).day()]));
	const shown = `${weekday} ${frappe.datetime.str_to_user(day)}`;
	return repeats === LUNAR ? `${shown} (${__("{0} lunar", [lunar])})` : shown;
}

/** The fields of a rule in a short dialog: how it repeats, until when, and where what that leads to is drawn; each is
 *  shown under the condition `shown`, if there is any. */
crm_khachhang.care.rule_fields = (shown) => {
	const if_repeats = { depends_on: shown ? `eval:doc.${shown} && doc.repeats` : "repeats" };
	return {
		repeats: {
			fieldname: "repeats",
			fieldtype: "Select",
			label: __("Repeats"),
			options: [
				{ value: "", label: __("Does Not Repeat") },
				...KINDS.map((value) => ({ value, label: __(value) })),
			],
			depends_on: shown,
		},
		until: {
			fieldname: "repeat_until",
			fieldtype: "Date",
			label: __("Repeat Until"),
			...if_repeats,
		},
		count: {
			fieldname: "repeat_count",
			fieldtype: "Int",
			label: __("Number of Appointments"),
			...if_repeats,
		},
		drawn: { fieldname: "rule", fieldtype: "HTML", ...if_repeats },
	};
};

/** Lets the fields of the rule in `dialog` speak; `starts_on()` is when the first appointment is. */
crm_khachhang.care.watch_rule = (dialog, starts_on) => {
	const $place = $('<div class="kh-recurrence"></div>').appendTo(
		dialog.get_field("rule").$wrapper
	);
	const draw = () =>
		crm_khachhang.care.draw_rule($place, {
			...crm_khachhang.care.read_rule(dialog.get_values(true)),
			starts_on: starts_on(),
		});
	dialog.get_field("repeats").df.onchange = async () => {
		const repeats = dialog.get_value("repeats");
		const has_end = dialog.get_value("repeat_until") || dialog.get_value("repeat_count");
		if (repeats && !has_end)
			await dialog.set_value(
				"repeat_until",
				crm_khachhang.care.usual_end(repeats, starts_on())
			);
		draw();
	};
	for (const name of ["repeat_until", "repeat_count"]) dialog.get_field(name).df.onchange = draw;
	return draw;
};

/** What the fields of the rule hold, as the server takes it. */
crm_khachhang.care.read_rule = ({ repeats, repeat_until, repeat_count }) =>
	repeats ? { repeats, repeat_every: 1, repeat_until, repeat_count } : {};
