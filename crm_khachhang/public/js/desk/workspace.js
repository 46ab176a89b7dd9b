// What Frappe shows on every workspace, made fit for ours: no shortcut to what one may not do, sums as people say them.
const { shortcut, number_card, chart } = frappe.widget.widget_factory;

const BILLION = 1e9;
const MILLION = 1e6;

{
	const { set_actions } = shortcut.prototype;

	shortcut.prototype.set_actions = function () {
		set_actions.call(this);
		const is_ours = this.type === "DocType" && this.link_to?.startsWith("KH ");
		if (!is_ours || this.in_customize_mode || this.doc_view !== "New") return;
		if (frappe.model.can_create(this.link_to)) return;
		// It is not on the page yet.
		setTimeout(() => this.widget.closest(".ce-block").add(this.widget).hide());
	};
}

{
	const { set_formatted_number } = number_card.prototype;

	number_card.prototype.set_formatted_number = function (df, ...others) {
		const is_ours = this.card_doc?.document_type?.startsWith("KH ");
		if (is_ours && df?.fieldtype === "Currency") this.formatted_number = spoken(this.number);
		else set_formatted_number.call(this, df, ...others);
	};
}

{
	const { get_chart_args } = chart.prototype;

	// Where an axis is shortened, it says "300 triệu", as the charts of reports do.
	chart.prototype.get_chart_args = function () {
		const args = get_chart_args.call(this);
		if (this.chart_doc.document_type?.startsWith("KH "))
			args.axisOptions.numberFormatter = frappe.utils.format_chart_axis_number;
		return args;
	};
}

/** "25 triệu ₫": the unit that people say, then the sign of the currency. */
function spoken(amount = 0) {
	let [unit, words] = [1, "{0}"];
	if (amount >= BILLION) [unit, words] = [BILLION, __("{0} billion")];
	else if (amount >= MILLION) [unit, words] = [MILLION, __("{0} million")];
	const number = Math.round((amount / unit) * 100) / 100;
	const shown = format_number(number, null, Number.isInteger(number) ? 0 : 2);
	const { currency } = frappe.boot.sysdefaults;
	const sign = frappe.model.get_value(":Currency", currency, "symbol") || currency || "";
	return `${words.replace("{0}", shown)} ${frappe.utils.escape_html(sign)}`.trim();
}
