// Merging from the list: two to twenty ticked customers.
frappe.provide("crm_khachhang.customer_list");
crm_khachhang.customer_list.parts = crm_khachhang.customer_list.parts || [];

crm_khachhang.customer_list.parts.push({
	onload(list) {
		if (!crm_khachhang.may_merge()) return;
		list.page.add_actions_menu_item(
			__("Merge Customers"),
			async () => {
				const merged = await crm_khachhang.merge(list.get_checked_items(true));
				if (!merged) return;
				list.clear_checked_items();
				list.refresh();
			},
			false
		);
	},
});
