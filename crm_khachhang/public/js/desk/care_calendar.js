// The calendar of appointments: mine, my team's or a person's; drag to move, click a time to plan, click one to end it.
frappe.provide("frappe.views.calendar");

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
const FORMAT_OF_MOMENTS = "YYYY-MM-DD HH:mm:ss";

const asked = { whose: "me", person: null };

frappe.views.calendar["KH Care Schedule"] = {
	field_map: {
		id: "name",
		start: "starts_on",
		end: "ends_on",
		title: "shown",
		allDay: "all_day",
	},
	get_events_method: "crm_khachhang.care.api.get_events",
	update_event_method: "crm_khachhang.care.api.move",

	make_page() {
		frappe.views.Calendar.prototype.make_page.call(this);
		draw_controls(this);
	},

	get_args(start, end) {
		return { start: plain(start), end: plain(end), ...asked };
	},

	get_update_args(event) {
		const all_day = event.start._ambigTime ? 1 : 0;
		const end = event.end || event.start.clone().add(30, "minutes");
		return {
			name: event.name,
			starts_on: plain(event.start),
			ends_on: plain(all_day ? end.clone().subtract(1, "second") : end),
			all_day,
		};
	},

	prepare_events(events) {
		for (const event of events) {
			event.doctype = "KH Care Schedule";
			event.convertToUserTz = 0;
			const of = event.customer_name ? ` – ${event.customer_name}` : "";
			event.shown = event.busy ? event.subject : `${event.subject}${of}`;
		}
		const prepared = frappe.views.Calendar.prototype.prepare_events.call(this, events);
		for (const event of prepared) {
			const is_open = ["Planned", "In Progress"].includes(event.status);
			event.editable = event.editable && is_open && !event.busy;
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

	options: {
		slotDuration: "00:30:00",
		scrollTime: "07:30:00",
		eventLimit: 6,
		timeFormat: "H:mm",
		slotLabelFormat: "H:mm",
		eventRender(event, $element) {
			const who = event.busy ? "" : event.who;
			const state = event.status ? __(event.status) : "";
			$element.attr("title", [event.title, who, state].filter(Boolean).join(" · "));
		},
		eventClick(event) {
			if (event.busy) return;
			open_event(event);
		},
		select(start, end, _event, view) {
			if (view.name === "month" && end - start === 86400000) return;
			plan_at(start, end);
		},
	},
};

/** The moment that a calendar means, as the server writes moments: the calendar knows no time zones. */
function plain(moment_of_calendar) {
	return moment_of_calendar.clone().format(FORMAT_OF_MOMENTS);
}

function current() {
	return cur_list?.doctype === "KH Care Schedule" ? cur_list.calendar : null;
}

function open_event(event) {
	const dialog = new frappe.ui.Dialog({
		title: event.subject,
		fields: [{ fieldname: "about", fieldtype: "HTML" }],
		primary_action_label: __("Open"),
		primary_action() {
			dialog.hide();
			frappe.set_route("Form", "KH Care Schedule", event.name);
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
	const is_open = ["Planned", "In Progress"].includes(event.status);
	if (is_open && frappe.model.can_write("KH Care Schedule")) {
		dialog.set_secondary_action_label(__("Done"));
		dialog.set_secondary_action(async () => {
			dialog.hide();
			await crm_khachhang.care.finish(event);
			current()?.refresh();
		});
	}
	dialog.show();
}

async function plan_at(start, end) {
	if (!frappe.model.can_create("KH Care Schedule")) return;
	const all_day = start._ambigTime ? 1 : 0;
	const planned = await crm_khachhang.plan_care(null, {
		starts_on: plain(all_day ? start.clone().time("09:00") : start),
		...(all_day ? {} : { ends_on: plain(end) }),
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
