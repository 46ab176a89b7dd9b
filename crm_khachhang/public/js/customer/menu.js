// Changing a code is for administrators of the module; Frappe offers it to everybody who may write.
// In a function of its own: Frappe joins the scripts of a form into one.
(() => {
	frappe.ui.form.on("KH Customer", {
		setup(frm) {
			const administers = ["KH Manager", "System Manager"].some((role) =>
				frappe.user.has_role(role)
			);
			if (!administers) frm.meta.allow_rename = 0;
			speak_of_codes(frm);
		},

		// Frappe draws the left column and the history for everybody; form.css hides what one may not do.
		refresh(frm) {
			const rights = frm.perm[0] || {};
			for (const right of ["write", "share", "email"])
				frm.page.wrapper.toggleClass(`kh-no-${right}`, !rights[right]);
		},
	});

	/** Frappe asks for a "New Name" where it means the code, and offers to merge, which has a dialog of its own. */
	function speak_of_codes(frm) {
		const { rename_doc } = frm;
		frm.rename_doc = (...args) => {
			change_next_dialog();
			return rename_doc.apply(frm, args);
		};
		frm.page.$title_area.on("click", ".title-text", change_next_dialog);
	}

	function change_next_dialog() {
		$(document).one("shown.bs.modal", () => {
			const dialog = window.cur_dialog;
			const { new_name, name = new_name, merge } = dialog?.fields_dict || {};
			if (!name || !merge) return;
			dialog.set_df_property(name.df.fieldname, "label", __("New Customer Code"));
			dialog.set_df_property("merge", "hidden", 1);
		});
	}
})();
