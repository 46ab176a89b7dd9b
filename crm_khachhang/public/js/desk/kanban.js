// Frappe's kanban board asks for all documents at once. A thousand cards are more than anybody drags.
frappe.provide("crm_khachhang.kanban");

const MOST_CARDS = 300;
const LIMITED = ["KH Customer", "KH Care Schedule"];

/** Says that there are more cards than are shown. `words` has a place for their number. */
crm_khachhang.kanban.show_only_so_many = (board, words) => {
	if (board.data.length < MOST_CARDS || board.$kh_more) return;
	board.$kh_more = $('<p class="text-muted small kh-most-cards"></p>')
		.text(words.replace("{0}", MOST_CARDS))
		.prependTo(board.$frappe_list);
};

/** To be called by the scripts of the lists: Frappe's view is not there before. */
crm_khachhang.kanban.limit = () => {
	const view = frappe.views.KanbanView?.prototype;
	if (!view || view.kh_limited) return;
	const { setup_defaults, get_fields } = view;
	view.kh_limited = true;
	view.setup_defaults = async function () {
		const result = await setup_defaults.call(this);
		if (LIMITED.includes(this.doctype)) this.page_length = MOST_CARDS;
		return result;
	};
	// The fields of the cards, also those that are no column of this user's list.
	view.get_fields = function () {
		if (LIMITED.includes(this.doctype))
			for (const fieldname of fields_of(this.board))
				this.fields.push([fieldname, this.doctype]);
		return get_fields.call(this);
	};
};

function fields_of({ fields }) {
	return Array.isArray(fields) ? fields : JSON.parse(fields || "[]");
}
