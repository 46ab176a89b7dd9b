frappe.ui.form.on("KH Customer", {
	refresh(frm) {
		if (!frm.perm[0]?.write) return;
		const watcher = crm_khachhang.duplicates.watch(frm);
		watcher.show([]);
		if (frm.is_new()) watcher.look();
	},

	customer_type(frm) {
		frm.kh_duplicates?.look();
	},

	async validate(frm) {
		const watcher = frm.kh_duplicates;
		delete frm.doc.duplicate_override_reason;
		if (!watcher?.may_override) return;
		const blocking = ((await watcher.find()) || []).filter((match) => match.block);
		if (!blocking.length) return;
		const reason = await crm_khachhang.duplicates.ask_reason(blocking);
		if (reason) frm.doc.duplicate_override_reason = reason;
		else frappe.validated = false;
	},

	after_save(frm) {
		delete frm.doc.duplicate_override_reason;
	},
});
