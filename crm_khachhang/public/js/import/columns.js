// Which column of the file means which field; each change is kept at once.
frappe.provide("crm_khachhang.importing");
(() => {
	const here = crm_khachhang.importing;
	const IGNORE = __("Leave out");

	/** The table of columns: those without a field first, as they need a look. */
	here.draw_columns = (wizard, box) => {
		const { columns } = wizard.facts;
		box.html(`<h4 class="kh-part">${__("What do the columns mean?")}</h4>
			<div class="kh-columns-summary"></div>
			<table class="kh-import-columns"><thead><tr>
				<th>${__("Column in the File")}</th><th>${__("Samples")}</th><th>${__("Field")}</th>
			</tr></thead><tbody></tbody></table>
			<div class="kh-defaults"></div>`);
		const ordered = [
			...columns.filter((one) => !one.fieldname),
			...columns.filter((one) => one.fieldname),
		];
		wizard.pickers = new Map();
		for (const column of ordered)
			draw_column(wizard, column).appendTo(box.find(".kh-import-columns tbody"));
		show_summary(wizard, box);
		here.draw_defaults(wizard, box.find(".kh-defaults"));
		wizard.on_mapping = () => show_summary(wizard, box);
	};

	/** Fields that every new customer needs and nothing gives: no column and no default. */
	here.lacking = ({ facts, doc }) => {
		if (!facts || doc.mode === "Update") return [];
		const given = new Set(facts.columns.map((one) => one.fieldname));
		return facts.targets.filter(
			({ value, required }) =>
				required && !given.has(value) && !has_value(facts.defaults[value])
		);
	};

	const has_value = (value) => value !== undefined && value !== null && value !== "";

	function draw_column(wizard, column) {
		const row = $("<tr></tr>").attr("data-column", column.number);
		const name = column.label || __("Column {0}", [column.number + 1]);
		$("<td></td>").append($("<b></b>").text(name)).appendTo(row);
		const samples = $('<td class="kh-samples"></td>').appendTo(row);
		for (const sample of column.samples.filter(Boolean))
			$("<span></span>").text(sample).appendTo(samples);
		const picker = new here.FieldPicker({
			targets: wizard.facts.targets,
			value: column.fieldname,
			none: IGNORE,
			label: __("Field of column {0}", [name]),
			note: ({ value }) => taken_by(wizard, column, value),
			pick: (value) => set_column(wizard, column, value),
		});
		wizard.pickers.set(column.number, picker);
		$("<td></td>").append(picker.box, '<small class="kh-column-note"></small>').appendTo(row);
		mark(wizard, row, column);
		return row;
	}

	function taken_by(wizard, column, fieldname) {
		const other = other_column(wizard, column, fieldname);
		return other ? __("now column {0}", [other.label]) : "";
	}

	const other_column = (wizard, column, fieldname) =>
		wizard.facts.columns.find((one) => one !== column && one.fieldname === fieldname);

	/** A field is given by one column: choosing it for another one takes it away from the first. */
	function set_column(wizard, column, fieldname) {
		const other = fieldname && other_column(wizard, column, fieldname);
		if (other) {
			other.fieldname = "";
			wizard.pickers.get(other.number).set("");
			mark(wizard, row_of(wizard, other), other);
			frappe.show_alert({
				message: __("Column {0} is left out now.", [
					frappe.utils.escape_html(other.label),
				]),
				indicator: "orange",
			});
		}
		column.fieldname = fieldname;
		mark(wizard, row_of(wizard, column), column);
		wizard.save_mapping();
	}

	const row_of = (wizard, column) => wizard.pickers.get(column.number).box.closest("tr");

	/** A column without a field needs a look; one with a field that the app computes is left out as well. */
	function mark(wizard, row, { fieldname }) {
		const { closed } = wizard.facts.targets.find((one) => one.value === fieldname) || {};
		row.toggleClass("kh-left-out", !fieldname);
		row.find(".kh-column-note").text(
			closed ? `${closed} ${__("The column is left out.")}` : ""
		);
	}

	function show_summary(wizard, box) {
		const { columns } = wizard.facts;
		const known = columns.filter((one) => one.fieldname).length;
		const summary = box.find(".kh-columns-summary").empty();
		const some = __("{0} of {1} columns have a field. The others are left out.", [
			known,
			columns.length,
		]);
		const all = __("All {0} columns were recognised.", [known]);
		const words = known === columns.length ? all : some;
		$('<p class="text-muted"></p>').text(words).appendTo(summary);
		const lacking = here.lacking(wizard).map((one) => one.label);
		if (lacking.length)
			$('<div class="kh-notice kh-bad" role="alert"></div>')
				.text(
					__(
						"No column gives: {0}. Choose the column that does, or a default value below; without it no customer can be created.",
						[lacking.join(", ")]
					)
				)
				.appendTo(summary);
	}
})();
