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

	function fields_of({ fields }) {
		return Array.isArray(fields) ? fields : JSON.parse(fields || "[]");
	}

	const board_view = frappe.views.KanbanView?.prototype;
	if (board_view && !board_view.kh_limited) {
		const { setup_defaults, get_fields } = board_view;
		board_view.kh_limited = true;
		board_view.setup_defaults = async function () {
			const result = await setup_defaults.call(this);
			if (this.doctype === "KH Customer") this.page_length = MOST_CARDS;
			return result;
		};
		// The fields of the cards, also those that are no column of this user's list.
		board_view.get_fields = function () {
			if (this.doctype === "KH Customer")
				for (const fieldname of fields_of(this.board))
					this.fields.push([fieldname, this.doctype]);
			return get_fields.call(this);
		};
	}

	const { refresh } = frappe.listview_settings["KH Customer"];
	frappe.listview_settings["KH Customer"].refresh = (list) => {
		refresh(list);
		if (list.view_name !== "Kanban") return;
		show_only_so_many(list);
		crm_khachhang.customer_list.show_titles(list, () => list.kanban?.update(list.data));
	};
})();
