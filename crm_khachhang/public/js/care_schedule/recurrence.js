// An appointment that repeats: how, and how far a change of it reaches.
// In a function of its own: Frappe joins the scripts of a form into one.
(() => {
	const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
	const RULE = ["repeats", "repeat_every", "repeat_until", "repeat_count", ...DAYS];
	// What an appointment shares with its series, besides the rule.
	const SHARED = [
		...["customer", "contact", "activity_type", "subject", "assigned_to", "priority"],
		...["description", "remind_before", "all_day", "starts_on", "ends_on"],
	];
	const UNITS = {
		Daily: () => __("days"),
		Weekly: () => __("weeks"),
		Monthly: () => __("months"),
		"Monthly by Weekday": () => __("months"),
		Yearly: () => __("years"),
		"Yearly (Lunar)": () => __("lunar years"),
	};
	const MOST_YEARS = 10;

	frappe.ui.form.on("KH Care Schedule", {
		onload: remember,
		refresh(frm) {
			remember(frm);
			ask_before_deleting(frm);
			show_rule(frm);
		},
		repeats(frm) {
			if (frm.doc.repeats) propose_rest(frm);
			show_rule(frm);
		},
		before_save: ask_how_far,
		...Object.fromEntries(
			["starts_on", ...RULE.slice(1)].map((fieldname) => [fieldname, show_rule])
		),
	});

	/** What the database has, to tell what a save changes. */
	function remember(frm) {
		if (!frm.is_dirty())
			frm.kh_before = values_of(frm.doc, ["name", "status", ...RULE, ...SHARED]);
	}

	/** A day of the week, and an end: a year ahead, or as far as may be for what comes once a year. */
	function propose_rest(frm) {
		const start = moment(frm.doc.starts_on || frappe.datetime.now_datetime());
		if (frm.doc.repeats === "Weekly" && !DAYS.some((day) => frm.doc[day]))
			frm.set_value(DAYS[start.day()], 1);
		if (frm.doc.repeat_until || frm.doc.repeat_count) return;
		const years = frm.doc.repeats.startsWith("Yearly") ? MOST_YEARS : 1;
		frm.set_value("repeat_until", start.add(years, "years").format("YYYY-MM-DD"));
	}

	function show_rule(frm) {
		const unit = UNITS[frm.doc.repeats];
		frm.set_df_property("repeat_every", "description", unit ? unit() : "");
		const $place = place(frm).empty();
		const { repeats, starts_on, repeat_until, repeat_count } = frm.doc;
		if (!(repeats && starts_on && (repeat_until || repeat_count))) return;
		if (!frm.doc.series || changes_rule(frm)) preview(frm, $place);
	}

	function changes_rule(frm) {
		return frm.kh_before?.name === frm.doc.name && differ(frm.doc, frm.kh_before, RULE);
	}

	function place(frm) {
		const $section = frm.get_field("repeats").$wrapper.closest(".section-body");
		const $place = $section.find(".kh-recurrence");
		return $place.length ? $place : $('<div class="kh-recurrence"></div>').appendTo($section);
	}

	const preview = frappe.utils.debounce(async (frm, $place) => {
		const appointment = values_of(frm.doc, ["starts_on", ...RULE]);
		const found = await frappe.xcall("crm_khachhang.care.recurrence.api.preview", {
			appointment,
		});
		// Somebody may have gone on typing meanwhile.
		if (
			JSON.stringify(appointment) !==
			JSON.stringify(values_of(frm.doc, ["starts_on", ...RULE]))
		)
			return;
		$place.empty().append(found.refused ? refusal(found) : days(frm, found));
	}, 300);

	function refusal({ field, refused }) {
		return $('<p class="text-danger"></p>').text(`${field}: ${refused}`);
	}

	function days(frm, { count, last, days }) {
		const shown = days.map((one) => day_of(frm, one)).join(" · ");
		const more = count > days.length ? ` … ${day_of(frm, last)}` : "";
		return $('<p class="text-muted"></p>').text(
			`${__("{0} appointments in all", [count])}: ${shown}${more}`
		);
	}

	function day_of(frm, { day, lunar }) {
		const shown = `${__(
			frappe.utils.to_title_case(DAYS[moment(day).day()])
		)} ${frappe.datetime.str_to_user(day)}`;
		return frm.doc.repeats === "Yearly (Lunar)"
			? `${shown} (${__("{0} lunar", [lunar])})`
			: shown;
	}

	async function ask_how_far(frm) {
		delete frm.doc.kh_scope;
		const before = frm.kh_before;
		if (frm.is_new() || !frm.doc.series || before?.name !== frm.doc.name) return;
		const cancels = frm.doc.status === "Cancelled" && before.status !== "Cancelled";
		if (!cancels && !changes_rule(frm) && !differ(frm.doc, before, SHARED)) return;
		const scope = await crm_khachhang.care.ask_scope({
			title: cancels
				? __("Cancel a Recurring Appointment")
				: __("Change a Recurring Appointment"),
			action: cancels ? __("Cancel Appointment") : __("Save"),
			without_this: changes_rule(frm),
		});
		if (scope) frm.doc.kh_scope = scope;
		else frappe.validated = false;
	}

	function ask_before_deleting(frm) {
		delete frm.savetrash; // the form serves one document after the other
		if (frm.doc.series) frm.savetrash = () => delete_of_series(frm);
	}

	async function delete_of_series(frm) {
		frm.validate_form_action("Delete");
		const scope = await crm_khachhang.care.ask_scope({
			title: __("Delete a Recurring Appointment"),
			action: __("Delete"),
		});
		if (!scope) return;
		const { doctype, name } = frm.doc;
		await frappe.xcall("crm_khachhang.care.recurrence.api.delete", { name, scope });
		frappe.utils.play_sound("delete");
		frappe.model.clear_doc(doctype, name);
		frappe.set_route("List", doctype);
	}

	function values_of(doc, fieldnames) {
		return Object.fromEntries(fieldnames.map((name) => [name, doc[name] || null]));
	}

	function differ(doc, before, fieldnames) {
		return fieldnames.some((name) => String(doc[name] || "") !== String(before[name] || ""));
	}
})();
