frappe.ui.form.on("KH Customer", {
	setup(frm) {
		offer_enabled_sources(frm);
		offer_wards_of_province(frm);
	},

	refresh(frm) {
		describe_code(frm);
	},

	province(frm) {
		clear_ward_of_other_province(frm);
	},
});

function offer_enabled_sources(frm) {
	frm.set_query("source", () => ({ filters: { enabled: 1 } }));
}

function offer_wards_of_province(frm) {
	frm.set_query("ward", () =>
		frm.doc.province ? { filters: { province: frm.doc.province } } : {}
	);
}

async function clear_ward_of_other_province(frm) {
	if (!frm.doc.ward) return;
	const { message } = await frappe.db.get_value("KH Ward", frm.doc.ward, "province");
	if (message.province !== frm.doc.province) await frm.set_value("ward", "");
}

function describe_code(frm) {
	const hint = frm.is_new() ? __("Leave empty to get the next code.") : "";
	frm.set_df_property("customer_code", "description", hint);
}
