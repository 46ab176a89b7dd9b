// The kanban board asks Frappe for all customers at once. A thousand cards are more than anybody drags.
(() => {
	const MOST_CARDS = 300;

	function show_only_so_many(board) {
		if (board.data.length < MOST_CARDS || board.$kh_more) return;
		const words = __(
			"These are the {0} customers that changed last. Filter, or use the list, to find the others.",
			[MOST_CARDS]
		);
		board.$kh_more = $(`<p class="text-muted small kh-most-cards">${words}</p>`).prependTo(
			board.$frappe_list
		);
	}

	/** Cards would show the names of linked documents, which are hashes and addresses. */
	function keep_titles(customers) {
		for (const { tier, tier_tier_name, account_manager } of customers) {
			if (tier) frappe.utils.add_link_title("KH Customer Tier", tier, tier_tier_name);
			if (account_manager) {
				const name = frappe.user.full_name(account_manager);
				frappe.utils.add_link_title("User", account_manager, name);
			}
		}
	}

	const board_view = frappe.views.KanbanView?.prototype;
	if (board_view && !board_view.kh_limited) {
		const { setup_defaults, render } = board_view;
		board_view.kh_limited = true;
		board_view.setup_defaults = async function () {
			const result = await setup_defaults.call(this);
			if (this.doctype === "KH Customer") this.page_length = MOST_CARDS;
			return result;
		};
		board_view.render = function () {
			if (this.doctype === "KH Customer") keep_titles(this.data);
			return render.call(this);
		};
	}

	const { refresh } = frappe.listview_settings["KH Customer"];
	frappe.listview_settings["KH Customer"].refresh = (list) => {
		refresh(list);
		if (list.view_name === "Kanban") show_only_so_many(list);
	};
})();
