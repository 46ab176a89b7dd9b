// What one may do with a row: on a right click, on the menu key, or behind the button at its end.
// With several rows ticked, a menu on one of them is about all of them.
(() => {
	let open_menu;

	/** Each: label, icon, whether it is offered for these customers, what it does. `null` draws a line. */
	const ENTRIES = [
		{
			label: () => __("Open"),
			icon: "edit",
			offered: is_one,
			run: ([doc]) => frappe.set_route("Form", "KH Customer", doc.name),
		},
		{
			label: () => __("Open in New Tab"),
			icon: "link-url",
			offered: is_one,
			run: ([doc], list) => window.open(list.get_form_link(doc), "_blank", "noopener"),
		},
		null,
		{
			label: () => __("Plan Care"),
			icon: "calendar",
			offered: (docs) => docs.length && frappe.model.can_create("KH Care Schedule"),
			run: (docs) =>
				is_one(docs)
					? crm_khachhang.plan_care(docs[0].name)
					: crm_khachhang.bulk_care(names(docs)),
		},
		{
			label: ([doc]) => __("Call {0}", [doc.phone]),
			icon: "call",
			offered: (docs) => is_one(docs) && docs[0].phone,
			run: ([doc]) => (window.location.href = `tel:${doc.phone_e164 || doc.phone}`),
		},
		{
			label: () => __("Send Email"),
			icon: "mail",
			offered: may_email,
			run: write_email,
		},
		null,
		{
			label: () => __("Change Owner"),
			icon: "customer",
			offered: () => crm_khachhang.reassign && may("write"),
			run: (docs) => crm_khachhang.reassign(names(docs)),
		},
		{
			label: () => __("Assign To"),
			icon: "assign",
			offered: () => may("write"),
			run: assign,
		},
		{
			label: () => __("Add Tags"),
			icon: "tag",
			offered: () => crm_khachhang.bulk_tags && may("write"),
			run: (docs) => crm_khachhang.bulk_tags(names(docs)),
		},
		null,
		{
			label: () => __("Clone"),
			icon: "duplicate",
			offered: (docs) => is_one(docs) && crm_khachhang.clone && may("create"),
			run: ([doc]) => crm_khachhang.clone(doc.name),
		},
		{
			label: (docs) => __("Merge {0} Customers", [docs.length]),
			icon: "branch",
			offered: (docs) => docs.length > 1 && crm_khachhang.merge && may("delete"),
			run: (docs) => crm_khachhang.merge(names(docs)),
		},
		{
			label: () => __("Delete"),
			icon: "delete",
			offered: () => crm_khachhang.delete_customers && may("delete"),
			run: (docs) => crm_khachhang.delete_customers(names(docs)),
		},
	];

	function is_one(docs) {
		return docs.length === 1;
	}

	function may(right) {
		return frappe.model[`can_${right}`]("KH Customer");
	}

	function names(docs) {
		return docs.map((doc) => doc.name);
	}

	function may_email(docs) {
		if (!frappe.model.can_email("KH Customer")) return false;
		return is_one(docs) ? docs[0].email : crm_khachhang.bulk_email;
	}

	function write_email(docs) {
		if (!is_one(docs)) return crm_khachhang.bulk_email(names(docs));
		new frappe.views.CommunicationComposer({
			doc: { doctype: "KH Customer", name: docs[0].name },
			subject: docs[0].customer_name,
			recipients: docs[0].email,
		});
	}

	function assign(docs, list) {
		const { dialog } = new frappe.ui.form.AssignToDialog({
			obj: list,
			method: "frappe.desk.form.assign_to.add_multiple",
			doctype: "KH Customer",
			docname: names(docs),
			bulk_assign: true,
			re_assign: true,
			callback: () => list.refresh(),
		});
		dialog.show();
	}

	function row_button(doc) {
		return `<button type="button" class="btn btn-xs kh-row-menu" aria-haspopup="menu"
		title="${__("Actions")}" aria-label="${__("Actions")}"
		data-kh-name="${encodeURIComponent(doc.name)}">${frappe.utils.icon(
			"dot-horizontal",
			"sm"
		)}</button>`;
	}

	function docs_of(list, row) {
		const button = row.querySelector(".kh-row-menu");
		if (!button) return [];
		const name = decodeURIComponent(button.dataset.khName);
		const ticked = list.get_checked_items();
		if (ticked.some((doc) => doc.name === name)) return ticked;
		return list.data.filter((doc) => doc.name === name);
	}

	function offered_entries(docs) {
		const offered = ENTRIES.filter((entry) => !entry || entry.offered(docs));
		// No line at an end, and never two in a row.
		return offered.filter((entry, at) => entry || (at && offered[at - 1] && offered[at + 1]));
	}

	function show_menu(list, row, { x, y }) {
		close_menu();
		const docs = docs_of(list, row);
		if (!docs.length) return;
		const menu = $(`<div class="dropdown-menu show kh-context-menu" role="menu"></div>`);
		for (const entry of offered_entries(docs)) {
			if (!entry) menu.append(`<div class="dropdown-divider" role="separator"></div>`);
			else menu.append(menu_item(entry, docs, list));
		}
		open_menu = { menu, back_to: document.activeElement };
		menu.appendTo(document.body).on("keydown", move_in_menu);
		const { width, height } = menu[0].getBoundingClientRect();
		menu.css({
			left: Math.max(4, Math.min(x, window.innerWidth - width - 4)),
			top: Math.max(4, Math.min(y, window.innerHeight - height - 4)),
		});
		menu.find("[role=menuitem]")[0].focus({ preventScroll: true });
	}

	function menu_item(entry, docs, list) {
		const label = frappe.utils.escape_html(entry.label(docs));
		return $(`<button type="button" class="dropdown-item" role="menuitem" tabindex="-1">
		${frappe.utils.icon(entry.icon, "sm")}<span>${label}</span></button>`).on("click", () => {
			close_menu();
			entry.run(docs, list);
		});
	}

	function close_menu() {
		if (!open_menu) return;
		const { menu, back_to } = open_menu;
		open_menu = null;
		menu.remove();
		if (back_to?.isConnected) back_to.focus({ preventScroll: true });
	}

	function move_in_menu(event) {
		const items = open_menu.menu.find("[role=menuitem]").get();
		const at = items.indexOf(document.activeElement);
		const to = {
			ArrowDown: (at + 1) % items.length,
			ArrowUp: (at - 1 + items.length) % items.length,
			Home: 0,
			End: items.length - 1,
		}[event.key];
		if (to !== undefined) items[to].focus();
		else if (event.key === "Escape" || event.key === "Tab") close_menu();
		else return;
		event.preventDefault();
		event.stopPropagation();
	}

	function place_below(element) {
		const { left, bottom } = element.getBoundingClientRect();
		return { x: left, y: bottom };
	}

	function listen(list) {
		list.$result.on("contextmenu", ".list-row-container", (event) => {
			// With Ctrl or Shift the browser's own menu comes.
			if (event.ctrlKey || event.shiftKey || !docs_of(list, event.currentTarget).length)
				return;
			event.preventDefault();
			if (event.originalEvent.pointerType === "" && open_menu) return;
			show_menu(list, event.currentTarget, { x: event.clientX, y: event.clientY });
		});
		list.$result.on("click", ".kh-row-menu", (event) => {
			event.stopPropagation();
			show_menu(
				list,
				event.currentTarget.closest(".list-row-container"),
				place_below(event.currentTarget)
			);
		});
		list.$result.on("keydown", ".list-row-container", (event) => {
			if (event.key !== "ContextMenu" && !(event.shiftKey && event.key === "F10")) return;
			event.preventDefault();
			show_menu(list, event.currentTarget, place_below(event.currentTarget));
		});
		list.$result.on("click", ".kh-call", (event) => event.stopPropagation());
	}

	function listen_to_the_page() {
		if (crm_khachhang.customer_list.closes_menu) return;
		crm_khachhang.customer_list.closes_menu = true;
		const close = () => crm_khachhang.customer_list.close_menu();
		$(document).on("pointerdown", (event) => {
			if (!event.target.closest(".kh-context-menu")) close();
		});
		$(window).on("blur resize", close);
		document.addEventListener("scroll", close, true);
		frappe.router.on("change", close);
	}

	crm_khachhang.customer_list.close_menu = close_menu;
	frappe.listview_settings["KH Customer"].add_fields = [
		"email",
		"phone",
		"phone_e164",
		"customer_name",
	];
	crm_khachhang.customer_list.parts.push({
		onload(list) {
			const { get_meta_html } = list;
			list.get_meta_html = (doc) => get_meta_html.call(list, doc) + row_button(doc);
			listen(list);
			listen_to_the_page();
		},
	});
})();
