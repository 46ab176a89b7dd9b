// A click on the head of a column sorts by it, a second one the other way round. The server sorts.
// Later releases of Frappe 15 do this by themselves; there only the arrows are added.
(() => {
	// These say the same as the columns that people read, and have an index.
	const SORTED_BY = { customer_code: "name", phone: "phone_e164" };

	function fieldname_of(column) {
		const fieldname = column.type === "Status" ? "status" : column.df?.fieldname;
		return SORTED_BY[fieldname] || fieldname;
	}

	function mark_columns(list) {
		const heads = list.$result.find(".list-row-head .list-header-subject > .list-row-col");
		list.columns.forEach((column, at) => {
			const fieldname = fieldname_of(column);
			if (column.type === "Tag" || !fieldname) return;
			const label = heads.eq(at).children("span").last();
			const order = list.sort_by === fieldname ? list.sort_order : "";
			label
				.addClass("kh-sortable")
				.attr({
					"data-sort-by": fieldname,
					role: "button",
					tabindex: 0,
					title: __("Click to sort by {0}", [label.text().trim()]),
					"data-sort-order": order,
				})
				.parent()
				.attr("aria-sort", { asc: "ascending", desc: "descending" }[order] || "none");
		});
	}

	function sort_by(list, fieldname) {
		const turned = list.sort_by === fieldname && list.sort_order === "asc";
		const order = turned ? "desc" : "asc";
		show_in_selector(list, fieldname, order);
		list.start = 0;
		list.on_sort_change(fieldname, order);
		mark_columns(list);
	}

	function show_in_selector(list, fieldname, order) {
		const selector = list.sort_selector;
		if (selector.set_value) return selector.set_value(fieldname, order);
		Object.assign(selector, { sort_by: fieldname, sort_order: order });
		selector.wrapper.find(".dropdown-text").text(selector.get_label(fieldname));
		const icon = order === "asc" ? "sort-ascending" : "sort-descending";
		selector.wrapper
			.find(".btn-order")
			.attr("data-value", order)
			.find(".sort-order")
			.html(frappe.utils.icon(icon, "sm"));
	}

	crm_khachhang.customer_list.parts.push({
		onload(list) {
			if (list.view_name !== "List") return;
			const { render_header } = list;
			list.render_header = (...args) => {
				render_header.apply(list, args);
				mark_columns(list);
			};
			mark_columns(list);
			if (!list.setup_sort_by) {
				list.$result.on("click", ".list-row-head [data-sort-by]", (event) =>
					sort_by(list, event.currentTarget.dataset.sortBy)
				);
			}
			list.$result.on("keydown", ".list-row-head [data-sort-by]", (event) => {
				if (["Enter", " "].includes(event.key)) event.currentTarget.click();
			});
		},
		refresh: mark_columns,
	});
})();
