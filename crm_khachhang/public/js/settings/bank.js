// The bank of the QR code: one of the list, or the digits of another. In a function of its own: Frappe joins the scripts.
(() => {
	frappe.ui.form.on("KH Settings", {
		onload(frm) {
			offer_banks(frm);
		},
		refresh(frm) {
			offer_banks(frm);
		},
	});

	function offer_banks(frm) {
		const field = frm.get_field("qr_bank");
		field.df.ignore_validation = true;
		field.set_data?.(frm.doc.__onload?.banks || []);
	}
})();
