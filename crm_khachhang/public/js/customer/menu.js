// Changing a code is for administrators of the module; Frappe offers it to everybody who may write.
frappe.ui.form.on("KH Customer", {
	setup(frm) {
		const administers = ["KH Manager", "System Manager"].some((role) =>
			frappe.user.has_role(role)
		);
		if (!administers) frm.meta.allow_rename = 0;
	},
});
