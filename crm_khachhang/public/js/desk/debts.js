// Recording a debt or a payment from anywhere: few fields, and what a payment pays shown while the amount is typed.
frappe.provide("crm_khachhang.debts");

crm_khachhang.debts.COLORS = {
	Draft: "gray",
	Unpaid: "blue",
	"Partly Paid": "yellow",
	Paid: "green",
	Overdue: "red",
	"Written Off": "purple",
	Cancelled: "gray",
};

/** An amount as people read it, in the currency of the site. */
crm_khachhang.debts.money = (amount) => format_currency(amount, frappe.boot.sysdefaults.currency);

/** What a debt is today, whatever the last night has made of it: {status, outstanding_amount, due_date}. */
crm_khachhang.debts.status = (debt) =>
	debt.outstanding_amount > 0 && debt.due_date < frappe.datetime.get_today()
		? "Overdue"
		: debt.status;

/** What a payment is: [word, colour, filter]. */
crm_khachhang.debts.state = ({ docstatus }) =>
	[
		[__("Draft"), "gray", "docstatus,=,0"],
		[__("Posted"), "green", "docstatus,=,1"],
		[__("Cancelled"), "red", "docstatus,=,2"],
	][docstatus];

/** How many decimals an amount has: as the system says, else as the currency is written; none for đồng. */
function decimals() {
	const { currency, currency_precision: stated } = frappe.boot.sysdefaults;
	if (!is_null(stated) && stated !== "") return window.cint(stated);
	return window.get_number_format_info(window.get_number_format(currency)).precision;
}

/** Asks for a debt of the customer; resolves to its debts, if one was recorded. */
crm_khachhang.debts.record_debt = (customer) =>
	new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title: __("Record a Debt"),
			fields: [
				{ fieldname: "amount", fieldtype: "Currency", label: __("Amount"), reqd: 1 },
				{
					fieldname: "debt_type",
					fieldtype: "Select",
					label: __("Debt Type"),
					options: ["Manual", "Opening", "Adjustment"].map((value) => ({
						value,
						label: __(value),
					})),
					default: "Manual",
				},
				{ fieldtype: "Column Break" },
				{
					fieldname: "posting_date",
					fieldtype: "Date",
					label: __("Posting Date"),
					default: "Today",
					reqd: 1,
				},
				{
					fieldname: "due_date",
					fieldtype: "Date",
					label: __("Due Date"),
					description: __("Empty: as the payment days of the customer say."),
				},
				{ fieldtype: "Section Break" },
				{
					fieldname: "description",
					fieldtype: "Small Text",
					label: __("Description"),
				},
			],
			primary_action_label: __("Post Voucher"),
			primary_action: (debt) =>
				post(dialog, "crm_khachhang.debts.api.record_debt", { customer, debt }, resolve),
		});
		dialog.show();
		crm_khachhang.close_one_at_a_time(dialog);
	});

/** Asks for a payment; `debts` is what the customer's form knows of them. Resolves like record_debt. */
crm_khachhang.debts.record_payment = (customer, debts, payment_type = "Receive") =>
	new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title: TITLES[payment_type](),
			size: debts.debts.length ? "large" : null,
			fields: fields_of(payment_type, debts),
			primary_action_label: __("Post Voucher"),
			primary_action: (values) => {
				const { oldest_first, ...payment } = values;
				delete payment.rows;
				const args = { customer, payment: { ...payment, payment_type } };
				if (!oldest_first && payment_type !== "Refund") args.rows = chosen(dialog);
				post(dialog, "crm_khachhang.debts.api.record_payment", args, resolve);
			},
		});
		dialog.show();
		crm_khachhang.close_one_at_a_time(dialog);
		if (dialog.get_field("rows")) show_rows(dialog, debts.debts);
	});

const TITLES = {
	Receive: () => __("Receive a Payment"),
	"Use Credit": () => __("Pay Debts with Credit"),
	Refund: () => __("Give Credit Back"),
	"Write Off": () => __("Write Debts Off"),
};

function fields_of(payment_type, debts) {
	const is_money = ["Receive", "Refund"].includes(payment_type);
	const owed = debts.debts.reduce((sum, debt) => sum + debt.outstanding_amount, 0);
	const most = payment_type === "Refund" ? debts.credit : Math.min(owed, debts.credit);
	const fields = [
		{
			fieldname: "amount",
			fieldtype: "Currency",
			label: __("Amount"),
			reqd: 1,
			default: payment_type === "Receive" || payment_type === "Write Off" ? owed : most,
		},
		{ fieldtype: "Column Break" },
		{
			fieldname: "posting_date",
			fieldtype: "Date",
			label: __("Posting Date"),
			default: "Today",
			reqd: 1,
		},
		{ fieldtype: "Section Break" },
	];
	if (is_money)
		fields.push(
			{
				fieldname: "method",
				fieldtype: "Select",
				label: __("Method"),
				options: ["Bank Transfer", "Cash", "Card", "E-Wallet", "Other"].map((value) => ({
					value,
					label: __(value),
				})),
				default: "Bank Transfer",
			},
			{ fieldtype: "Column Break" },
			{ fieldname: "reference_no", fieldtype: "Data", label: __("Reference No") },
			{ fieldtype: "Section Break" }
		);
	if (payment_type === "Write Off")
		fields.push({
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Reason"),
			reqd: 1,
		});
	if (payment_type !== "Refund")
		fields.push(
			{
				fieldname: "oldest_first",
				fieldtype: "Check",
				label: __("Oldest Due Date First"),
				default: 1,
			},
			{ fieldname: "rows", fieldtype: "HTML" }
		);
	return fields;
}

/** The open debts with what each gets; typed by hand once "oldest first" is unticked. */
function show_rows(dialog, debts) {
	const $wrapper = dialog.get_field("rows").$wrapper.empty();
	const $table = $('<table class="table kh-debt-rows"></table>').appendTo($wrapper);
	const $head = $("<tr></tr>").appendTo($("<thead></thead>").appendTo($table));
	for (const label of [__("Debt"), __("Due Date"), __("Outstanding"), __("Pays")])
		$("<th></th>").text(label).appendTo($head);
	const $body = $("<tbody></tbody>").appendTo($table);
	dialog.kh_rows = debts.map((debt) => row_of(dialog, debt).appendTo($body));
	const $left = $('<p class="text-muted kh-debt-left"></p>').appendTo($wrapper);
	const refresh = () => refresh_rows(dialog, debts, $left);
	// Frappe says that a value has changed when the field is left; the amount is spread while it is typed.
	dialog.get_field("amount").$input.on("input change", refresh);
	dialog.get_field("oldest_first").$input.on("change", refresh);
	$body.on("input", "input", () => show_left(dialog, $left));
	refresh();
}

function row_of(dialog, debt) {
	const $row = $("<tr></tr>").data("debt", debt.name);
	const about = debt.description || __(debt.debt_type);
	const $name = $("<td></td>").appendTo($row);
	$("<div></div>").text(debt.name).appendTo($name);
	$('<div class="text-muted small"></div>').text(about).appendTo($name);
	$("<td></td>").text(frappe.datetime.str_to_user(debt.due_date)).appendTo($row);
	$('<td class="kh-amount"></td>')
		.text(crm_khachhang.debts.money(debt.outstanding_amount))
		.appendTo($row);
	$('<input type="text" inputmode="numeric" class="form-control input-sm kh-amount">')
		.attr("aria-label", __("Pays"))
		.appendTo($("<td></td>").appendTo($row));
	return $row;
}

function refresh_rows(dialog, debts, $left) {
	const by_hand = !dialog.get_field("oldest_first").$input.prop("checked");
	let left = amount_of(dialog);
	dialog.kh_rows.forEach(($row, at) => {
		const $input = $row.find("input").prop("disabled", !by_hand);
		if (by_hand) return;
		const part = Math.min(left, debts[at].outstanding_amount);
		left -= part;
		$input.val(part ? format_number(part, null, decimals()) : "");
	});
	show_left(dialog, $left);
}

function show_left(dialog, $left) {
	const paid = Object.values(chosen(dialog)).reduce((sum, amount) => sum + amount, 0);
	const left = amount_of(dialog) - paid;
	$left.toggleClass("text-danger", left < 0).text(what_is_left(left));
}

function what_is_left(left) {
	const { money } = crm_khachhang.debts;
	if (left < 0) return __("The rows are {0} more than the payment.", [money(-left)]);
	return left ? __("{0} stays as credit of the customer.", [money(left)]) : "";
}

const amount_of = (dialog) => window.flt(dialog.get_field("amount").$input.val());

/** {debt: amount} of the rows that have one. */
function chosen(dialog) {
	const rows = {};
	for (const $row of dialog.kh_rows || []) {
		const amount = window.flt($row.find("input").val());
		if (amount) rows[$row.data("debt")] = amount;
	}
	return rows;
}

async function post(dialog, method, args, resolve) {
	const $button = dialog.get_primary_btn().prop("disabled", true);
	try {
		const { name, debts } = await frappe.xcall(method, args);
		crm_khachhang.close(dialog);
		frappe.show_alert({ message: __("Recorded as {0}", [name]), indicator: "green" });
		resolve(debts);
	} catch {
		// Frappe says why, and the dialog stays.
	} finally {
		$button.prop("disabled", false);
	}
}
