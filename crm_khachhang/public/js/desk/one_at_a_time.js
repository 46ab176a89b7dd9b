// How dialogs close: by Escape the one in front, and what was typed into the one behind it stays.
frappe.provide("crm_khachhang");

/** Closes a dialog whose work is done, also while it is still opening: Bootstrap ignores whoever closes it then. */
crm_khachhang.close = (dialog) => {
	const is_opening = dialog.$wrapper.data("bs.modal")?._isTransitioning;
	if (is_opening) dialog.$wrapper.one("shown.bs.modal", () => dialog.hide());
	else dialog.hide();
};

/** The highest dialog, of equal ones the last: Frappe has one for all messages, which may be older than the others. */
function dialog_in_front() {
	const height = (one) => Number(getComputedStyle(one).zIndex) || 0;
	return $(".modal.show")
		.toArray()
		.sort((a, b) => height(a) - height(b))
		.at(-1);
}

/** While the dialog is open, Escape closes what stands in front of it only: the keys of both would be heard. */
crm_khachhang.close_one_at_a_time = (dialog) => {
	const close_front = (event) => {
		const front = event.key === "Escape" && dialog_in_front();
		if (!front || front === dialog.$wrapper[0]) return;
		if ($(front).find(".awesomplete ul:visible li").length) return; // the list closes first
		event.stopImmediatePropagation();
		$(front).modal("hide");
	};
	document.addEventListener("keydown", close_front, true);
	dialog.$wrapper.one("hidden.bs.modal", () =>
		document.removeEventListener("keydown", close_front, true)
	);
};
