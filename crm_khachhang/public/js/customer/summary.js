// The head of a customer's form: how to reach them, what they owe, when they bought and when care is due.
// In a function of its own: Frappe joins the scripts of a form into one.
(() => {
	frappe.ui.form.on("KH Customer", {
		refresh(frm) {
			draw_summary(frm);
			draw_referred(frm);
			tell_companions(frm);
		},
		customer_type(frm) {
			label_name(frm);
		},
		onload_post_render(frm) {
			label_name(frm);
		},
	});

	const REACH = [
		["phone", "call"],
		["other_phone", "call"],
		["email", "mail"],
		["zalo", "message-1"],
		["facebook", "link-url"],
		["website", "website"],
	];

	const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

	function label_name(frm) {
		const is_one_person = frm.doc.customer_type === "Individual";
		frm.set_df_property(
			"customer_name",
			"label",
			is_one_person ? __("First and Last Name") : __("Organization Name")
		);
	}

	function draw_summary(frm) {
		if (frm.is_new()) return;
		const html = `<div class="kh-summary">
			<div class="kh-reach">${reach_of(frm)}</div>
			<div class="kh-facts">${facts_of(frm).map(fact).join("")}</div>
		</div>`;
		frm.get_field("summary_html").$wrapper.html(html);
	}

	function reach_of(frm) {
		const links = frm.doc.__onload?.kh_links || {};
		const drawn = REACH.filter(([name]) => links[name]).map(([name, icon]) => {
			const text =
				name === "zalo" ? "Zalo" : name === "facebook" ? "Facebook" : frm.doc[name];
			const outside = links[name].startsWith("http")
				? 'target="_blank" rel="noopener noreferrer"'
				: "";
			return `<a class="btn btn-default btn-sm" data-reach="${name}" href="${escape(
				links[name]
			)}" ${outside} title="${escape(__(frm.get_docfield(name).label))}">
				${frappe.utils.icon(icon, "sm")} <span>${escape(text)}</span></a>`;
		});
		return (
			drawn.join("") ||
			`<span class="text-muted">${__("No phone number or email yet.")}</span>`
		);
	}

	function facts_of(frm) {
		const { doc } = frm;
		const tier = doc.__onload?.kh_tier;
		const facts = [
			{
				label: __("Tier"),
				html: tier ? pill(tier) : "–",
			},
			{ label: __("Total Debt"), html: money(doc.total_debt) },
			{
				label: __("Overdue Debt"),
				html: money(doc.overdue_debt),
				tone: doc.overdue_debt > 0 ? "red" : "",
			},
			{ label: __("Last Purchase Date"), html: day(doc.last_purchase_date) },
			{
				label: __("Next Care On"),
				html: day(doc.next_care_on),
				tone:
					doc.next_care_on && doc.next_care_on < frappe.datetime.now_datetime()
						? "orange"
						: "",
			},
		];
		return facts;
	}

	function pill({ tier_name, color }) {
		const tone = escape((color || "gray").toLowerCase());
		return `<span class="indicator-pill ${tone}">${escape(tier_name)}</span>`;
	}

	function fact({ label, html, tone }) {
		return `<div class="kh-fact ${tone ? `kh-${tone}` : ""}">
			<div class="kh-fact-label">${label}</div><div class="kh-fact-value">${html}</div></div>`;
	}

	function money(value) {
		return value ? format_currency(value, frappe.boot.sysdefaults.currency) : "–";
	}

	function day(value) {
		if (!value) return "–";
		const is_moment = value.length > 10;
		const shown = frappe.datetime.str_to_user(value, false, !is_moment);
		return escape(is_moment ? shown.replace(/(\d\d:\d\d):\d\d$/, "$1") : shown);
	}

	function draw_referred(frm) {
		const referred = (!frm.is_new() && frm.doc.__onload?.kh_referred) || [];
		const $wrapper = frm.get_field("referred_html").$wrapper.empty();
		if (!referred.length) return;
		const rows = referred.map(
			(one) =>
				`<li>${frappe.utils.get_form_link(
					"KH Customer",
					one.name,
					true,
					escape(one.customer_name)
				)} <span class="text-muted">${escape(one.name)}</span></li>`
		);
		$wrapper.html(
			`<div class="control-label">${__("Referred Customers")}</div><ul>${rows.join("")}</ul>`
		);
	}

	/** People and an appointment that the popup handed over are saved with the new customer. */
	function tell_companions(frm) {
		const carried = frm.is_new() && frm.doc.kh_companions;
		if (!carried) return;
		const parts = [];
		if (carried.contacts?.length) parts.push(__("{0} contacts", [carried.contacts.length]));
		if (carried.appointment) parts.push(__("one appointment"));
		if (parts.length) frm.set_intro(__("Saved together: {0}.", [parts.join(", ")]), "blue");
	}
})();
