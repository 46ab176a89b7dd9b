// The steps, the columns, the result: public/js/import/.
frappe.ui.form.on("KH Import", {
	setup(frm) {
		crm_khachhang.importing.take_drops(frm);
	},

	refresh(frm) {
		crm_khachhang.importing.show(frm);
	},
});
