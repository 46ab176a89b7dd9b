// Tabs above the list: all customers, individuals, organizations. A tab is nothing but the filter on the
// type, so the address, the user's settings and saved filters remember it by themselves.
(() => {
	const TABS = [
		["", __("All Customers")],
		["Individual", __("Individual")],
		["Organization", __("Organization")],
	];

	function make_tabs(list) {
		const buttons = TABS.map(
			([type, label]) =>
				`<button type="button" role="tab" class="kh-tab" data-type="${type}">${label}</button>`
		);
		list.kh_tabs = $(`<div class="kh-tabs" role="tablist">${buttons.join("")}</div>`)
			.attr("aria-label", __("Customer Type"))
			.prependTo(list.page.main)
			.on("click", ".kh-tab", (event) => open_tab(list, event.currentTarget.dataset.type))
			.on("keydown", ".kh-tab", move_between_tabs);
	}

	function move_between_tabs(event) {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (!step) return;
		const tabs = [...event.currentTarget.parentElement.children];
		tabs[(tabs.indexOf(event.currentTarget) + step + tabs.length) % tabs.length].focus();
		event.preventDefault();
	}

	async function open_tab(list, type) {
		if (type === type_of(list)) return;
		const field = list.page.fields_dict.customer_type;
		const filter = list.filter_area.filter_list.get_filter("customer_type");
		if (filter) filter.remove();
		if (field) {
			await field.set_value(type);
		} else if (type) {
			await list.filter_area.add("KH Customer", "customer_type", "=", type);
		}
		mark_tab(list);
		list.filter_area.refresh_list_view();
	}

	function type_of(list) {
		const filter = list.filter_area
			.get()
			.find(
				([, fieldname, condition]) => fieldname === "customer_type" && condition === "="
			);
		return filter ? filter[3] : "";
	}

	function mark_tab(list) {
		const type = type_of(list);
		for (const tab of list.kh_tabs.children()) {
			const is_open = tab.dataset.type === type;
			tab.classList.toggle("active", is_open);
			tab.setAttribute("aria-selected", is_open);
			tab.tabIndex = is_open ? 0 : -1;
		}
	}

	/** A new customer starts with what the list is filtered by: its type, group, owner … */
	function new_customer() {
		const values = {};
		for (const [, fieldname, condition, value] of cur_list.filter_area.get()) {
			if (condition === "=" && frappe.model.is_non_std_field(fieldname))
				values[fieldname] = value;
		}
		if (crm_khachhang.new_customer) crm_khachhang.new_customer(values);
		else frappe.new_doc("KH Customer", values);
	}

	frappe.listview_settings["KH Customer"].primary_action = new_customer;
	crm_khachhang.customer_list.parts.push({
		onload(list) {
			make_tabs(list);
			mark_tab(list);
		},
		refresh: mark_tab,
	});
})();
