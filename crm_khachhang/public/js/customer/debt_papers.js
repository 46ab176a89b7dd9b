// The form's menu: statement and confirmation letter of this customer's debts.
// In a function of its own: Frappe joins the scripts of a form into one.
(() => {
	frappe.ui.form.on("KH Customer", {
		refresh(frm) {
			if (frm.is_new() || !crm_khachhang.debts.may_print()) return;
			frm.page.add_menu_item(__("Debt Papers"), () =>
				crm_khachhang.debts.papers(frm.doc.name)
			);
		},
	});
})();
