// The field rules of KH Settings in the form of a contact that belongs to a customer.
frappe.ui.form.on("Contact", {
	refresh: apply_field_rules,
});

function apply_field_rules(frm) {
	const of_customer = (frm.doc.links || []).some((link) => link.link_doctype === "KH Customer");
	for (const rule of frappe.boot.crm_khachhang?.contact_rules || []) {
		const standard = frappe.meta.get_docfield("Contact", rule.fieldname);
		if (!standard) continue;
		const value = (key, own) => (of_customer ? rule[key] : standard[own]) || 0;
		frm.set_df_property(rule.fieldname, "hidden", value("hidden", "hidden"));
		frm.set_df_property(rule.fieldname, "reqd", value("required", "reqd"));
	}
}
