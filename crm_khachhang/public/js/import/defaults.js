// Values for fields that the file does not give: each with the control of its field.
frappe.provide("crm_khachhang.importing");
(() => {
	const here = crm_khachhang.importing;
	/** The list of default values, and the way to add one. */
	here.draw_defaults = (wizard, box) => {
		const { defaults, targets } = wizard.facts;
		box.html(`<h4 class="kh-part">${__("Default Values")}</h4>
			<p class="text-muted">${__(
				"For new customers, where the file has no column or the cell is empty."
			)}</p><div class="kh-default-rows"></div><div class="kh-default-add"></div>`);
		for (const fieldname of Object.keys(defaults)) {
			const target = targets.find((one) => one.value === fieldname);
			if (target) add_row(wizard, box, target);
		}
		offer(wizard, box);
	};

	function offer(wizard, box) {
		const { defaults, targets } = wizard.facts;
		const add = box.find(".kh-default-add").empty();
		const free = targets.filter(
			({ value, may_be_default }) => may_be_default && !(value in defaults)
		);
		const picker = new here.FieldPicker({
			targets: free,
			value: "",
			none: __("Add a default value …"),
			label: __("Field of the default value"),
			pick(value) {
				defaults[value] = "";
				const target = targets.find((one) => one.value === value);
				const control = add_row(wizard, box, target);
				offer(wizard, box);
				control.set_focus?.();
			},
		});
		add.append(picker.box);
	}

	function add_row(wizard, box, target) {
		const { defaults } = wizard.facts;
		const row = $('<div class="kh-default-row"></div>')
			.attr("data-field", target.value)
			.appendTo(box.find(".kh-default-rows"));
		$('<span class="kh-default-label"></span>').text(target.label).appendTo(row);
		const control = here.control(row, target, defaults[target.value], (value) => {
			defaults[target.value] = value;
			wizard.save_mapping();
		});
		$(
			`<button type="button" class="btn btn-default btn-xs">${frappe.utils.icon(
				"close",
				"xs"
			)}</button>`
		)
			.attr("aria-label", __("Remove the default value of {0}", [target.label]))
			.on("click", () => {
				delete defaults[target.value];
				row.remove();
				offer(wizard, box);
				wizard.save_mapping();
			})
			.appendTo(row);
		return control;
	}

	/** A control of the desk for the values of `target`; `changed(value)` is called when somebody chose another one. */
	here.control = (parent, target, value, changed) => {
		const place = $('<div class="kh-control"></div>').appendTo(parent);
		const control = frappe.ui.form.make_control({
			parent: place,
			df: {
				fieldname: target.value.replace(/\W/g, "_"),
				fieldtype: typed(target.fieldtype),
				options: options_of(target),
				placeholder: target.placeholder,
				only_select: target.only_select,
				change() {
					const now = control.get_value();
					if (window.cstr(now) === window.cstr(value)) return;
					value = now;
					changed(now);
				},
			},
			render_input: true,
			only_input: true,
		});
		control.$input?.attr("aria-label", target.label);
		if (value !== undefined && value !== "") control.set_value(value);
		return control;
	};

	/** Long texts are typed into a line, as everything else. */
	const typed = (fieldtype) =>
		["Small Text", "Text", "Long Text", "Text Editor", "Phone", "Barcode"].includes(fieldtype)
			? "Data"
			: fieldtype;

	function options_of({ fieldtype, options }) {
		if (fieldtype === "Link") return options;
		if (fieldtype !== "Select") return "";
		const values = (options || "").split("\n").filter(Boolean);
		return [{ value: "", label: "" }, ...values.map((value) => ({ value, label: __(value) }))];
	}
})();
