// What the two calendars that Frappe has had call differently: FullCalendar 3 of Frappe 15, whose events are one object and
// whose times are moments, and FullCalendar 6 of Frappe 16, which keeps what is ours apart and has dates.
const FORMAT = "YYYY-MM-DD HH:mm:ss";
const MOST_A_DAY = 6;
const A_DAY = 24 * 60 * 60 * 1000;

/** A time of the calendar, as the server writes moments: the calendar knows no time zones. */
export const plain = (time) => (time instanceof Date ? moment(time) : time.clone()).format(FORMAT);

/** What the server said of an event. */
export const row_of = (event) => event.extendedProps || event;

/** When an event is now, as the server takes it; the calendar ends a whole day where the next begins. */
export function times_of(event) {
	const all_day = event.allDay ? 1 : 0;
	const last =
		event.end && (all_day ? moment(plain(event.end)).subtract(1, "second") : event.end);
	return { starts_on: plain(event.start), ends_on: last ? plain(last) : null, all_day };
}

/** The options of whichever calendar there is. `draw(row, $element)`, `click(row)`, and `select(times)` for a span of time
 *  that somebody marks; a click on a day of the month is none. */
export const options = (does) => ({
	slotDuration: "00:30:00",
	scrollTime: "07:30:00",
	...(frappe.FullCalendar ? with_dates(does) : with_moments(does)),
});

function with_moments({ draw, click, select }) {
	return {
		eventLimit: MOST_A_DAY,
		timeFormat: "H:mm",
		slotLabelFormat: "H:mm",
		eventRender: (event, $element) => draw(row_of(event), $element),
		eventClick: (event) => click(row_of(event)),
		select(start, end, _event, view) {
			if (view.name === "month" && end - start === A_DAY) return;
			select(times_of({ start, end, allDay: !start.hasTime() }));
		},
	};
}

function with_dates({ draw, click, select }) {
	const hours = { hour: "numeric", minute: "2-digit", hour12: false };
	return {
		dayMaxEvents: MOST_A_DAY,
		eventTimeFormat: hours,
		slotLabelFormat: hours,
		eventDidMount: ({ event, el }) => draw(row_of(event), $(el)),
		eventClick: ({ event }) => click(row_of(event)),
		select({ start, end, allDay, view }) {
			if (view.type === "dayGridMonth" && end - start === A_DAY) return;
			select(times_of({ start, end, allDay }));
		},
	};
}
