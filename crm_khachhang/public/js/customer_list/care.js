// Care of the ticked customers: an appointment with each, a care plan for all of them.
(() => {
	/** Each: label, whether it is offered, what it does with the selection. */
	const ACTIONS = [
		[
			__("Plan Care for Selected"),
			() => frappe.model.can_create("KH Care Schedule"),
			(chosen) => crm_khachhang.bulk_care(chosen),
		],
		[
			__("Apply Care Plan"),
			() => frappe.model.can_write("KH Customer"),
			(chosen) => crm_khachhang.bulk_care_plan(chosen),
		],
		[
			__("Stop Care Plan"),
			() => frappe.model.can_write("KH Customer"),
			(chosen) => crm_khachhang.bulk_care_plan_stop(chosen),
		],
	];

	const selection = (list) => list.kh_everything || list.get_checked_items(true);

	crm_khachhang.customer_list.parts.push({
		onload(list) {
			for (const [label, is_offered, run] of ACTIONS)
				if (is_offered())
					list.page.add_actions_menu_item(label, () => run(selection(list)), false);
		},
	});
})();
