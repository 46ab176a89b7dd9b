// The owner on the customer's form: handing over, who had it when, and the dialog before a deletion.
frappe.ui.form.on("KH Customer", {
	setup(frm) {
		frm.set_query("account_manager", () => ({
			query: "crm_khachhang.customers.owners.api.find_owners",
		}));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		offer_handing_over(frm);
		ask_before_deleting(frm);
		show_owner_history(frm);
	},
});

function offer_handing_over(frm) {
	if (!frappe.perm.has_perm("KH Customer", 0, "write", frm.doc)) return;
	frm.page.add_menu_item(__("Change Owner"), () => crm_khachhang.reassign([frm.doc.name]));
}

function ask_before_deleting(frm) {
	frm.savetrash = () => crm_khachhang.delete_customers([frm.doc.name]);
}

async function show_owner_history(frm) {
	const name = frm.doc.name;
	const changes = await frappe.xcall("crm_khachhang.customers.owners.api.history", {
		customer: name,
	});
	if (!changes.length || frm.doc.name !== name) return;
	frm.dashboard.wrapper?.find?.(".kh-owner-history").remove();
	frm.dashboard.parent?.find(".kh-owner-history").remove();
	const body = frm.dashboard.add_section(
		owner_history_table(changes),
		__("Owner History"),
		"kh-owner-history custom"
	);
	body.addClass("kh-owner-history-body");
	frm.dashboard.show();
}

function owner_history_table(changes) {
	const escape = frappe.utils.escape_html;
	const person = (user) => (user ? escape(frappe.user.full_name(user)) : __("Nobody"));
	const rows = changes.map(
		(change) => `<tr>
			<td>${frappe.datetime.str_to_user(change.changed_on)}</td>
			<td>${person(change.from_user)} → <b>${person(change.to_user)}</b></td>
			<td>${escape(change.note || "")}</td>
			<td>${person(change.changed_by)}</td>
		</tr>`
	);
	return `<table class="table table-bordered"><thead><tr>
		<th>${__("Changed On")}</th><th>${__("Owner")}</th><th>${__("Note")}</th><th>${__(
			"Changed By"
		)}</th>
		</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
