// An empty list says how to fill it. Frappe 15 has no setting for these words.

const HOW_TO_FILL = {
	"KH Customer": __("Add a customer with a name and a phone number; the code is given for you."),
	"KH Customer Tier": __(
		"Tiers rank customers by revenue, orders and recency, for example Gold, Silver, Bronze."
	),
	"KH Customer Group": __("Groups sort customers as your company speaks of them."),
	"KH Customer Source": __(
		"Sources say where customers come from, for example Zalo or a trade fair."
	),
	"KH Industry": __(
		"Industries tell organizations apart, for example construction or education."
	),
	"KH Organization Size": __("Sizes are ranges of employees, for example 10 to 50."),
	"KH Contact Position": __("Positions of contacts, for example director or accountant."),
	"KH Contact Status": __("Statuses of contacts, for example working or left the company."),
	"KH Partner": __("Partners and suppliers who may refer customers to you."),
	"KH Partner Group": __("Groups sort partners and suppliers."),
	"KH Sales Team": __(
		"A team has a leader and members; the leader sees the customers of the members and of the teams below."
	),
	"KH Care Schedule": __(
		"Open a customer and plan a call, a visit or a message; it will be listed here."
	),
	"KH Care Plan": __("A care plan is a series of appointments for the customers of a tier."),
	"KH Care Plan Customer": __(
		"When a care plan is applied to a customer, it is noted here with its appointments."
	),
	"KH Debt": __(
		"Record what a customer owes here or in the Sales and Debts tab of the customer; opening debts of many come from a file."
	),
	"KH Debt Ledger Entry": __(
		"Every debt and payment that is submitted is written here for good; a correction is a line of its own."
	),
	"KH Debt Payment": __(
		"Record what a customer pays here or in the Sales and Debts tab of the customer; what is due first is settled first."
	),
	"KH Debt Reminder": __(
		"Reminders that were sent to customers about their debts are noted here; the settings say when they are sent."
	),
	"KH Duplicate Group": __(
		"Customers that may be the same one are listed here after a search for duplicates."
	),
	"KH Export": __("When customers are written to a file, the file is kept here."),
	"KH Owner Change": __("When a customer goes to another owner, it is noted here."),
	"KH Tier Change": __("When the tier of a customer changes, it is noted here with the reason."),
	"KH Bulk Action": __(
		"When many customers of the list are changed, deleted or written to at once, the result is kept here."
	),
	"KH Import": __(
		"Choose a file of customers from any program: the app finds its columns, shows what would become of every row, and can undo all of it."
	),
	"KH Customer Merge": __(
		"When customers are merged, it is noted here, with the values of those that went."
	),
	"KH Province": __("Provinces come with the app; run the migration again if they are missing."),
	"KH Ward": __("Wards come with the app; run the migration again if they are missing."),
};

/** Of these, the hint speaks to somebody who may create one; the others tell what will be listed here. */
const WHO_CREATES = new Set(["KH Customer"]);

{
	const { get_no_result_message } = frappe.views.ListView.prototype;

	frappe.views.ListView.prototype.get_no_result_message = function () {
		const message = get_no_result_message.call(this);
		const hint = HOW_TO_FILL[this.doctype];
		const is_filtered = this.filter_area && this.filter_area.get().length;
		const may_fill = this.can_create || !WHO_CREATES.has(this.doctype);
		if (!hint || is_filtered || !may_fill) return message;
		const words = `<p class="kh-how-to-fill">${frappe.utils.escape_html(hint)}</p>`;
		const $message = $(`<div>${message}</div>`);
		$message.find(".msg-box p").first().after(words);
		if (this.doctype === "KH Customer" && crm_khachhang.imports.may())
			$message
				.find(".msg-box p")
				.last()
				.append(
					` <button class="btn btn-default btn-sm kh-begin-import">${__(
						"Import from a File …"
					)}</button>`
				);
		return $message.html();
	};
}
