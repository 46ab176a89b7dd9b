// Deleting customers: a dialog says before what goes, what stays and why.
(() => {
	const PREVIEW = "crm_khachhang.customers.bulk.api.preview_deletion";
	const MOST_LISTED = 50;

	crm_khachhang.delete_customers = async (selection) => {
		selection = selection.filters ? selection : [].concat(selection);
		const preview = await frappe.xcall(PREVIEW, crm_khachhang.bulk.arguments(selection));
		const blocked = preview.customers.filter((customer) => customer.reasons.length);
		const count = preview.total - blocked.length;
		const dialog = new frappe.ui.Dialog({
			title: __("Delete customers"),
			size: blocked.length ? "large" : undefined,
			fields: [{ fieldname: "words", fieldtype: "HTML" }],
		});
		dialog.fields_dict.words.$wrapper.html(words(preview, blocked, count));
		if (count) {
			dialog.set_primary_action(__("Delete {0} Customers", [count]), () => {
				dialog.hide();
				run(selection);
			});
			dialog.get_primary_btn().removeClass("btn-primary").addClass("btn-danger");
		}
		dialog.show();
	};

	async function run(selection) {
		const summary = await crm_khachhang.bulk.run("delete", {}, selection);
		const [view, , name] = frappe.get_route();
		const is_gone =
			summary.succeeded && view === "Form" && [].concat(selection).includes(name);
		if (is_gone) frappe.set_route("List", "KH Customer");
		else crm_khachhang.bulk.refresh();
	}

	function words(preview, blocked, count) {
		return [
			count ? `<p>${going(preview, count)}</p>` : "",
			count ? totals(__("These go along:"), preview.goes) : "",
			count ? totals(__("These stay and only lose the link:"), preview.loses) : "",
			blocked.length ? staying(blocked) : "",
			preview.total > preview.examined ? examined(preview) : "",
		].join("");
	}

	function going(preview, count) {
		const escape = frappe.utils.escape_html;
		const names = preview.customers
			.filter((customer) => !customer.reasons.length)
			.slice(0, 3)
			.map(
				(customer) => `<b>${escape(customer.customer_name)}</b> (${escape(customer.name)})`
			);
		const others = count - names.length;
		const shown = others
			? __("{0} and {1} others", [names.join(", "), others])
			: names.join(", ");
		return __("{0} customers will be deleted: {1}. This cannot be undone.", [count, shown]);
	}

	function totals(title, rows) {
		if (!rows.length) return "";
		const items = rows.map(
			(row) => `<li>${frappe.utils.escape_html(row.label)}: <b>${row.count}</b></li>`
		);
		return `<p class="kh-tight">${title}</p><ul>${items.join("")}</ul>`;
	}

	function staying(blocked) {
		const rows = blocked.slice(0, MOST_LISTED).map((customer) => ({
			customer: customer.name,
			customer_name: customer.customer_name,
			reason: customer.reasons.join(", "),
		}));
		const escape = frappe.utils.escape_html;
		const lines = rows.map(
			(row) =>
				`<tr><td>${escape(row.customer)}</td><td>${escape(row.customer_name)}</td>
				<td>${escape(row.reason)}</td></tr>`
		);
		const more = blocked.length > rows.length ? "<p>…</p>" : "";
		return `<p>${__("{0} customers stay, because documents need them:", [blocked.length])}</p>
			<table class="table table-bordered"><thead><tr><th>${__("Customer Code")}</th>
			<th>${__("Customer Name")}</th><th>${__("Needed By")}</th></tr></thead>
			<tbody>${lines.join("")}</tbody></table>${more}`;
	}

	function examined(preview) {
		return `<p class="text-muted">${__(
			"Only the first {0} were examined. Those of the others that documents need stay as well; the result names them.",
			[preview.examined]
		)}</p>`;
	}
})();
