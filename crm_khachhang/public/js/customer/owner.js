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

/** Below the owner: a link to who had the customer when. */
async function show_owner_history(frm) {
	const name = frm.doc.name;
	const changes = await frappe.xcall("crm_khachhang.customers.owners.api.history", {
		customer: name,
	});
	const field = frm.fields_dict.account_manager;
	field?.$wrapper.find(".kh-owner-history").remove();
	if (!field || !changes.length || frm.doc.name !== name) return;
	$(`<a class="kh-owner-history small" href="#"></a>`)
		.text(`${__("Owner History")} (${changes.length})`)
		.on("click", (event) => {
			event.preventDefault();
			frappe.msgprint({
				title: __("Owner History"),
				message: owner_history_table(changes),
				wide: true,
			});
		})
		.appendTo(field.$wrapper.find(".control-input-wrapper"));
}

function owner_history_table(changes) {
	const escape = frappe.utils.escape_html;
	const person = (name) => (name ? escape(name) : __("Nobody"));
	const rows = changes.map(
		(change) => `<tr>
			<td>${frappe.datetime.str_to_user(change.changed_on)}</td>
			<td>${person(change.from_name)} → <b>${person(change.to_name)}</b></td>
			<td>${escape(change.note || "")}</td>
			<td>${person(change.by_name)}</td>
		</tr>`
	);
	return `<table class="table table-bordered"><thead><tr>
		<th>${__("Changed On")}</th><th>${__("Owner")}</th><th>${__("Note")}</th><th>${__(
			"Changed By"
		)}</th>
		</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
