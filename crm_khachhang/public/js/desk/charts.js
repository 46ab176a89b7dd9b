// A click on a bar of our charts opens the list of the customers that it counts.
$(document).on("click", "[chart_name^='KH '] rect[data-point-index]", async ({ target }) => {
	const chart_name = target.closest("[chart_name]").getAttribute("chart_name");
	const { filters } = await frappe.xcall("crm_khachhang.customers.overview.api.chart", {
		chart_name,
	});
	const of_the_bar = filters[target.dataset.pointIndex];
	if (!of_the_bar) return;
	frappe.route_options = of_the_bar;
	frappe.set_route("List", "KH Customer", "List");
});
