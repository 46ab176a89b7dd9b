// What a cell of the list shows, and how many columns a screen has room for.
(() => {
	// In pixels: the name, the columns after it, and what stands at the right end of a row.
	const ROOM = { subject: 300, column: 100, right: 148 };
	const FEWEST_COLUMNS = 5;

	// Cells are elements: Frappe 16 measures what it gets as HTML, and would take an address for a selector.
	function plain_cell(text, title = text) {
		const [shown, hint] = [text, title].map((one) => frappe.utils.escape_html(one || ""));
		return `<span class="ellipsis" title="${hint}">${shown}</span>`;
	}

	function filter_cell(fieldname, value, shown, classes = "") {
		const [data, text] = [value, shown].map((one) => frappe.utils.escape_html(one || ""));
		return `<a class="filterable ellipsis ${classes}" title="${text}"
		data-filter="${fieldname},=,${data}">${text}</a>`;
	}

	function tier_cell(value, _df, doc) {
		if (!value) return plain_cell("");
		const color = crm_khachhang.colour("KH Customer Tier", value);
		const pill = `indicator-pill no-indicator-dot ${color}`;
		return filter_cell("tier", value, doc.tier_tier_name || value, pill);
	}

	function day_cell(value) {
		const day = value ? frappe.datetime.str_to_user(value.split(" ")[0]) : "";
		return plain_cell(day, value ? frappe.datetime.str_to_user(value) : "");
	}

	function care_cell(value) {
		const cell = day_cell(value);
		const is_late = value && value < frappe.datetime.now_datetime();
		return is_late ? cell.replace('class="', 'class="text-danger ') : cell;
	}

	function money_cell(value, df) {
		const shown = value
			? strip_html(format_currency(value, frappe.boot.sysdefaults.currency, 0))
			: "";
		const is_late = df.fieldname === "overdue_debt" && value > 0;
		return plain_cell(shown).replace('class="', `class="${is_late ? "text-danger " : ""}`);
	}

	function phone_cell(value, _df, doc) {
		if (!value) return plain_cell("");
		const [text, number] = [value, doc.phone_e164 || value].map((one) =>
			frappe.utils.escape_html(one)
		);
		return `<a class="ellipsis kh-call" href="tel:${number}" title="${__("Call {0}", [
			text,
		])}">${text}</a>`;
	}

	Object.assign((frappe.listview_settings["KH Customer"].formatters ||= {}), {
		tier: tier_cell,
		customer_type: (value) => plain_cell(__(value)),
		customer_code: (value) => plain_cell(value),
		account_manager: (value) =>
			value
				? filter_cell("account_manager", value, frappe.user.full_name(value))
				: "<span></span>",
		phone: phone_cell,
		last_purchase_date: day_cell,
		next_care_on: care_cell,
		total_debt: money_cell,
		overdue_debt: money_cell,
	});

	/** An accountant reads debts where the others read of purchases and care, unless the company chose columns. */
	function columns_of_role(list) {
		const has = (fieldname) =>
			list.columns.some((column) => column.df?.fieldname === fieldname);
		const is_accountant =
			frappe.user.has_role("KH Accountant") && !frappe.user.has_role("KH Manager");
		if (!is_accountant || has("total_debt") || !has("last_purchase_date")) return list.columns;
		const debts = ["overdue_debt", "total_debt"].map((fieldname) => ({
			type: "Field",
			df: frappe.meta.get_docfield("KH Customer", fieldname),
		}));
		const swapped = ["last_purchase_date", "next_care_on"];
		const others = list.columns.filter((column) => !swapped.includes(column.df?.fieldname));
		const tier = others.findIndex((column) => column.df?.fieldname === "tier");
		others.splice(tier < 0 ? others.length : tier, 0, ...debts);
		return others;
	}

	/** Columns stand in the order of their weight: those that a screen has no room for are left out at the end. */
	function fit_columns(list) {
		const room = list.$result.width() || list.$frappe_list.width();
		// Frappe 16 gives each column what it needs and lets the list scroll sideways.
		if (list.apply_column_widths || !room) return;
		const fitting = Math.floor((room - ROOM.subject - ROOM.right) / ROOM.column) + 1;
		const tags = list.kh_all_columns.filter((column) => column.type === "Tag").length;
		const count = Math.max(fitting, FEWEST_COLUMNS) + tags;
		if (list.columns.length === Math.min(count, list.kh_all_columns.length)) return;
		list.columns = list.kh_all_columns.slice(0, count);
		list.render_header(true);
		if (list.data.length) list.render_list();
	}

	/** Labels of the form that are too long for the head of a column. */
	function with_short_labels(columns) {
		return columns.map((column) =>
			column.df?.fieldname === "customer_group"
				? { ...column, df: { ...column.df, label: "Group" } }
				: column
		);
	}

	function arrange_columns(list) {
		list.kh_all_columns = list.columns = with_short_labels(columns_of_role(list));
		list.render_header(true);
		fit_columns(list);
	}

	crm_khachhang.customer_list.parts.push({
		onload(list) {
			if (list.view_name !== "List") return;
			const { setup_columns } = list;
			list.setup_columns = () => {
				setup_columns.call(list);
				list.kh_all_columns = list.columns = with_short_labels(columns_of_role(list));
			};
			arrange_columns(list);
			$(window).on(
				"resize",
				frappe.utils.debounce(() => fit_columns(list), 200)
			);
		},
		refresh(list) {
			fit_columns(list);
			// Frappe says of every status that the document is a draft.
			list.$result.find(".list-row .indicator-pill[title]").removeAttr("title");
		},
	});
})();
