const BULK_API = "crm_khachhang.customers.bulk.api.";

frappe.ui.form.on("KH Bulk Action", {
	refresh(frm) {
		frm.disable_save();
		show_progress_of_action(frm);
		frm.rows_shown = [];
		show_more_rows(frm);
		frm.add_custom_button(__("Download Result"), () =>
			crm_khachhang.bulk.download(frm.doc.name)
		);
	},

	onload(frm) {
		frappe.realtime.on("kh_bulk_action", (data) => {
			if (data.name === frm.doc.name && frappe.get_route()[2] === data.name)
				frm.reload_doc();
		});
	},
});

function show_progress_of_action(frm) {
	const { status, total, done, name } = frm.doc;
	if (!["Queued", "Running"].includes(status)) return;
	frm.dashboard.show_progress(__("Progress"), (100 * done) / (total || 1), `${done} / ${total}`);
	frm.add_custom_button(__("Cancel Action"), () =>
		frappe.xcall(BULK_API + "cancel", { name }).then(() => frm.reload_doc())
	);
	// A crash may have interrupted it; what works is left alone.
	frappe.xcall(BULK_API + "resume", { name });
}

async function show_more_rows(frm) {
	const rows = await frappe.xcall(BULK_API + "rows", {
		name: frm.doc.name,
		start: frm.rows_shown.length,
	});
	frm.rows_shown.push(...rows);
	const wrapper = frm.fields_dict.rows_html.$wrapper;
	if (!frm.rows_shown.length) {
		wrapper.html(`<p class="text-muted">${__("Nothing was skipped and nothing failed.")}</p>`);
		return;
	}
	wrapper.html(crm_khachhang.bulk.table(frm.rows_shown));
	if (rows.length === 100)
		$(`<button class="btn btn-default btn-sm">${__("Show More")}</button>`)
			.on("click", () => show_more_rows(frm))
			.appendTo(wrapper);
}
