// Hints about the time, below it, while an appointment is written.
(() => {
	const draw = (frm) => {
		const field = frm.get_field("starts_on");
		let $where = field.$wrapper.find(".kh-hints");
		if (!$where.length)
			$where = $('<div class="kh-hints" role="status"></div>').appendTo(field.$wrapper);
		const is_open = ["Planned", "In Progress"].includes(frm.doc.status);
		const is_asked = is_open && (frm.is_new() || frm.is_dirty());
		crm_khachhang.care.draw_hints($where, is_asked ? frm.doc : {});
	};

	frappe.ui.form.on("KH Care Schedule", {
		/** Who works in the company's time zone need not read its name. */
		setup(frm) {
			const hidden = frappe.datetime.is_system_time_zone() ? 1 : 0;
			for (const name of ["starts_on", "ends_on", "done_on", "moved_from"])
				frm.set_df_property(name, "hide_timezone", hidden);
		},
		onload(frm) {
			const standard = frappe.boot.crm_khachhang?.care?.remind_before;
			if (frm.is_new() && frm.doc.remind_before == null) frm.doc.remind_before = standard;
		},
		refresh: draw,
		starts_on: draw,
		ends_on: draw,
		all_day: draw,
		assigned_to: draw,
	});
})();
