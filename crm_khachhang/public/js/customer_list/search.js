// The search box at the front of the list: what was typed becomes a filter on the customers found.
(() => {
	const WAIT = 250; // milliseconds after the last key

	function make_box(list) {
		const hint = __("Find a customer (name, code, phone, tax code, email)");
		list.kh_search = $(`<div class="kh-search">
			<input type="search" class="form-control input-xs" autocomplete="off" spellcheck="false">
			<div class="kh-search-more text-muted small" role="status"></div>
		</div>`).insertBefore(list.page.page_form);
		list.kh_search
			.find("input")
			.attr({ placeholder: hint, "aria-label": hint, title: hint })
			.on(
				"input",
				frappe.utils.debounce(() => search(list), WAIT)
			)
			.on("keydown", (event) => {
				if (event.key === "Enter") search(list);
				if (event.key === "Escape") clear(list);
			});
		list.$frappe_list.on("click", ".kh-add-searched", () =>
			crm_khachhang.search.offer_new(text_of(list))
		);
	}

	function text_of(list) {
		return (list.kh_search.find("input").val() || "").trim();
	}

	function clear(list) {
		list.kh_search.find("input").val("");
		search(list);
	}

	async function search(list) {
		const text = text_of(list);
		if (text === (list.kh_found?.text || "")) return;
		const found = text.length < 2 ? null : await names_of(text);
		if (text !== text_of(list)) return; // something else was typed meanwhile
		const is_same = !found && !list.kh_found;
		list.kh_found = found;
		show_more(list);
		if (is_same) return;
		list.start = 0;
		list.refresh();
	}

	/** What was searched may be there by now. */
	function search_again(list) {
		list.kh_found = null;
		return search(list);
	}

	async function names_of(text) {
		const method = "crm_khachhang.customers.search.api.find_names";
		return { text, ...(await frappe.xcall(method, { text })) };
	}

	function show_more(list) {
		const count = list.kh_found?.more ? list.kh_found.names.length : 0;
		list.kh_search
			.find(".kh-search-more")
			.text(count ? __("More than {0} found: type more to narrow it down.", [count]) : "");
	}

	/** Lists, counts, exports and bulk actions all ask the list for its filters. */
	function filter_by_found(list) {
		const { get_filters_for_args, get_no_result_message } = list;
		list.get_filters_for_args = function () {
			const filters = get_filters_for_args.call(this);
			if (!this.kh_found) return filters;
			const names = this.kh_found.names.length ? this.kh_found.names : [""];
			return [...filters, [this.doctype, "name", "in", names]];
		};
		list.get_no_result_message = function () {
			return this.kh_found ? nobody(this) : get_no_result_message.call(this);
		};
	}

	function nobody(list) {
		const text = frappe.utils.escape_html(list.kh_found.text);
		const is_filtered = list.kh_found.names.length > 0;
		const message = is_filtered
			? __("The customers found for “{0}” do not match the other filters.", [text])
			: __("No customer found for “{0}”.", [text]);
		const add = __("Add Customer");
		const button = `<p><button type="button" class="btn btn-primary btn-sm kh-add-searched">${add}</button></p>`;
		const offer = list.can_create && !is_filtered ? button : "";
		return `<div class="msg-box no-border"><p>${message}</p>${offer}</div>`;
	}

	/** Frappe's boxes for ID and name find nothing without accents; one that holds a filter is shown. */
	function hide_useless_boxes(list) {
		for (const fieldname of ["name", "customer_name"]) {
			const field = list.page.fields_dict[fieldname];
			field?.$wrapper.toggle(Boolean(field.get_value()));
		}
	}

	function focus_on_slash() {
		frappe.ui.keys.add_shortcut({
			shortcut: "/",
			action: () => cur_list?.kh_search?.find("input").trigger("focus"),
			description: __("Find a customer"),
			condition: () => cur_list?.kh_search?.is(":visible"),
			ignore_inputs: false,
			page: cur_list?.page,
		});
	}

	crm_khachhang.customer_list.parts.push({
		onload(list) {
			if (list.view_name !== "List") return;
			make_box(list);
			list.kh_search_again = () => search_again(list);
			filter_by_found(list);
			hide_useless_boxes(list);
			focus_on_slash();
		},
		refresh: (list) => list.kh_search && hide_useless_boxes(list),
	});
})();
