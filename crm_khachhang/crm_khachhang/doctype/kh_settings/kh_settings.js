// Codes, fields, tiers: each part of the page is drawn by functions of its own.
frappe.ui.form.on("KH Settings", {
	refresh(frm) {
		show_next_code(frm, frm.doc.__onload.next_code);
		show_patterns(frm);
		show_fields(frm);
		show_tiers(frm);
	},

	code_pattern(frm) {
		preview_code(frm);
	},

	after_save() {
		// Open forms and popups read their fields anew.
		for (const doctype of ["KH Customer", "Contact"])
			delete localStorage["_doctype:" + doctype];
		delete frappe.meta.docfield_copy["KH Customer"];
		delete locals.DocType["KH Customer"];
		delete frappe.views.formview["KH Customer"];
	},
});

// Codes

const PATTERNS = [
	"KH.#####",
	"KH-.YY.-.####",
	"KH.YYYY..MM.-.###",
	"KH.YY..MM..DD.-.###",
	"######",
];

function preview_code(frm) {
	frappe.call({
		method: "crm_khachhang.customers.api.preview_code",
		args: { pattern: frm.doc.code_pattern || "" },
		callback: ({ message }) => show_next_code(frm, message),
		error: () => show_next_code(frm, ""),
	});
}

function show_next_code(frm, code) {
	const bold = `<b>${frappe.utils.escape_html(code)}</b>`;
	const words = code ? __("The next customer gets the code {0}", [bold]) : "";
	frm.get_field("next_code_html")
		.$wrapper.html(
			'<p class="text-muted kh-next-code"></p><div class="kh-code-patterns"></div>'
		)
		.find(".kh-next-code")
		.html(words);
	show_patterns(frm);
}

function show_patterns(frm) {
	const box = frm.get_field("next_code_html").$wrapper.find(".kh-code-patterns").empty();
	$(`<p class="text-muted small">${__("Often used:")}</p>`).appendTo(box);
	for (const pattern of PATTERNS) {
		$('<button type="button" class="btn btn-default btn-xs"></button>')
			.text(`${pattern} → ${example(pattern)}`)
			.on("click", () => frm.set_value("code_pattern", pattern))
			.appendTo(box);
	}
}

// What a pattern gives, without asking the server: the first number of today.
function example(pattern) {
	const [YYYY, MM, DD] = frappe.datetime.get_today().split("-");
	const parts = { YYYY, YY: YYYY.slice(2), MM, DD };
	const text = (part) =>
		/^#+$/.test(part) ? "1".padStart(part.length, "0") : parts[part] ?? part;
	return pattern.split(".").map(text).join("");
}

// Fields

const COLUMNS = ["hidden", "required", "in_popup"];

async function show_fields(frm) {
	const wrapper = frm.get_field("field_rules_html").$wrapper;
	frm.kh_fields = await frappe.xcall("crm_khachhang.customers.field_rules.api.overview");
	const intro = __(
		"What your company makes of the fields. A required field must be filled in the form, in imports and by programs alike; the popup is the short form for a new customer."
	);
	wrapper.html(`<p class="text-muted">${intro}</p>`);
	for (const { document, title, fields } of frm.kh_fields) {
		wrapper.append(`<h5>${frappe.utils.escape_html(title)}</h5>`);
		const table = $('<div class="kh-field-rules"><table></table></div>').appendTo(wrapper);
		draw_fields(frm, table.find("table"), document, fields);
	}
}

function draw_fields(frm, table, document, fields) {
	const heads = [__("Field"), __("Hidden"), __("Required"), __("In the Popup")];
	const body = $(`<thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead>`)
		.appendTo(table)
		.after("<tbody></tbody>")
		.next();
	let place = "";
	for (const field of fields) {
		if (field.place !== place) {
			place = field.place;
			const words = frappe.utils.escape_html(place);
			body.append(`<tr class="kh-place"><td colspan="4">${words}</td></tr>`);
		}
		body.append(draw_field(frm, document, field));
	}
}

function draw_field(frm, document, field) {
	const row = $(
		`<tr data-document="${document}" data-field="${field.fieldname}"><td></td></tr>`
	);
	const label = row.find("td").text(field.label);
	if (field.customer_type) {
		const only = __("only {0}", [__(field.customer_type)]);
		label.append(` <span class="text-muted small">(${only})</span>`);
	}
	for (const column of COLUMNS) {
		$("<td><input type='checkbox'></td>")
			.appendTo(row)
			.find("input")
			.attr("data-column", column)
			.attr(
				"aria-label",
				`${field.label}: ${__(frappe.meta.get_label("KH Field Rule", column))}`
			)
			.on("change", (event) =>
				change_rule(frm, document, field, column, event.target.checked)
			);
	}
	show_rule(row, field);
	return row;
}

function show_rule(row, field) {
	const { now, standard } = field;
	const fixed = {
		hidden: field.essential || now.required,
		required: !field.requirable || now.hidden || (field.essential && standard.required),
		in_popup: !field.in_popup_possible || now.hidden || now.required,
	};
	for (const column of COLUMNS) {
		row.find(`[data-column=${column}]`).prop({
			checked: !!now[column],
			disabled: !!fixed[column],
		});
	}
	row.toggleClass(
		"kh-changed",
		COLUMNS.some((column) => now[column] !== standard[column])
	);
}

function change_rule(frm, document, field, column, checked) {
	const now = { ...field.now, [column]: checked ? 1 : 0 };
	if (column === "required")
		now.in_popup = checked ? Number(field.in_popup_possible) : field.standard.in_popup;
	if (column === "hidden" && checked) now.in_popup = 0;
	field.now = now;
	const others = (frm.doc.field_rules || []).filter(
		(rule) => rule.document !== document || rule.field_name !== field.fieldname
	);
	frm.doc.field_rules = others;
	// A row of its own even for the standard: the server applies and then drops it.
	frm.add_child("field_rules", { document, field_name: field.fieldname, ...now });
	frm.doc.field_rules.forEach((rule, index) => (rule.idx = index + 1));
	frm.dirty();
	show_rule(
		frm
			.get_field("field_rules_html")
			.$wrapper.find(`tr[data-document="${document}"][data-field="${field.fieldname}"]`),
		field
	);
}

// Tiers

async function show_tiers(frm) {
	const wrapper = frm.get_field("tiers_html").$wrapper;
	const intro = __(
		"Every night each customer with recorded sales gets the highest tier whose criteria hold. A kept tier, and one without criteria, stays."
	);
	wrapper.html(`
		<p class="text-muted">${intro}</p>
		<p class="kh-last-computation"></p>
		<div class="progress hidden"><div class="progress-bar"></div></div>
		<button type="button" class="btn btn-default btn-sm kh-compute">${__(
			"Compute All Tiers Now"
		)}</button>
		<button type="button" class="btn btn-default btn-sm kh-tiers">${__(
			"Tiers and Their Criteria"
		)}</button>
		<button type="button" class="btn btn-default btn-sm kh-changes">${__(
			"History of Changes"
		)}</button>`);
	wrapper.find(".kh-tiers").on("click", () => frappe.set_route("List", "KH Customer Tier"));
	wrapper.find(".kh-changes").on("click", () => frappe.set_route("List", "KH Tier Change"));
	wrapper.find(".kh-compute").on("click", () => compute_tiers(wrapper));
	frappe.realtime.off("kh_tiers");
	frappe.realtime.on("kh_tiers", (facts) => show_progress(wrapper, facts));
	show_last_computation(wrapper, await frappe.xcall("crm_khachhang.customers.tiers.api.state"));
}

function show_last_computation(wrapper, { running, computed_on, computed, changed }) {
	let words = __("Not computed yet.");
	if (running) words = __("Being computed now …");
	else if (computed_on)
		words = __("Last computed {0}: {1} customers, {2} changes.", [
			frappe.datetime.str_to_user(computed_on),
			format_number(computed, null, 0),
			format_number(changed, null, 0),
		]);
	wrapper.find(".kh-last-computation").text(words);
	wrapper.find(".kh-compute").prop("disabled", !!running);
	if (running) setTimeout(() => look_again(wrapper), 3000);
}

// A message may be missed, as when the computation ends before the page listens.
async function look_again(wrapper) {
	if (!wrapper.is(":visible")) return;
	show_last_computation(wrapper, await frappe.xcall("crm_khachhang.customers.tiers.api.state"));
}

async function compute_tiers(wrapper) {
	const state = await frappe.xcall("crm_khachhang.customers.tiers.api.compute_all");
	show_last_computation(wrapper, state);
}

async function show_progress(wrapper, { done, total, finished }) {
	const bar = wrapper.find(".progress").toggleClass("hidden", !!finished);
	bar.find(".progress-bar").css("width", `${Math.round((100 * (done || 0)) / (total || 1))}%`);
	if (finished) await look_again(wrapper);
}
