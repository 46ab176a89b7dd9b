// The form's menu: clone this customer. It takes the place of Frappe's own "Duplicate".
frappe.ui.form.on("KH Customer", {
	refresh(frm) {
		if (frm.is_new() || !frappe.model.can_create("KH Customer")) return;
		frm.page.add_menu_item(
			__("Clone"),
			() => crm_khachhang.clone(frm.doc.name),
			true,
			"Shift+D"
		);
	},
});
