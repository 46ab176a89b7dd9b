// The row of filters above the list: "no purchase for … days", and filters that a small screen leaves out.
(() => {
	const OPERATOR = "no purchase for";

	function add_no_purchase_filter(list) {
		list.page.add_field(
			{
				fieldtype: "Select",
				fieldname: "last_purchase_date",
				label: __("No Purchase For"),
				condition: OPERATOR,
				options: [
					"", // as an object, Frappe would show it as "[object Object]"
					...[30, 60, 90, 180, 365].map((days) => ({
						value: String(days),
						label: __("{0} days", [days]),
					})),
				],
				onchange: () => list.filter_area.refresh_list_view(),
			},
			list.filter_area.standard_filters_wrapper
		);
	}

	/** Frappe puts every filter that is no plain "equals" behind its button; this one has a field of its own. */
	async function move_into_its_field(list) {
		const filter = list.filter_area.filter_list.filters.find(
			({ field, condition }) =>
				field?.df.fieldname === "last_purchase_date" && condition === OPERATOR
		);
		if (!filter) return;
		// Its own field may still be waiting for its options from the server.
		const value = filter.get_selected_value() || filter.value;
		filter.remove();
		list.filter_area.filter_list.update_filter_button();
		await list.page.fields_dict.last_purchase_date.set_value(value);
	}

	/** Screens without room leave out fields; one that filters is always shown. */
	function mark_set_fields(list) {
		for (const [fieldname, field] of Object.entries(list.page.fields_dict)) {
			const is_set = Boolean(field.get_value());
			list.page.page_form
				.find(`[data-fieldname="${fieldname}"]`)
				.closest(".frappe-control")
				.toggleClass("kh-set", is_set);
		}
	}

	/** A filter on a link has no value before the title of the link has come, and the list would ask without it. */
	function wait_for_titles(list) {
		const { before_refresh } = list;
		list.before_refresh = async function () {
			await before_refresh?.call(list);
			const filters = list.filter_area?.filter_list?.filters || [];
			const empty = filters.filter(
				({ field, value }) =>
					field?.set_link_title &&
					typeof value === "string" &&
					value &&
					!field.get_value()
			);
			await Promise.all(empty.map(({ field, value }) => field.set_link_title(value)));
		};
	}

	crm_khachhang.customer_list.parts.push({
		onload(list) {
			wait_for_titles(list);
			list.page.page_form.addClass("kh-filters");
			add_no_purchase_filter(list);
			return move_into_its_field(list);
		},
		refresh(list) {
			move_into_its_field(list);
			mark_set_fields(list);
		},
	});
})();
