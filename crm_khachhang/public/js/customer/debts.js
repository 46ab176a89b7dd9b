// The debts of a customer: what is owed, how old it is, what was paid; and the buttons to record more.
// In a function of its own: Frappe joins the scripts of a form into one.
(() => {
	const AGE_COLORS = ["green", "yellow", "orange", "darkorange", "red"];

	frappe.ui.form.on("KH Customer", {
		refresh(frm) {
			show(frm, frm.doc.__onload?.kh_debts);
		},
	});

	function show(frm, debts) {
		const $wrapper = frm.get_field("debt_html").$wrapper.empty();
		const is_shown = !frm.is_new() && debts?.ages;
		// Below they are as they are today; the fields have them as of last night.
		frm.toggle_display(["total_debt", "overdue_debt"], !is_shown && !frm.is_new());
		if (!is_shown) return;
		$wrapper.append(totals(debts));
		if (debts.debts.length) $wrapper.append(aging_bar(debts));
		$wrapper.append(buttons(frm, debts));
		add_open($wrapper, debts, frm.doc.name);
		add_vouchers($wrapper, debts);
	}

	function totals(debts) {
		const { money } = crm_khachhang.debts;
		const figures = [
			[__("Total Debt"), money(debts.total), ""],
			[__("Overdue Debt"), money(debts.overdue), debts.overdue > 0 ? "text-danger" : ""],
			[__("Credit Left"), money(debts.credit), ""],
		];
		if (debts.limit) {
			const left = debts.limit - debts.total;
			figures.push([
				__("Left of the Credit Limit"),
				money(left),
				left < 0 ? "text-danger" : "",
			]);
		}
		const $line = $('<div class="kh-figures"></div>');
		for (const [label, value, style] of figures) {
			const $one = $("<div></div>").appendTo($line);
			$('<div class="text-muted"></div>').text(label).appendTo($one);
			$("<b></b>").addClass(style).text(value).appendTo($one);
		}
		return $line;
	}

	/** One bar, divided by the age of what is open, with its legend. */
	function aging_bar(debts) {
		const all = debts.ages.reduce((sum, age) => sum + age.amount, 0);
		const $box = $('<div class="kh-aging"></div>');
		const $bar = $('<div class="kh-aging-bar" role="img"></div>').appendTo($box);
		const $legend = $('<div class="kh-aging-legend text-muted"></div>').appendTo($box);
		debts.ages.forEach((age, at) => {
			if (!age.amount) return;
			const color = AGE_COLORS[Math.min(at, AGE_COLORS.length - 1)];
			const text = `${age.label}: ${crm_khachhang.debts.money(age.amount)}`;
			$('<div class="kh-age"></div>')
				.addClass(`kh-age-${color}`)
				.css("flex-grow", age.amount / all)
				.attr("title", text)
				.appendTo($bar);
			const $item = $("<span></span>").appendTo($legend);
			$('<i class="kh-age"></i>').addClass(`kh-age-${color}`).appendTo($item);
			$item.append(document.createTextNode(text));
		});
		$bar.attr("aria-label", $legend.text());
		return $box;
	}

	function buttons(frm, debts) {
		const $line = $('<div class="kh-debt-buttons"></div>');
		const add = (label, run, style = "btn-default") =>
			$('<button type="button" class="btn btn-sm"></button>')
				.addClass(style)
				.text(label)
				.appendTo($line)
				.on("click", run);
		const pay = (type) => async () =>
			changed(frm, await crm_khachhang.debts.record_payment(frm.doc.name, debts, type));
		if (frappe.model.can_create("KH Debt Payment"))
			add(__("Receive a Payment"), pay("Receive"), "btn-primary");
		if (frappe.model.can_create("KH Debt"))
			add(__("Record a Debt"), async () =>
				changed(frm, await crm_khachhang.debts.record_debt(frm.doc.name))
			);
		if (frappe.model.can_create("KH Debt Payment")) {
			if (debts.credit > 0 && debts.debts.length)
				add(__("Pay Debts with Credit"), pay("Use Credit"));
			if (debts.credit > 0) add(__("Give Credit Back"), pay("Refund"));
			if (debts.debts.length && frappe.boot.kh_may_write_off)
				add(__("Write Debts Off"), pay("Write Off"));
		}
		if (crm_khachhang.debts.may_see_statement())
			add(__("Debt Statement"), () => crm_khachhang.debts.show_statement(frm.doc.name));
		if (crm_khachhang.debts.may_print())
			add(__("Debt Papers"), () => crm_khachhang.debts.papers(frm.doc.name));
		return $line;
	}

	function add_open($wrapper, debts, customer) {
		title($wrapper, __("Open Debts"));
		if (!debts.debts.length)
			return $('<p class="text-muted"></p>').text(__("Nothing is owed.")).appendTo($wrapper);
		const heads = [__("Debt"), __("Due Date"), [__("Amount")], [__("Outstanding")], ""];
		const $body = table($wrapper, heads);
		for (const debt of debts.debts) {
			const $row = $("<tr></tr>").appendTo($body);
			link($("<td></td>").appendTo($row), "KH Debt", debt.name).after(
				$('<div class="text-muted small"></div>').text(
					debt.description || __(debt.debt_type)
				)
			);
			cells($row, [frappe.datetime.str_to_user(debt.due_date)]);
			amounts($row, [debt.amount, debt.outstanding_amount]);
			$("<td></td>").append(age_pill(debt)).appendTo($row);
		}
		if (debts.more)
			$('<p><a href="#"></a></p>')
				.appendTo($wrapper)
				.find("a")
				.text(__("{0} more in the list of debts.", [debts.more]))
				.on("click", () => list_open(customer));
	}

	function list_open(customer) {
		frappe.route_options = { customer, outstanding_amount: [">", 0] };
		frappe.set_route("List", "KH Debt", "List");
		return false;
	}

	function age_pill(debt) {
		if (debt.promised_on >= frappe.datetime.get_today())
			return pill(
				"blue",
				__("Promised: {0}", [frappe.datetime.str_to_user(debt.promised_on)])
			);
		return debt.days_overdue
			? pill("red", __("{0} days overdue", [debt.days_overdue]))
			: pill("green", __("Not due yet"));
	}

	const pill = (color, text) =>
		$('<span class="indicator-pill"></span>').addClass(color).text(text);

	function add_vouchers($wrapper, debts) {
		if (!debts.vouchers.length) return;
		title($wrapper, __("Last Vouchers"));
		const $body = table($wrapper, [
			__("Voucher"),
			__("Posting Date"),
			__("Type"),
			[__("Amount")],
			"",
		]);
		for (const one of debts.vouchers) {
			const $row = $("<tr></tr>").appendTo($body);
			link($("<td></td>").appendTo($row), one.doctype, one.name);
			cells($row, [frappe.datetime.str_to_user(one.posting_date), __(one.kind)]);
			amounts($row, [one.amount]);
			const state = { 0: __("Draft"), 2: __("Cancelled") }[one.docstatus];
			$("<td></td>")
				.append(state ? pill("gray", state) : "")
				.appendTo($row);
		}
	}

	function title($wrapper, text) {
		$('<div class="control-label kh-care-title"></div>').text(text).appendTo($wrapper);
	}

	/** The heads in brackets are those of amounts. */
	function table($wrapper, heads) {
		const $table = $('<table class="table kh-debt-table"></table>').appendTo($wrapper);
		const $head = $("<tr></tr>").appendTo($("<thead></thead>").appendTo($table));
		for (const head of heads)
			$("<th></th>")
				.text([head].flat()[0])
				.toggleClass("kh-amount", Array.isArray(head))
				.appendTo($head);
		return $("<tbody></tbody>").appendTo($table);
	}

	const cells = ($row, texts) =>
		texts.forEach((text) => $("<td></td>").text(text).appendTo($row));

	const amounts = ($row, values) =>
		values.forEach((value) =>
			$('<td class="kh-amount"></td>').text(crm_khachhang.debts.money(value)).appendTo($row)
		);

	function link($cell, doctype, name) {
		return $("<a></a>")
			.attr("href", frappe.utils.get_form_link(doctype, name))
			.text(name)
			.appendTo($cell);
	}

	/** The totals on the customer have changed: the form is read again, unless somebody is writing in it. */
	function changed(frm, debts) {
		if (!debts) return;
		if (frm.doc.__onload) frm.doc.__onload.kh_debts = debts;
		if (frm.is_dirty()) show(frm, debts);
		else frm.reload_doc();
	}
})();
