// The form's menu: merge this customer with others.
frappe.ui.form.on("KH Customer", {
	refresh(frm) {
		if (frm.is_new() || !crm_khachhang.may_merge()) return;
		frm.page.add_menu_item(__("Merge with Other Customers"), async () => {
			const merged = await crm_khachhang.merge_with(frm.doc.name);
			if (!merged) return;
			if (merged.master === frm.doc.name) frm.reload_doc();
			else frappe.set_route("Form", "KH Customer", merged.master);
		});
	},
});
