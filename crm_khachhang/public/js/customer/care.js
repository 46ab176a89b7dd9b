// The care of a customer: what is planned, what was done.
// In a function of its own: Frappe joins the scripts of a form into one.
(() => {
	frappe.ui.form.on("KH Customer", {
		refresh(frm) {
			show_care(frm, frm.doc.__onload?.kh_care || { next: [], past: [] });
		},
	});

	const COLORS = {
		Planned: "blue",
		"In Progress": "orange",
		Done: "green",
		Missed: "red",
		Cancelled: "gray",
	};

	function show_care(frm, care) {
		const $wrapper = frm.get_field("care_html").$wrapper.empty();
		if (frm.is_new()) return;
		if (frappe.model.can_create("KH Care Schedule")) $wrapper.append(button_to_plan(frm));
		add_list($wrapper, frm, __("Upcoming Appointments"), care.next, __("Nothing is planned."));
		add_list($wrapper, frm, __("Past Appointments"), care.past, __("Nothing was done yet."));
	}

	function button_to_plan(frm) {
		return $('<button type="button" class="btn btn-default btn-sm kh-plan-care"></button>')
			.text(__("Plan Care"))
			.on("click", async () => changed(frm, await crm_khachhang.plan_care(frm.doc.name)));
	}

	/** The dates on the customer have moved: the form is read again, unless somebody is writing in it. */
	function changed(frm, care) {
		if (frm.doc.__onload) frm.doc.__onload.kh_care = care;
		if (frm.is_dirty()) show_care(frm, care);
		else frm.reload_doc();
	}

	function add_list($wrapper, frm, title, appointments, empty) {
		$('<div class="control-label kh-care-title"></div>').text(title).appendTo($wrapper);
		if (!appointments.length) $('<p class="text-muted"></p>').text(empty).appendTo($wrapper);
		appointments.forEach((one) => $wrapper.append(row_of(frm, one)));
	}

	function row_of(frm, one) {
		const $row = $('<div class="kh-appointment"></div>');
		$('<span class="kh-when"></span>')
			.text(frappe.datetime.str_to_user(one.starts_on).replace(/(\d\d:\d\d):\d\d$/, "$1"))
			.appendTo($row);
		const $what = $('<div class="kh-what"></div>').appendTo($row);
		$("<a></a>")
			.attr("href", frappe.utils.get_form_link("KH Care Schedule", one.name))
			.text(one.subject)
			.appendTo($what);
		$('<span class="indicator-pill"></span>')
			.addClass(COLORS[one.status] || "gray")
			.text(__(one.status))
			.appendTo($what);
		const kind = one.subject === __(one.activity_type) ? "" : __(one.activity_type);
		const who = one.assigned_to ? frappe.user.full_name(one.assigned_to) : "";
		const details = [kind, who, one.outcome].filter(Boolean).join(" · ");
		$('<div class="text-muted"></div>').text(details).appendTo($what);
		const is_open = ["Planned", "In Progress"].includes(one.status);
		if (is_open && frappe.model.can_write("KH Care Schedule"))
			$row.append(button_done(frm, one));
		return $row;
	}

	function button_done(frm, one) {
		return $('<button type="button" class="btn btn-default btn-xs kh-done"></button>')
			.text(__("Done"))
			.on("click", () => ask_outcome(frm, one));
	}

	function ask_outcome(frm, one) {
		frappe.prompt(
			[
				{
					fieldname: "outcome",
					fieldtype: "Data",
					label: __("Outcome"),
					description: __("May stay empty."),
				},
			],
			async ({ outcome }) =>
				changed(
					frm,
					await frappe.xcall("crm_khachhang.care.api.finish", {
						name: one.name,
						outcome,
					})
				),
			one.subject,
			__("Done")
		);
	}
})();
