// How an import is to go: what happens to customers that are there already, to doubtful ones, to missing names.
frappe.provide("crm_khachhang.importing");
(() => {
	const here = crm_khachhang.importing;

	const MODES = [
		["Create", __("Only add new customers"), __("Customers that are there stay as they are.")],
		[
			"Update",
			__("Only update customers that are there"),
			__("Cells with a value replace what the customer has; empty cells change nothing."),
		],
		[
			"Create or Update",
			__("Add new ones and update the others"),
			__("A row whose customer is found updates it, every other row adds one."),
		],
	];

	/** Each: key, words, the field whose column it needs. */
	const MATCHES = [
		["code", __("Customer Code"), ["customer_code"]],
		["tax_code", __("Tax Code"), ["tax_code"]],
		["phone", __("Phone"), ["phone", "other_phone"]],
		["email", __("Email"), ["email"]],
	];

	const DUPLICATES = [
		["Create with a Remark", __("Add them; the check tells of them")],
		["Skip", __("Leave them out")],
	];

	const DATES = [
		["Day First", __("Day first: 31/12/2025")],
		["Month First", __("Month first: 12/31/2025")],
	];

	here.MODES = MODES;

	/** All choices; each is kept at once. */
	here.draw_options = (wizard, box) => {
		box.html(`<h4 class="kh-part">${__("How shall it be imported?")}</h4>
			<div class="kh-modes" role="radiogroup" aria-label="${__("Mode")}"></div>
			<div class="kh-match"></div><div class="kh-more"></div><div class="kh-slow"></div>`);
		draw_modes(wizard, box);
		draw_matches(wizard, box.find(".kh-match"));
		draw_more(wizard, box.find(".kh-more"));
		draw_slow(wizard.facts.slow_because, box.find(".kh-slow"));
	};

	function draw_modes(wizard, box) {
		for (const [mode, title, words] of MODES) {
			$(`<label class="kh-choice"><input type="radio" name="kh-mode" value="${mode}">
				<span><b>${title}</b><small class="text-muted">${words}</small></span></label>`)
				.appendTo(box.find(".kh-modes"))
				.find("input")
				.prop("checked", wizard.doc.mode === mode)
				.on("change", () => {
					wizard.set_options({ mode });
					draw_matches(wizard, box.find(".kh-match"));
					wizard.on_mapping?.();
				});
		}
	}

	/** What finds the customer of a row. For new ones only it stays folded: without it nothing is compared. */
	function draw_matches(wizard, box) {
		const chosen = (wizard.doc.match_by || "").split(",").filter(Boolean);
		const is_new_only = wizard.doc.mode === "Create";
		const title = is_new_only
			? __("Skip rows whose customer is there already, found by …")
			: __("Find the customer of a row by");
		box.html(`<details class="kh-folded"><summary></summary><div class="kh-checks"></div>
			<small class="text-muted kh-match-words"></small></details>`);
		box.find("summary").text(title);
		box.find("details").prop("open", !is_new_only || chosen.length > 0);
		const columns = new Set(wizard.facts.columns.map((one) => one.fieldname));
		for (const [key, label, fields] of MATCHES) {
			const is_given = fields.some((name) => columns.has(name));
			const check = $(
				`<label><input type="checkbox" value="${key}"> <span>${label}</span></label>`
			).appendTo(box.find(".kh-checks"));
			if (!is_given) check.attr("title", __("No column of the file gives it."));
			check
				.toggleClass("text-muted", !is_given)
				.find("input")
				.prop({
					checked: chosen.includes(key),
					disabled: !is_given && !chosen.includes(key),
				})
				.on("change", () => {
					const now = box.find("input:checked").get();
					wizard.set_options({ match_by: now.map((one) => one.value).join(",") });
					explain(wizard, box, columns);
				});
		}
		explain(wizard, box, columns);
	}

	/** What is taken when nothing is ticked, as the server does: codes that nobody shares before phones. */
	function explain(wizard, box, columns) {
		const words = box.find(".kh-match-words").empty();
		if (wizard.doc.mode === "Create" || wizard.doc.match_by) return;
		const given = MATCHES.filter(([, , fields]) => columns.has(fields[0]));
		const sure = given.filter(([key]) => ["code", "tax_code"].includes(key));
		const usual = (sure.length ? sure : given.slice(0, 1)).map(([, label]) => label);
		words.text(
			usual.length
				? __("Nothing ticked: the app takes {0}.", [usual.join(", ")])
				: __("The file has none of these columns, so no customer can be found.")
		);
	}

	function draw_more(wizard, box) {
		const { doc } = wizard;
		radios(
			box,
			__("When a new customer may be a duplicate"),
			"duplicates",
			DUPLICATES,
			wizard
		);
		radios(box, __("Dates written in digits"), "date_order", DATES, wizard);
		const names = $(`<div class="kh-field"><label class="kh-check"><input type="checkbox">
			<span>${__("Create groups, sources and other names that are missing")}</span></label></div>`);
		names
			.appendTo(box)
			.find("input")
			.prop("checked", Boolean(doc.create_masters))
			.on("change", (event) =>
				wizard.set_options({ create_masters: event.target.checked ? 1 : 0 })
			);
		const owner = $(
			`<div class="kh-field"><div class="kh-label">${__(
				"Owner of new customers, where the file names none"
			)}</div></div>`
		).appendTo(box);
		const target = {
			value: "account_manager",
			label: __("Owner of New Customers"),
			fieldtype: "Link",
			options: "User",
			placeholder: __("You"),
		};
		here.control(owner, target, doc.account_manager, (value) =>
			wizard.set_options({ account_manager: value || "" })
		);
	}

	function radios(box, title, fieldname, choices, wizard) {
		const group = $(
			`<div class="kh-field" role="radiogroup" aria-label="${title}"><div class="kh-label">${title}</div></div>`
		).appendTo(box);
		for (const [value, words] of choices)
			$(
				`<label class="kh-check"><input type="radio" name="kh-${fieldname}"> <span>${words}</span></label>`
			)
				.appendTo(group)
				.find("input")
				.prop("checked", wizard.doc[fieldname] === value)
				.on("change", () => wizard.set_options({ [fieldname]: value }));
	}

	function draw_slow(reasons, box) {
		if (!reasons.length) return;
		box.addClass("kh-notice").html(
			`<div>${__(
				"This site has rules of its own for customers. They are kept: every row is saved as on the form, which takes longer."
			)}</div><details><summary>${__("Which rules?")}</summary><ul></ul></details>`
		);
		for (const reason of reasons) $("<li></li>").text(reason).appendTo(box.find("ul"));
	}
})();
