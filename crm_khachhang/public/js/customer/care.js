// The care of a customer: what is planned, what was done.
// In a function of its own: Frappe joins the scripts of a form into one.
(() => {
	frappe.ui.form.on("KH Customer", {
		refresh(frm) {
			show_care(frm, frm.doc.__onload?.kh_care || { next: [], past: [] });
		},
	});

	function show_care(frm, care) {
		const $wrapper = frm.get_field("care_html").$wrapper.empty();
		if (frm.is_new()) return;
		if (frappe.model.can_create("KH Care Schedule")) $wrapper.append(line_to_plan(frm));
		add_list($wrapper, frm, __("Upcoming Appointments"), care.next, __("Nothing is planned."));
		add_list($wrapper, frm, __("Past Appointments"), care.past, __("Nothing was done yet."));
	}

	/** An appointment in one line: what, when, Enter; the button behind it leads to everything else. */
	function line_to_plan(frm) {
		const $line = $('<form class="kh-care-line"></form>');
		const $type = $('<select class="form-control input-sm"></select>')
			.attr("aria-label", __("Activity Type"))
			.appendTo($line);
		for (const type of crm_khachhang.care.ACTIVITY_TYPES)
			$("<option></option>").val(type).text(__(type)).appendTo($type);
		const $subject = $('<input type="text" maxlength="140" class="form-control input-sm">')
			.attr({
				placeholder: __("For example: send the quotation"),
				"aria-label": __("Subject"),
			})
			.appendTo($line);
		const $when = $('<select class="form-control input-sm"></select>')
			.attr("aria-label", __("When"))
			.appendTo($line);
		for (const { value, label } of crm_khachhang.care.usual_moments())
			$("<option></option>").val(value).text(label).appendTo($when);
		$('<button type="submit" class="btn btn-primary btn-sm"></button>')
			.text(__("Add"))
			.appendTo($line);
		$('<button type="button" class="btn btn-default btn-sm kh-plan-care"></button>')
			.text(__("Other Time…"))
			.appendTo($line)
			.on("click", async () => changed(frm, await crm_khachhang.plan_care(frm.doc.name)));
		return $line.on("submit", (event) => {
			event.preventDefault();
			plan_line(frm, $line, {
				activity_type: $type.val(),
				subject: $subject.val().trim() || __($type.val()),
				starts_on: $when.val(),
			});
		});
	}

	async function plan_line(frm, $line, appointment) {
		const $buttons = $line.find("button").prop("disabled", true);
		try {
			const args = { customer: frm.doc.name, appointment };
			changed(frm, await frappe.xcall("crm_khachhang.care.api.plan", args));
			frappe.show_alert({ message: __("Appointment planned"), indicator: "green" });
		} finally {
			$buttons.prop("disabled", false);
		}
	}

	/** The dates on the customer have moved: the form is read again, unless somebody is writing in it. */
	function changed(frm, care) {
		if (!care) return;
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
			.text(crm_khachhang.care.when(one.starts_on, one.all_day))
			.appendTo($row);
		const $what = $('<div class="kh-what"></div>').appendTo($row);
		$("<a></a>")
			.attr("href", frappe.utils.get_form_link("KH Care Schedule", one.name))
			.text(one.subject)
			.appendTo($what);
		$('<span class="indicator-pill"></span>')
			.addClass(crm_khachhang.care.COLORS[one.status] || "gray")
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
			.on("click", async () => changed(frm, await crm_khachhang.care.finish(one)));
	}
})();
