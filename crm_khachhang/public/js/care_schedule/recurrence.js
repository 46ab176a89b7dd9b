// An appointment that repeats: how, and how far a change of it reaches.
// In a function of its own: Frappe joins the scripts of a form into one.
(() => {
	const { DAYS, RULE } = crm_khachhang.care;
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

	function propose_rest(frm) {
		const { repeats, starts_on } = frm.doc;
		if (repeats === "Weekly" && !DAYS.some((day) => frm.doc[day]))
			frm.set_value(DAYS[moment(starts_on || frappe.datetime.now_datetime()).day()], 1);
		if (frm.doc.repeat_until || frm.doc.repeat_count) return;
		frm.set_value("repeat_until", crm_khachhang.care.usual_end(repeats, starts_on));
	}

	function show_rule(frm) {
		const unit = UNITS[frm.doc.repeats];
		frm.set_df_property("repeat_every", "description", unit ? unit() : "");
		const is_asked = !frm.doc.series || changes_rule(frm);
		crm_khachhang.care.draw_rule(place(frm), is_asked ? frm.doc : {});
	}

	function changes_rule(frm) {
		return frm.kh_before?.name === frm.doc.name && differ(frm.doc, frm.kh_before, RULE);
	}

	function place(frm) {
		const $section = frm.get_field("repeats").$wrapper.closest(".section-body");
		const $place = $section.find(".kh-recurrence");
		return $place.length ? $place : $('<div class="kh-recurrence"></div>').appendTo($section);
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
		const { savetrash } = frm;
		frm.savetrash = async () => {
			frm.validate_form_action("Delete");
			const { doctype, name, series } = frm.doc;
			const invited = await frappe.xcall("crm_khachhang.care.inviting.api.get_invited", {
				name,
			});
			if (series || invited) delete_after_asking(doctype, name, series);
			else savetrash.call(frm);
		};
	}

	async function delete_after_asking(doctype, name, series) {
		const question = { title: __("Delete a Recurring Appointment"), action: __("Delete") };
		const scope = series ? await crm_khachhang.care.ask_scope(question) : "this";
		if (!scope) return;
		const chosen = await crm_khachhang.care.ask_before_deleting_for_guests(name);
		if (!chosen) return;
		await frappe.xcall("crm_khachhang.care.recurrence.api.delete", { name, scope, ...chosen });
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
