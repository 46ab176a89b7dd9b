frappe.ui.form.on("KH Settings", {
	refresh(frm) {
		show_next_code(frm, frm.doc.__onload.next_code);
	},

	code_pattern(frm) {
		frappe.call({
			method: "crm_khachhang.customers.api.preview_code",
			args: { pattern: frm.doc.code_pattern || "" },
			callback: ({ message }) => show_next_code(frm, message),
			error: () => show_next_code(frm, ""),
		});
	},
});

function show_next_code(frm, code) {
	const bold = `<b>${frappe.utils.escape_html(code)}</b>`;
	const words = code ? __("The next customer gets the code {0}", [bold]) : "";
	frm.get_field("next_code_html").$wrapper.html(`<p class="text-muted">${words}</p>`);
}
