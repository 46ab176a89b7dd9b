// What speaks against a time, while somebody plans: the person is busy, or nobody works then. A hint, never a refusal.
frappe.provide("crm_khachhang.care");

const ENDPOINT = "crm_khachhang.care.api.get_hints";
const FIELDS = ["starts_on", "ends_on", "assigned_to", "customer", "all_day", "name"];
const WAIT = 300;

/** Draws the hints for `appointment` (the values of its fields) into `$where`, after the last of many changes. */
crm_khachhang.care.draw_hints = frappe.utils.debounce(async ($where, appointment) => {
	const asked = Object.fromEntries(FIELDS.map((field) => [field, appointment[field]]));
	const key = JSON.stringify(asked);
	$where.data("asked", key);
	const hints = asked.starts_on ? await frappe.xcall(ENDPOINT, asked) : {};
	if ($where.data("asked") !== key) return;
	$where.empty();
	for (const words of words_of(hints))
		$('<div class="kh-hint"></div>').text(words).appendTo($where);
}, WAIT);

function words_of({ overlaps = [], person, is_off, holiday }) {
	const words = overlaps.map((one) =>
		__("{0} already has an appointment then: {1}", [
			person,
			[hours_of(one), one.subject].filter(Boolean).join(" "),
		])
	);
	if (holiday) words.push(__("A day off: {0}", [holiday]));
	else if (is_off) words.push(__("Outside working hours"));
	return words;
}

function hours_of({ starts_on, ends_on }) {
	return [starts_on, ends_on].map((time) => moment(time).format("HH:mm")).join(" – ");
}
