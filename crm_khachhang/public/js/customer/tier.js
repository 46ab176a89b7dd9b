// The tier of a customer: chosen by hand it is kept, or computed by the customer's sales.
frappe.ui.form.on("KH Customer", {
	setup(frm) {
		frm.set_query("tier", () => ({ filters: { enabled: 1 } }));
	},

	refresh(frm) {
		offer_computing_the_tier(frm);
		describe_terms(frm);
	},

	tier(frm) {
		keep_what_was_chosen(frm);
	},
});

async function keep_what_was_chosen(frm) {
	if (!frm.doc.tier) {
		await frm.set_value("tier_locked", 0);
	} else if (!frm.doc.tier_locked) {
		await frm.set_value("tier_locked", 1);
		frappe.show_alert(
			__("The tier is kept. Untick “Keep This Tier” to let sales decide again."),
			7
		);
	}
}

function offer_computing_the_tier(frm) {
	if (frm.is_new() || !frm.perm[0]?.write || frm.doc.tier_locked) return;
	frm.page.add_menu_item(__("Compute the Tier"), async () => {
		if (frm.is_dirty()) await frm.save();
		const { message: changed } = await frappe.call({
			method: "crm_khachhang.customers.tiers.api.compute_one",
			args: { customer: frm.doc.name },
			freeze: true,
		});
		if (changed) await frm.reload_doc();
		frappe.show_alert({
			message: changed ? __("The tier has changed.") : __("The tier stays as it is."),
			indicator: changed ? "green" : "blue",
		});
	});
}

// What holds for a customer without terms of its own, and where it comes from.
function describe_terms(frm) {
	const terms = frm.doc.__onload?.terms || {};
	for (const [fieldname, { value, source, title }] of Object.entries(terms)) {
		if (!value || source === "own") continue;
		const df = frappe.meta.get_docfield("KH Customer", fieldname);
		const shown =
			df.fieldtype === "Link"
				? frappe.utils.escape_html(frappe.utils.get_link_title(df.options, value) || "")
				: frappe.format(value, df, { inline: 1 });
		const origin = {
			tier: __("of the tier {0}", [frappe.utils.escape_html(title)]),
			group: __("of the group {0}", [frappe.utils.escape_html(title)]),
			settings: __("of the settings"),
		}[source];
		frm.set_df_property(
			fieldname,
			"description",
			__("Holds now: {0}, {1}.", [`<b>${shown}</b>`, origin])
		);
	}
}
