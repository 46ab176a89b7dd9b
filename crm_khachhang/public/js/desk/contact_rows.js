// The small table of people in the popup: one line each, written without a click more than needed.
frappe.provide("crm_khachhang.contacts");

const COLUMNS = [
	{ fieldname: "full_name", fieldtype: "Data", label: "First and Last Name" },
	{
		fieldname: "position",
		fieldtype: "Link",
		options: "KH Contact Position",
		label: "Position",
		get_query: () => ({ filters: { enabled: 1 } }),
	},
	{ fieldname: "phone", fieldtype: "Data", label: "Phone" },
	{ fieldname: "email", fieldtype: "Data", label: "Email" },
];

crm_khachhang.contacts.Rows = class {
	constructor($parent) {
		this.rows = [];
		this.$wrapper = $('<details class="kh-people-rows"></details>').appendTo($parent.empty());
		$("<summary></summary>").text(__("Contacts")).appendTo(this.$wrapper);
		this.$rows = $("<div></div>").appendTo(this.$wrapper);
		$('<button type="button" class="btn btn-default btn-xs"></button>')
			.text(__("Add Row"))
			.on("click", () => this.add().focus())
			.appendTo(this.$wrapper);
		this.add();
	}

	open(is_open) {
		this.$wrapper.prop("open", is_open || this.get_values().length > 0);
	}

	add(values = {}) {
		const row = new Row(this, values);
		this.rows.push(row);
		this.renumber();
		return row;
	}

	remove(row) {
		row.$wrapper.remove();
		this.rows = this.rows.filter((one) => one !== row);
		if (!this.rows.length) this.add();
		this.renumber();
	}

	renumber() {
		this.rows.forEach((row, index) => row.$number.text(index + 1));
	}

	/** All rows up to the last that holds something: their places are what a refusal names. */
	get_values() {
		const values = this.rows.map((row) => row.get_values());
		while (values.length && !Object.values(values.at(-1)).some(Boolean)) values.pop();
		return values;
	}

	set_values(people) {
		this.rows.forEach((row) => row.$wrapper.remove());
		this.rows = [];
		people.forEach((person) => this.add(person));
		if (!this.rows.length) this.add();
	}
};

class Row {
	constructor(table, values) {
		this.$wrapper = $('<div class="kh-people-row"></div>').appendTo(table.$rows);
		this.$number = $('<span class="kh-people-number text-muted"></span>').appendTo(
			this.$wrapper
		);
		this.controls = COLUMNS.map((column) => this.make_control(column, values));
		$('<button type="button" class="btn btn-xs kh-people-remove"></button>')
			.attr("title", __("Remove"))
			.attr("aria-label", __("Remove"))
			.html(frappe.utils.icon("close", "xs"))
			.on("click", () => table.remove(this))
			.appendTo(this.$wrapper);
	}

	make_control(column, values) {
		const control = frappe.ui.form.make_control({
			parent: $("<div></div>").appendTo(this.$wrapper),
			df: { ...column, label: __(column.label), placeholder: __(column.label) },
			render_input: true,
			only_input: true,
		});
		control.$input?.attr("aria-label", __(column.label));
		if (values[column.fieldname]) control.set_value(values[column.fieldname]);
		return control;
	}

	get_values() {
		const pairs = this.controls.map((one) => [one.df.fieldname, one.get_value() || ""]);
		return Object.fromEntries(pairs);
	}

	focus() {
		this.controls[0].set_focus();
	}
}
