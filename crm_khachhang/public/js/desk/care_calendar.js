// The calendar of appointments: mine, my team's or a person's; drag to move, click a time to plan, click one to end it.
import { options, plain } from "./care_fullcalendar";
import { is_open, move } from "./care_moving";

frappe.provide("frappe.views.calendar");

const APPOINTMENT = "KH Care Schedule";

const COLORS_OF_TYPES = {
	Call: "blue",
	Message: "cyan",
	Email: "purple",
	Meeting: "orange",
	Visit: "green",
	Task: "yellow",
	Birthday: "pink",
};
const WHOSE_CALENDAR = [
	{ value: "me", label: __("Mine") },
	{ value: "team", label: __("My Team") },
	{ value: "all", label: __("Everybody") },
];

const asked = { whose: "me", person: null };

frappe.views.calendar[APPOINTMENT] = {
	field_map: {
		id: "name",
		start: "starts_on",
		end: "ends_on",
		title: "shown",
		allDay: "all_day",
		// Which no event has: times stay the company's, or a move would write those of the user as the company's.
		convertToUserTz: "in_the_time_of_the_user",
	},
	get_events_method: "crm_khachhang.care.api.get_events",

	make_page() {
		frappe.views.Calendar.prototype.make_page.call(this);
		this.options = options({ draw: describe, click: open_event, select: plan_at });
		draw_controls(this);
	},

	get_args(start, end) {
		return { start: plain(start), end: plain(end), ...asked };
	},

	prepare_events(events) {
		for (const event of events) {
			event.doctype = APPOINTMENT;
			const of = event.customer_name ? ` – ${event.customer_name}` : "";
			event.shown = event.busy ? event.subject : `${event.subject}${of}`;
		}
		const prepared = frappe.views.Calendar.prototype.prepare_events.call(this, events);
		for (const event of prepared) {
			event.editable = true; // what cannot be moved says so when somebody tries
			// Frappe 15 does so itself: the calendar ends a whole day where the next begins.
			if (event.allDay && !this.fix_end_date_for_event_render)
				event.end = moment(event.ends_on).add(1, "day").format("YYYY-MM-DD");
		}
		return prepared;
	},

	prepare_colors(event) {
		const color = event.busy ? "gray" : COLORS_OF_TYPES[event.activity_type] || "blue";
		event.backgroundColor = frappe.ui.color.get(color, "extra-light");
		event.borderColor = frappe.ui.color.get(color, "dark");
		event.textColor = frappe.ui.color.get(color, "dark");
		event.className = ["kh-event", `kh-event-${frappe.scrub(event.status || "busy")}`];
		return event;
	},

	update_event(event, revert) {
		return move(this, event, revert);
	},
};

function describe(event, $element) {
	const who = event.busy ? "" : event.who;
	const state = event.status ? __(event.status) : "";
	$element.attr("title", [event.shown, who, state].filter(Boolean).join(" · "));
}

function current() {
	return cur_list?.doctype === APPOINTMENT ? cur_list.calendar : null;
}

function open_event(event) {
	if (event.busy) return;
	const dialog = new frappe.ui.Dialog({
		title: event.subject,
		fields: [{ fieldname: "about", fieldtype: "HTML" }],
		primary_action_label: __("Open"),
		primary_action() {
			dialog.hide();
			frappe.set_route("Form", APPOINTMENT, event.name);
		},
	});
	const lines = [
		crm_khachhang.care.when(event.starts_on, event.all_day),
		event.customer_name,
		event.who,
		__(event.status),
	];
	const $about = dialog.get_field("about").$wrapper.empty();
	for (const line of lines.filter(Boolean)) $("<p></p>").text(line).appendTo($about);
	if (is_open(event) && frappe.model.can_write(APPOINTMENT)) {
		dialog.set_secondary_action_label(__("Done"));
		dialog.set_secondary_action(async () => {
			dialog.hide();
			await crm_khachhang.care.finish(event);
			current()?.refresh();
		});
	}
	dialog.show();
}

async function plan_at({ starts_on, ends_on, all_day }) {
	if (!frappe.model.can_create(APPOINTMENT)) return;
	const planned = await crm_khachhang.plan_care(null, {
		starts_on: all_day ? `${starts_on.split(" ")[0]} 09:00:00` : starts_on,
		...(all_day ? {} : { ends_on }),
		assigned_to: asked.person || frappe.session.user,
	});
	if (planned) current()?.refresh();
}

function draw_controls(calendar) {
	const $bar = $('<div class="kh-calendar-bar"></div>').prependTo(calendar.parent);
	const $whose = $('<div class="kh-chips" role="group"></div>').appendTo($bar);
	for (const { value, label } of WHOSE_CALENDAR) {
		$('<button type="button" class="btn btn-default btn-xs kh-chip"></button>')
			.text(label)
			.attr("aria-pressed", String(value === asked.whose && !asked.person))
			.appendTo($whose)
			.on("click", (event) => {
				Object.assign(asked, { whose: value, person: null });
				person.set_value("");
				$whose.children().attr("aria-pressed", "false");
				$(event.currentTarget).attr("aria-pressed", "true");
				calendar.refresh();
			});
	}
	const person = frappe.ui.form.make_control({
		parent: $('<div class="kh-calendar-person"></div>').appendTo($bar),
		df: {
			fieldname: "person",
			fieldtype: "Link",
			options: "User",
			placeholder: __("Person"),
			only_select: 1,
			get_query: () => ({ filters: { enabled: 1, user_type: "System User" } }),
			change() {
				const chosen = person.get_value() || null;
				if (chosen === asked.person) return;
				asked.person = chosen;
				if (chosen) $whose.children().attr("aria-pressed", "false");
				calendar.refresh();
			},
		},
		render_input: true,
		only_input: true,
	});
	$('<button type="button" class="btn btn-link btn-xs kh-show-feed"></button>')
		.text(__("Show in My Phone's Calendar …"))
		.on("click", crm_khachhang.care.show_feed)
		.appendTo($bar);
}
