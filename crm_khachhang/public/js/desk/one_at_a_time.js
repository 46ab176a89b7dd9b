// Escape closes the dialog in front, and what was typed into the one behind it stays.
frappe.provide("crm_khachhang");

/** The highest dialog, of equal ones the last: Frappe has one for all messages, which may be older than the others. */
function dialog_in_front() {
	const height = (one) => Number(getComputedStyle(one).zIndex) || 0;
	return $(".modal.show")
		.toArray()
		.sort((a, b) => height(a) - height(b))
		.at(-1);
}

/** Escape closes a message in front only: the message's own key and Frappe's would close the dialog behind too. */
crm_khachhang.close_one_at_a_time = (dialog) => {
	let in_front = null;
	const remember = ({ key }) => {
		if (key !== "Escape") return;
		in_front = dialog_in_front();
		setTimeout(() => (in_front = null));
	};
	const is_behind = () => in_front && in_front !== dialog.$wrapper[0];
	document.addEventListener("keydown", remember, true);
	dialog.$wrapper.on("hide.bs.modal", (event) => is_behind() && event.preventDefault());
	dialog.$wrapper.one("hidden.bs.modal", () =>
		document.removeEventListener("keydown", remember, true)
	);
	const cancel = dialog.cancel.bind(dialog);
	dialog.cancel = () => (is_behind() ? null : cancel());
};
