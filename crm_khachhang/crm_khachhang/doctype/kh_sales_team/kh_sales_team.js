frappe.ui.form.on("KH Sales Team", {
	setup(frm) {
		const people = () => ({ filters: { enabled: 1, user_type: "System User" } });
		frm.set_query("leader", people);
		frm.set_query("user", "members", people);
		frm.set_query("parent_kh_sales_team", () => ({ filters: { name: ["!=", frm.doc.name] } }));
	},
});
