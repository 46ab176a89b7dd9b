// The form's menu: this customer as a workbook, or as a card for the contacts of a phone.
// In a function of its own: Frappe joins the scripts of a form into one.
(() => {
	frappe.ui.form.on("KH Customer", {
		refresh(frm) {
			if (frm.is_new() || !frappe.model.can_export("KH Customer")) return;
			const entries = [
				[__("Export to Excel"), "xlsx"],
				[__("Export to Phone Contacts (vCard)"), "vcf"],
			];
			for (const [label, file_type] of entries)
				frm.page.add_menu_item(label, () =>
					crm_khachhang.exports.one(frm.doc.name, file_type)
				);
		},
	});
})();
