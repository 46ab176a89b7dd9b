// The rows of a check or of an import: totals that filter, and what becomes, or became, of each row and why.
frappe.provide("crm_khachhang.importing");
(() => {
	const here = crm_khachhang.importing;
	const PAGE = 50;
	const CUSTOMER = "KH Customer";
	const DEBT = "KH Debt";

	const OUTCOMES = {
		Created: {
			field: "created",
			color: "green",
			to_come: __("to be added"),
			done: __("added"),
		},
		Updated: {
			field: "updated",
			color: "blue",
			to_come: __("to be updated"),
			done: __("updated"),
		},
		Skipped: { field: "skipped", color: "gray", to_come: __("skipped"), done: __("skipped") },
		Failed: { field: "failed", color: "red", to_come: __("refused"), done: __("refused") },
	};

	const UNDONE = {
		Undone: { field: "undone", color: "orange", done: __("undone") },
		Kept: { field: "kept", color: "purple", done: __("kept") },
	};

	const is_check = ({ status }) => ["Draft", "Checking", "Checked"].includes(status);

	/** The totals: [{key, label, number, color}], in the words of a check or of what has happened. */
	here.numbers = (doc) => {
		const totals = { ...OUTCOMES, ...(doc.status === "Undone" ? UNDONE : {}) };
		return Object.entries(totals).map(([key, { field, color, to_come, done }]) => ({
			key,
			color,
			label: is_check(doc) ? to_come : done,
			number: doc[field] || 0,
		}));
	};

	/** Chips that filter, and below them the rows of the chosen one. `first` is the outcome shown at once. */
	here.draw_rows = (wizard, box, first) => {
		box.html(`<div class="kh-chips kh-totals" role="group" aria-label="${__(
			"Show rows"
		)}"></div>
			<div class="kh-rows-scroll"><table class="kh-import-rows"><thead><tr>
				<th>${__("Row")}</th><th>${__("Customer")}</th><th></th><th>${__("Details")}</th>
			</tr></thead><tbody></tbody></table></div>
			<p class="kh-rows-end"></p>`);
		const all = { key: "", label: __("rows in all"), number: wizard.doc.total_rows || 0 };
		for (const total of [all, ...here.numbers(wizard.doc)]) {
			if (!total.number && total.key !== "") continue;
			chip(total)
				.on("click", () => show(wizard, box, total.key))
				.appendTo(box.find(".kh-totals"));
		}
		return show(wizard, box, first);
	};

	function chip({ key, label, number, color }) {
		return $(`<button type="button" class="kh-total" data-outcome="${key}" aria-pressed="false">
			<b>${window.format_number(number, null, 0)}</b> <span class="${
				color ? `indicator ${color}` : ""
			}">${label}</span></button>`);
	}

	async function show(wizard, box, outcome) {
		const asked = (box.asked = Symbol(outcome));
		for (const one of box.find(".kh-total"))
			one.setAttribute("aria-pressed", one.dataset.outcome === outcome);
		const rows = await page(wizard, outcome, 0);
		if (box.asked !== asked) return;
		box.find("tbody").empty();
		add(wizard, box, outcome, rows, 0);
	}

	async function page(wizard, outcome, start) {
		const undone = outcome in UNDONE ? outcome : "";
		const rows = await here.call("rows", {
			name: wizard.name,
			outcome: undone ? "" : outcome,
			undone,
			start,
		});
		await crm_khachhang.titles.learn(rows.flatMap(links_of));
		return rows;
	}

	function links_of({ changes }) {
		return Object.entries(changes).flatMap(([fieldname, values]) => {
			const df = frappe.meta.get_docfield(CUSTOMER, fieldname);
			return df?.fieldtype === "Link" ? values.map((value) => [df.options, value]) : [];
		});
	}

	function add(wizard, box, outcome, rows, before) {
		const shown = before + rows.length;
		box.find("tbody").append(rows.map((row) => row_of(row, is_check(wizard.doc))));
		const end = box.find(".kh-rows-end").empty();
		if (!shown) end.html(`<span class="text-muted">${__("No such rows.")}</span>`);
		if (rows.length < PAGE) return;
		$(`<button type="button" class="btn btn-default btn-sm">${__("Show More")}</button>`)
			.on("click", async (event) => {
				event.currentTarget.disabled = true;
				const next = await page(wizard, outcome, shown);
				add(wizard, box, outcome, next, shown);
			})
			.appendTo(end);
	}

	function row_of(row, is_check) {
		const { color, to_come } = OUTCOMES[row.outcome];
		const line = $(`<tr><td class="kh-row-number" data-label="${__("Row")}">${
			row.row_no
		}</td><td></td>
			<td><span class="indicator-pill ${color}"></span></td><td class="kh-details"></td></tr>`);
		const outcome = is_check ? to_come : (UNDONE[row.undo] || OUTCOMES[row.outcome]).done;
		line.find(".indicator-pill").text(outcome);
		line.find("td").eq(1).append(customer_of(row));
		const details = line.find(".kh-details");
		if (row.undo_reason) $("<div></div>").text(row.undo_reason).appendTo(details);
		if (row.opening_amount) details.append(opening_of(row));
		for (const [fieldname, values] of Object.entries(row.changes))
			details.append(change_of(row, fieldname, values));
		for (const problem of problems_of(row)) details.append(problem_of(row, problem));
		return line;
	}

	function customer_of({ customer, customer_name, undo, outcome }) {
		const is_gone = undo === "Undone" && outcome === "Created";
		const title = customer_name || customer || __("(no name)");
		if (!customer || is_gone) return $("<span></span>").text(title);
		const link = $(frappe.utils.get_form_link(CUSTOMER, customer, true, customer));
		const box = $("<div></div>").append(link.text(title).attr("target", "_blank"));
		if (customer_name) $('<small class="text-muted"></small>').text(customer).appendTo(box);
		return box;
	}

	function change_of({ labels }, fieldname, [old, now]) {
		const df = frappe.meta.get_docfield(CUSTOMER, fieldname);
		const line = $('<div class="kh-change"></div>');
		$("<span class='text-muted'></span>")
			.text(`${labels[fieldname] || fieldname}: `)
			.appendTo(line);
		if (is_empty(old)) $("<i class='text-muted'></i>").text(__("(empty)")).appendTo(line);
		else $("<s></s>").text(spoken(df, old)).appendTo(line);
		line.append(" → ");
		$("<b></b>")
			.text(is_empty(now) ? __("(empty)") : spoken(df, now))
			.appendTo(line);
		return line;
	}

	/** What the customer owes already, with the debt that it became. */
	function opening_of({ debt, opening_amount }) {
		const line = $('<div class="kh-opening"></div>');
		$("<span class='text-muted'></span>")
			.text(`${__("Opening Debt")}: `)
			.appendTo(line);
		$("<b></b>").text(crm_khachhang.debts.money(opening_amount)).appendTo(line);
		if (debt) {
			const link = $(frappe.utils.get_form_link(DEBT, debt, true, debt));
			line.append(" ", link.attr("target", "_blank"));
		}
		return line;
	}

	const is_empty = (value) => value === null || value === undefined || value === "";

	/** A value as people read it. */
	function spoken(df, value) {
		switch (df?.fieldtype) {
			case "Link":
			case "Select":
				return crm_khachhang.titles.spoken(df, value);
			case "Check":
				return value ? __("Yes") : __("No");
			case "Date":
			case "Datetime":
				return frappe.datetime.str_to_user(String(value).split(".")[0]);
			case "Currency":
				return window.format_currency(value);
			default:
				return String(value);
		}
	}

	function problems_of({ problems, field_name, value, reason }) {
		if (problems.length) return problems;
		return reason ? [{ fieldname: field_name, value, reason }] : [];
	}

	function problem_of({ labels }, { fieldname, value, reason }) {
		const line = $('<div class="kh-problem"></div>');
		if (fieldname)
			$("<b></b>")
				.text(labels[fieldname] || fieldname)
				.appendTo(line);
		if (value) $("<code></code>").text(value).appendTo(line.append(" "));
		if (fieldname || value) line.append(" ");
		return line.append($("<span></span>").text(reason));
	}
})();
