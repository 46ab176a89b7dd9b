// What is to do: overdue, today, this week; mine or my team's; done with one click. On the workspace and on a page.
frappe.provide("crm_khachhang.care");

const PARTS = [
	{ name: "overdue", title: __("Overdue"), empty: __("Nothing is overdue.") },
	{ name: "today", title: __("Today"), empty: __("Nothing is planned for today.") },
	{
		name: "week",
		title: __("Rest of the Week"),
		empty: __("Nothing else is planned this week."),
	},
];
const WHOSE = [
	{ value: "me", label: __("Mine") },
	{ value: "team", label: __("My Team") },
];
const CHOSEN = "kh_care_today_whose";

/** Draws the list into `$parent` and keeps it right: after each action, and when the page is shown again. */
crm_khachhang.care.today = ($parent) => {
	if (!frappe.model.can_read("KH Care Schedule")) return;
	const $box = $('<section class="kh-today"></section>').appendTo($($parent).empty());
	const state = { $box, whose: localStorage.getItem(CHOSEN) || "me" };
	draw_head(state);
	state.$parts = $('<div class="kh-today-parts"></div>').appendTo($box);
	refresh(state);
};

function draw_head(state) {
	const $head = $('<div class="kh-today-head"></div>').appendTo(state.$box);
	$('<h4 class="kh-today-title"></h4>').text(__("Today's Care")).appendTo($head);
	const $whose = $('<div class="kh-chips" role="group"></div>').appendTo($head);
	for (const { value, label } of WHOSE) {
		$('<button type="button" class="btn btn-default btn-xs kh-chip"></button>')
			.text(label)
			.attr("aria-pressed", String(value === state.whose))
			.appendTo($whose)
			.on("click", (event) => {
				state.whose = value;
				localStorage.setItem(CHOSEN, value);
				$whose.children().attr("aria-pressed", "false");
				$(event.currentTarget).attr("aria-pressed", "true");
				refresh(state);
			});
	}
	$('<a class="btn btn-default btn-xs kh-today-calendar"></a>')
		.text(__("Calendar"))
		.appendTo($head)
		.on("click", () => frappe.set_route("List", "KH Care Schedule", "Calendar", "default"));
}

async function refresh(state) {
	const found = await frappe.xcall("crm_khachhang.care.api.get_todo", { whose: state.whose });
	state.$parts.empty();
	for (const { name, title, empty } of PARTS) draw_part(state, title, empty, found[name], name);
}

function draw_part(state, title, empty, { rows, more }, name) {
	const $part = $('<div class="kh-today-part"></div>')
		.addClass(`kh-today-${name}`)
		.appendTo(state.$parts);
	const count = more ? `${rows.length}+` : rows.length;
	$('<div class="kh-today-part-title"></div>').text(`${title} (${count})`).appendTo($part);
	if (!rows.length) $('<p class="text-muted small"></p>').text(empty).appendTo($part);
	rows.forEach((row) => $part.append(draw_row(state, row, name)));
	if (more)
		$('<a class="small"></a>')
			.text(__("Show all in the list"))
			.appendTo($part)
			.on("click", () => frappe.set_route("List", "KH Care Schedule", "List"));
}

function draw_row(state, row, part) {
	const $row = $('<div class="kh-today-row"></div>').toggleClass(
		"kh-urgent",
		row.priority === "High"
	);
	$('<span class="kh-when"></span>').text(short_moment(row, part)).appendTo($row);
	const $what = $('<div class="kh-what"></div>').appendTo($row);
	$("<a></a>")
		.attr("href", frappe.utils.get_form_link("KH Care Schedule", row.name))
		.text(row.subject)
		.appendTo($what);
	if (row.subject !== __(row.activity_type))
		$('<span class="text-muted small kh-today-type"></span>')
			.text(__(row.activity_type))
			.appendTo($what);
	if (row.about) add_customer($what, row.about);
	if (state.whose !== "me")
		$('<span class="text-muted small"></span>').text(row.who).appendTo($what);
	if (frappe.model.can_write("KH Care Schedule")) $row.append(button_done(state, row));
	return $row;
}

function add_customer($what, about) {
	const $line = $('<div class="kh-today-customer small"></div>').appendTo($what);
	$("<a></a>")
		.attr("href", frappe.utils.get_form_link("KH Customer", about.name))
		.text(about.customer_name)
		.appendTo($line);
	if (about.phone)
		$("<a></a>")
			.attr("href", `tel:${about.phone_e164 || about.phone}`)
			.text(about.phone)
			.appendTo($line);
	if (about.last_care_on)
		$('<span class="text-muted"></span>')
			.text(__("Last cared for {0}", [day_of(about.last_care_on)]))
			.appendTo($line);
}

/** The year says nothing here, and of today nor does the day. */
function short_moment({ starts_on, all_day }, part) {
	const when = moment(starts_on);
	const time = all_day ? __("All Day") : when.format("H:mm");
	return part === "today" ? time : `${when.format("DD/MM")} ${time}`;
}

function day_of(moment_text) {
	return frappe.datetime.str_to_user(moment_text).split(" ")[0];
}

function button_done(state, row) {
	return $('<button type="button" class="btn btn-default btn-xs kh-done"></button>')
		.text(__("Done"))
		.attr("aria-label", __("{0}: done", [row.subject]))
		.on("click", async () => {
			await crm_khachhang.care.finish(row);
			refresh(state);
		});
}
