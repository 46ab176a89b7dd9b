// One debt: what is open of it, and money received for it.
frappe.ui.form.on("KH Debt", {
	setup(frm) {
		// A payment that was received is not cancelled along: the server says which ones are in the way.
		frm.ignore_doctypes_on_cancel_all = ["KH Debt Payment"];
	},

	refresh(frm) {
		const { doc } = frm;
		const status = crm_khachhang.debts.status(doc);
		if (doc.docstatus === 1)
			frm.page.set_indicator(__(status), crm_khachhang.debts.COLORS[status]);
		if (doc.outstanding_amount > 0 && frappe.model.can_create("KH Debt Payment"))
			frm.add_custom_button(__("Receive a Payment"), () => receive(frm)).addClass(
				"btn-primary"
			);
	},
});

/** The customer's oldest debts come first; this one may be chosen by hand. */
async function receive(frm) {
	const { customer } = frm.doc;
	const debts = await frappe.xcall("crm_khachhang.debts.api.get_debts", { customer });
	if (await crm_khachhang.debts.record_payment(customer, debts)) frm.reload_doc();
}
