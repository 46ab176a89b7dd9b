// What is kept about a person's calendar feed: who administers the module can end it, for somebody who left, say.
frappe.ui.form.on("KH Care Subscription", {
	refresh(frm) {
		frm.disable_save();
		if (!frm.doc.feed_since) return;
		frm.add_custom_button(__("Stop This Calendar"), () =>
			frappe.confirm(
				__(
					"Calendars that use the address get no more changes, and nobody can read it. Go on?"
				),
				async () => {
					const method = "crm_khachhang.care.feed_api.revoke";
					await frappe.xcall(method, { user: frm.doc.user });
					frm.reload_doc();
				}
			)
		);
	},
});
