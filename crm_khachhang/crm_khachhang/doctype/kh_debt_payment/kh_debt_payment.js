// A payment: only open debts of its customer are offered in its rows.
frappe.ui.form.on("KH Debt Payment", {
	setup(frm) {
		frm.set_query("debt", "allocations", () => ({
			filters: {
				customer: frm.doc.customer || "",
				docstatus: 1,
				outstanding_amount: [">", 0],
			},
		}));
	},

	refresh(frm) {
		frm.trigger("oldest_first");
		if (frm.doc.docstatus === 1)
			frm.page.set_indicator(...crm_khachhang.debts.state(frm.doc).slice(0, 2));
	},

	customer(frm) {
		frm.clear_table("allocations");
		frm.refresh_field("allocations");
	},

	/** What the oldest debts get is filled in when the payment is saved. */
	oldest_first(frm) {
		const by_hand = !frm.doc.oldest_first && frm.doc.docstatus === 0;
		frm.set_df_property("allocations", "read_only", by_hand ? 0 : 1);
		frm.set_df_property(
			"allocations",
			"description",
			by_hand || frm.doc.docstatus ? "" : __("Filled in when you save.")
		);
	},
});
