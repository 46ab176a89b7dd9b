// A click on a bar of our charts opens the list of the customers that it counts.
$(document).on("data-select", async ({ originalEvent, target }) => {
	const box = target.closest("[data-widget-name^='KH ']");
	const chart_name = box?.dataset.widgetName;
	if (!chart_name || originalEvent?.index === undefined) return;
	const { filters } = await frappe.xcall("crm_khachhang.customers.overview.api.chart", {
		chart_name,
	});
	if (!filters[originalEvent.index]) return;
	frappe.route_options = filters[originalEvent.index];
	frappe.set_route("List", "KH Customer", "List");
});
