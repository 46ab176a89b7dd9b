// Words of the file that no list of the site has: what each means, chosen once for all its rows.
frappe.provide("crm_khachhang.importing");
(() => {
	const here = crm_khachhang.importing;

	here.draw_words = async (wizard, box) => {
		const words = await here.call("unknown_values", { name: wizard.name });
		box.empty();
		if (!words.length) return;
		box.html(`<h4 class="kh-part">${__("Names that the app does not know")}</h4>
			<p class="text-muted">${__(
				"Say once what each means. It is remembered for the next file of this kind."
			)}</p>
			<table class="kh-import-words"><thead><tr><th>${__("In the File")}</th><th>${__("Rows")}</th>
				<th>${__("Field")}</th><th>${__("Means")}</th></tr></thead><tbody></tbody></table>`);
		for (const word of words) box.find("tbody").append(line_of(wizard, word));
		offer_creation(wizard, words, box);
	};

	function line_of(wizard, word) {
		const { value, rows, label, fieldname, fieldtype, doctype } = word;
		const line = $("<tr></tr>");
		$("<td></td>").append($("<b></b>").text(value)).appendTo(line);
		$("<td></td>")
			.text(window.format_number(rows, null, 0))
			.appendTo(line);
		$("<td></td>").text(label).appendTo(line);
		const target = {
			value: fieldname,
			label: __("What {0} means", [value]),
			fieldtype,
			options: doctype,
			placeholder: __("Choose …"),
		};
		const place = $("<td></td>").appendTo(line);
		const { values } = wizard.facts;
		here.control(place, target, values[fieldname]?.[value] || "", (chosen) => {
			(values[fieldname] ||= {})[value] = chosen;
			if (!chosen) delete values[fieldname][value];
			line.toggleClass("kh-chosen", Boolean(chosen));
			wizard.save_mapping();
		});
		return line;
	}

	/** Groups, sources and the like may be new ones: one click makes all of them when the import runs. */
	function offer_creation(wizard, words, box) {
		const creatable = words.filter((word) => word.creatable && word.value);
		if (!creatable.length || wizard.doc.create_masters) return;
		const names = creatable.map((word) => word.value);
		const shown = names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "");
		$('<button type="button" class="btn btn-default btn-sm kh-create-names"></button>')
			.text(__("They are new: create {0} when importing", [shown]))
			.on("click", async (event) => {
				event.currentTarget.disabled = true;
				await wizard.set_options({ create_masters: 1 });
				await wizard.check();
			})
			.appendTo(box);
	}
})();
