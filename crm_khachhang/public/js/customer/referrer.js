// Who referred the customer: other customers that the user sees, or partners in use.
frappe.ui.form.on("KH Customer", {
	setup(frm) {
		frm.set_query("referrer", () => ({ filters: referrers(frm) }));
	},

	referrer_doctype(frm) {
		frm.set_value("referrer", "");
	},
});

function referrers(frm) {
	if (frm.doc.referrer_doctype === "KH Partner") return { enabled: 1 };
	return frm.is_new() ? {} : { name: ["!=", frm.doc.name] };
}
