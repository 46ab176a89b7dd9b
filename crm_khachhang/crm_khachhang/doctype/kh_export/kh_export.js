const EXPORT_API = "crm_khachhang.exporting.api.";

frappe.ui.form.on("KH Export", {
	refresh(frm) {
		frm.disable_save();
		show_progress_of_export(frm);
		offer_file(frm);
	},

	onload(frm) {
		frappe.realtime.on("kh_export", (data) => {
			if (data.name === frm.doc.name && frappe.get_route()[2] === data.name)
				frm.reload_doc();
		});
	},
});

function show_progress_of_export(frm) {
	const { status, total, done, name } = frm.doc;
	if (!["Queued", "Running"].includes(status)) return;
	frm.dashboard.show_progress(__("Progress"), (100 * done) / (total || 1), `${done} / ${total}`);
	frm.add_custom_button(__("Cancel Export"), () =>
		frappe.xcall(EXPORT_API + "cancel", { name }).then(() => frm.reload_doc())
	);
	// A crash may have interrupted it; what works is left alone.
	frappe.xcall(EXPORT_API + "resume", { name });
}

function offer_file(frm) {
	const { status, file_url, started_by, name } = frm.doc;
	if (["Queued", "Running"].includes(status)) return;
	const is_mine = started_by === frappe.session.user;
	if (file_url && is_mine) {
		frm.add_custom_button(__("Download the file"), () =>
			crm_khachhang.exports.download(file_url)
		).addClass("btn-primary");
		frm.set_intro(__("The file is yours alone. It is removed after seven days."), "blue");
	} else if (status === "Completed") {
		const words = file_url
			? __("Only who started the export can download the file.")
			: __("The file was removed after seven days.");
		frm.set_intro(words, "blue");
	}
	if (is_mine && !(status === "Completed" && file_url))
		frm.add_custom_button(__("Export Again"), () =>
			frappe.xcall(EXPORT_API + "retry", { name }).then(() => frm.reload_doc())
		);
}
