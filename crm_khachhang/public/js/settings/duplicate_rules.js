// The rules about duplicates. In a function of its own: Frappe joins the scripts of a form into one.
(() => {
	frappe.ui.form.on("KH Settings", {
		refresh(frm) {
			draw_duplicate_rules(frm);
		},
	});

	const SCOPES = {
		any: { label: __("All Customers"), values: { customer_type: "", same_type_only: 0 } },
		same: {
			label: __("Customers of the Same Type"),
			values: { customer_type: "", same_type_only: 1 },
		},
		Individual: {
			label: __("Individuals Only"),
			values: { customer_type: "Individual", same_type_only: 1 },
		},
		Organization: {
			label: __("Organizations Only"),
			values: { customer_type: "Organization", same_type_only: 1 },
		},
	};

	function scope_of(rule) {
		return rule.customer_type || (rule.same_type_only ? "same" : "any");
	}

	function draw_duplicate_rules(frm) {
		const $wrapper = frm.get_field("duplicate_rules_html").$wrapper.empty();
		const rules = frm.doc.duplicate_rules || [];
		if (rules.length) $wrapper.append(table_of_rules(frm, rules));
		else
			$wrapper.append(
				$('<p class="text-muted"></p>').text(
					__("No rules: duplicates are not looked for.")
				)
			);
		$('<button type="button" class="btn btn-default btn-xs kh-add-rule"></button>')
			.text(__("Add Rule"))
			.on("click", () => edit_rule(frm))
			.appendTo($wrapper);
	}

	function table_of_rules(frm, rules) {
		const titles = [__("Enabled"), __("Duplicate When"), __("Among"), __("What Happens"), ""];
		const $table = $(
			'<table class="table table-bordered kh-duplicate-rules"><thead><tr></tr></thead><tbody></tbody></table>'
		);
		for (const title of titles) $("<th></th>").text(title).appendTo($table.find("thead tr"));
		for (const rule of rules) row_of_rule(frm, rule).appendTo($table.find("tbody"));
		return $table;
	}

	function row_of_rule(frm, rule) {
		const $row = $("<tr></tr>").toggleClass("text-muted", !rule.enabled);
		const $enabled = $('<input type="checkbox">')
			.prop("checked", Boolean(rule.enabled))
			.attr("aria-label", __("Enabled"))
			.on("change", () => change_rule(frm, rule, { enabled: rule.enabled ? 0 : 1 }));
		const $action = $('<span class="indicator-pill"></span>')
			.addClass(rule.action === "Block" ? "red" : "yellow")
			.text(__(rule.action));
		const cell = (...content) =>
			$("<td></td>")
				.append(...content)
				.appendTo($row);
		cell($enabled);
		cell(document.createTextNode(words_of_rule(frm, rule)));
		cell(document.createTextNode(SCOPES[scope_of(rule)].label));
		cell($action);
		cell(
			small_button(__("Edit"), () => edit_rule(frm, rule)),
			small_button(__("Delete"), () => delete_rule(frm, rule))
		);
		return $row;
	}

	function small_button(label, action) {
		return $('<button type="button" class="btn btn-default btn-xs mr-2"></button>')
			.text(label)
			.on("click", action);
	}

	function words_of_rule(frm, rule) {
		const labels = (rule.fieldnames || "")
			.split(",")
			.map((fieldname) => label_of(frm, fieldname))
			.join(" + ");
		return rule.comparison === "Similar"
			? __("{0} are alike to {1}%", [labels, rule.similarity])
			: __("{0} are the same", [labels]);
	}

	function label_of(frm, fieldname) {
		const fields = frm.doc.__onload?.duplicate_fields || [];
		return fields.find((field) => field.value === fieldname)?.label || fieldname;
	}

	function change_rule(frm, rule, values) {
		Object.assign(rule, values);
		frm.dirty();
		draw_duplicate_rules(frm);
	}

	function delete_rule(frm, rule) {
		frappe.model.clear_doc(rule.doctype, rule.name);
		frm.doc.duplicate_rules.forEach((row, index) => (row.idx = index + 1));
		frm.dirty();
		draw_duplicate_rules(frm);
	}

	function edit_rule(frm, rule) {
		const dialog = new frappe.ui.Dialog({
			title: rule ? __("Edit Rule") : __("Add Rule"),
			fields: fields_of_dialog(frm, rule || {}),
			primary_action_label: __("Apply"),
			primary_action({ fields, comparison, similarity, scope, action }) {
				if (!fields?.length) return frappe.msgprint(__("Choose at least one field."));
				const values = { comparison, similarity, action, ...SCOPES[scope].values };
				const row = rule || frm.add_child("duplicate_rules", { enabled: 1 });
				change_rule(frm, row, { ...values, fieldnames: fields.join(",") });
				dialog.hide();
			},
		});
		dialog.show();
	}

	function fields_of_dialog(frm, rule) {
		const chosen = (rule.fieldnames || "").split(",");
		const options = (frm.doc.__onload?.duplicate_fields || []).map(({ value, label }) => ({
			value,
			label,
			checked: chosen.includes(value),
		}));
		const translated = (words) => words.map((value) => ({ value, label: __(value) }));
		return [
			{
				fieldname: "fields",
				fieldtype: "MultiCheck",
				label: __("Compared Fields"),
				description: __("The rule matches when all of them match."),
				options,
				columns: 3,
				sort_options: false,
			},
			{ fieldtype: "Section Break" },
			{
				fieldname: "comparison",
				fieldtype: "Select",
				label: __("Comparison"),
				options: translated(["Exact", "Similar"]),
				default: rule.comparison || "Exact",
				description: __(
					"Exact looks past spelling: accents in names, spaces and prefixes in phone numbers, letter case."
				),
				reqd: 1,
			},
			{
				fieldname: "similarity",
				fieldtype: "Int",
				label: __("Similarity (%)"),
				default: rule.similarity || 90,
				depends_on: 'eval:doc.comparison=="Similar"',
			},
			{ fieldtype: "Column Break" },
			{
				fieldname: "scope",
				fieldtype: "Select",
				label: __("Among"),
				options: Object.entries(SCOPES).map(([value, { label }]) => ({ value, label })),
				default: scope_of(rule),
				reqd: 1,
			},
			{
				fieldname: "action",
				fieldtype: "Select",
				label: __("What Happens"),
				options: translated(["Warn", "Block"]),
				default: rule.action || "Warn",
				description: __(
					"A blocked customer can be saved by a KH Manager only, with a reason."
				),
				reqd: 1,
			},
		];
	}
})();
