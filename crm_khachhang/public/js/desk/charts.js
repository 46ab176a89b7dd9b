// A click on a bar of our charts opens the list of the customers, or of the debts, that it counts.
const CUSTOMERS = { method: "crm_khachhang.customers.overview.api.chart", doctype: "KH Customer" };
const OTHERS = {
	"KH Debts by Age": { method: "crm_khachhang.debts.api.chart", doctype: "KH Debt" },
};

$(document).on("click", "[chart_name^='KH '] rect[data-point-index]", async ({ target }) => {
	const chart_name = target.closest("[chart_name]").getAttribute("chart_name");
	const { method, doctype } = OTHERS[chart_name] || CUSTOMERS;
	const { filters } = await frappe.xcall(method, { chart_name });
	const of_the_bar = filters?.[target.dataset.pointIndex];
	if (!of_the_bar) return;
	frappe.route_options = of_the_bar;
	frappe.set_route("List", doctype, "List");
});
