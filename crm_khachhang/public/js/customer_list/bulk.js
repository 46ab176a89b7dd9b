// The menu of actions on ticked customers, and "all customers of this filter".
(() => {
	/** What the app does itself: with a result for each customer, and with the dialog before a deletion. */
	const REPLACED = ["Edit", "Add Tags", "Delete"];

	/** Each: label, right, what it does with the selection. */
	const ACTIONS = [
		[__("Change Owner"), "write", (chosen) => crm_khachhang.reassign(chosen)],
		[
			__("Change Group"),
			"write",
			(chosen) => crm_khachhang.bulk_set(chosen, "customer_group"),
		],
		[__("Change Tier"), "write", (chosen) => crm_khachhang.bulk_set(chosen, "tier")],
		[__("Change Source"), "write", (chosen) => crm_khachhang.bulk_set(chosen, "source")],
		[__("Change Status"), "write", (chosen) => crm_khachhang.bulk_set(chosen, "status")],
		[__("Change Another Field"), "write", (chosen) => crm_khachhang.bulk_set(chosen)],
		[__("Change Tags"), "write", (chosen) => crm_khachhang.bulk_tags(chosen)],
		[__("Send Email"), "email", (chosen) => crm_khachhang.bulk_email(chosen)],
		[__("Delete Customers"), "delete", (chosen) => crm_khachhang.delete_customers(chosen)],
	];

	function set_actions(list) {
		for (const label of REPLACED) {
			const shown = __(label, null, "Button in list view actions menu");
			list.page.actions
				.find(`[data-label="${encodeURIComponent(shown)}"]`)
				.closest("li")
				.remove();
		}
		for (const [label, right, run] of ACTIONS) {
			if (!frappe.perm.has_perm("KH Customer", 0, right)) continue;
			list.page.add_actions_menu_item(label, () => run(selection(list)), false);
		}
		list.page.add_menu_item(__("KH Bulk Action"), () =>
			frappe.set_route("List", "KH Bulk Action")
		);
	}

	function selection(list) {
		return list.kh_everything || list.get_checked_items(true);
	}

	/** Frappe ticks the rows of the page only; offer all rows of the filter beside their number. */
	function offer_everything(list) {
		const on_row_checked = list.on_row_checked;
		list.on_row_checked = function (...args) {
			on_row_checked.apply(this, args);
			list.kh_everything = null;
			show_offer(list);
		};
	}

	async function show_offer(list) {
		const ticked = list.$checks?.length || 0;
		const header = list.$result.find("header .checkbox-actions .list-header-meta").first();
		header.siblings(".kh-everything").remove();
		if (!ticked || ticked < list.data.length || list.data.length < list.page_length) return;
		const filters = list.get_args().filters;
		const count = await frappe.xcall("frappe.desk.reportview.get_count", {
			doctype: "KH Customer",
			filters,
			fields: [],
		});
		if (count <= ticked || ticked !== list.$checks.length || list.kh_everything) return;
		header.siblings(".kh-everything").remove(); // Frappe tells of one click more than once
		$(`<a class="kh-everything" href="#" style="margin-left: var(--margin-sm)"></a>`)
			.text(
				__("Select all {0} customers of this list", [window.format_number(count, null, 0)])
			)
			.on("click", (event) => {
				event.preventDefault();
				event.stopPropagation();
				list.kh_everything = { filters, count };
				header.text(__("All {0} customers of this list selected", [count]));
				header.siblings(".kh-everything").remove();
			})
			.insertAfter(header);
	}

	crm_khachhang.customer_list.parts.push({
		onload(list) {
			set_actions(list);
			offer_everything(list);
		},
	});
})();
