// Papers about debts: Excel files of reports, and the prints of one customer for a period.
frappe.provide("crm_khachhang.debts");

const CUSTOMER = "KH Customer";
const STATEMENT = "KH Customer Statement";
const EXCEL = "/api/method/crm_khachhang.debts.papers.api.excel";
const PDF = "/api/method/frappe.utils.print_format.download_pdf";
const PRINTS = {
	statement: "KH Debt Statement",
	confirmation: "KH Debt Confirmation",
};

/** A file of a report: "statement", "summary" or "aging". */
crm_khachhang.debts.excel = (paper, filters) =>
	window.open_url_post(EXCEL, { paper, filters: JSON.stringify(filters) }, true);

/** The button of a report, for who may take debts along. */
crm_khachhang.debts.offer_excel = (report, paper) => {
	if (!frappe.model.can_export("KH Debt Ledger Entry")) return;
	report.page.add_inner_button(__("Export to Excel"), () => {
		const filters = asked(report, paper in PRINTS);
		if (filters) crm_khachhang.debts.excel(paper, filters);
	});
};

/** The buttons of the report about one customer. */
crm_khachhang.debts.offer_prints = (report) => {
	for (const [paper, label] of labels())
		report.page.add_inner_button(
			label,
			() => {
				const filters = asked(report, true);
				if (filters) crm_khachhang.debts.print(filters.customer, paper, filters);
			},
			__("Print")
		);
};

/** The filters of a report; nothing where one customer is needed and none is chosen. */
function asked(report, of_one) {
	const filters = report.get_filter_values(true);
	if (!of_one || filters?.customer) return filters;
	frappe.show_alert({ message: __("Choose a customer."), indicator: "orange" });
}

/** A paper of a customer as PDF: "statement" or "confirmation"; `period`: {from_date, to_date}. */
crm_khachhang.debts.print = (customer, paper, { from_date, to_date }) => {
	const asked = new URLSearchParams({
		doctype: CUSTOMER,
		name: customer,
		format: PRINTS[paper],
		no_letterhead: 1,
		kh_from_date: from_date,
		kh_to_date: to_date,
		_lang: frappe.boot.lang,
	});
	window.open(`${PDF}?${asked}`);
};

crm_khachhang.debts.may_print = () =>
	frappe.model.can_print(CUSTOMER) && frappe.model.can_read("KH Debt");

/** Which paper of the customer, for which period. */
crm_khachhang.debts.papers = (customer) => {
	const excel = frappe.model.can_export("KH Debt Ledger Entry")
		? [["excel", __("Debt Statement (Excel)")]]
		: [];
	const options = [...labels(), ...excel];
	const dialog = new frappe.ui.Dialog({
		title: __("Debt Papers"),
		fields: [
			{
				fieldname: "paper",
				label: __("Paper"),
				fieldtype: "Select",
				options: options.map(([value, label]) => ({ value, label })),
				default: "statement",
				reqd: 1,
			},
			{ fieldtype: "Section Break" },
			{
				fieldname: "from_date",
				label: __("From Date"),
				fieldtype: "Date",
				default: frappe.datetime.year_start(),
				reqd: 1,
			},
			{ fieldtype: "Column Break" },
			{
				fieldname: "to_date",
				label: __("To Date"),
				fieldtype: "Date",
				default: frappe.datetime.get_today(),
				reqd: 1,
			},
		],
		primary_action_label: __("Open"),
		primary_action({ paper, ...period }) {
			if (period.from_date > period.to_date) {
				frappe.show_alert({
					message: __("The last day lies before the first one. Correct one of the two."),
					indicator: "orange",
				});
				return;
			}
			dialog.hide();
			if (paper === "excel") crm_khachhang.debts.excel("statement", { customer, ...period });
			else crm_khachhang.debts.print(customer, paper, period);
		},
	});
	dialog.show();
};

/** The report about one customer, this year until today. */
crm_khachhang.debts.show_statement = (customer) =>
	frappe.set_route("query-report", STATEMENT, {
		customer,
		from_date: frappe.datetime.year_start(),
		to_date: frappe.datetime.get_today(),
	});

crm_khachhang.debts.may_see_statement = () => STATEMENT in frappe.boot.user.all_reports;

function labels() {
	return [
		["statement", __("Debt Statement")],
		["confirmation", __("Debt Confirmation Letter")],
	];
}
