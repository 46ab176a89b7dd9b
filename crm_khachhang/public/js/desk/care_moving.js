// Moving an appointment on the calendar, by drag or by its lower end.
import { row_of, times_of } from "./care_fullcalendar";

const APPOINTMENT = "KH Care Schedule";

export const is_open = ({ status }) => ["Planned", "In Progress"].includes(status);

/** Moves the appointment to where its event lies now, of a series as much as people say; else the event goes back. */
export async function move(calendar, event, revert) {
	const row = row_of(event);
	const refusal = why_not(row);
	if (refusal) {
		revert();
		frappe.show_alert({ message: refusal, indicator: "orange" }, 7);
		return;
	}
	const scope = row.series ? await ask_scope() : "this";
	if (!scope) return revert();
	try {
		const times = new_times(row, times_of(event));
		await frappe.xcall("crm_khachhang.care.api.move", { name: row.name, scope, ...times });
		forget(row);
		crm_khachhang.care.offer_to_tell(row.name);
	} catch {
		revert(); // Frappe says why
	}
	calendar.refresh();
}

function why_not(row) {
	if (row.busy) return __("Only your colleague can move this appointment.");
	if (!is_open(row))
		return __("This appointment is over ({0}) and cannot be moved. Plan a new one instead.", [
			__(row.status),
		]);
	if (!frappe.model.can_write(APPOINTMENT))
		return __("You may read appointments, not move them. Ask your manager.");
	return "";
}

const ask_scope = () =>
	crm_khachhang.care.ask_scope({
		title: __("Move a Recurring Appointment"),
		action: __("Move Appointment"),
	});

/** An appointment that is as long as before keeps its length, also where it has no end. */
function new_times(row, times) {
	const length = ({ starts_on, ends_on }) => moment(ends_on).diff(moment(starts_on));
	const is_as_long = !times.all_day && !row.all_day && length(times) === length(row);
	const { ends_on, ...others } = times;
	return is_as_long || !ends_on ? others : times;
}

/** Forms that were opened before read the moved appointments again. */
function forget({ name, series }) {
	for (const doc of Object.values(locals[APPOINTMENT] || {}))
		if (doc.name === name || (series && doc.series === series))
			frappe.model.remove_from_locals(APPOINTMENT, doc.name);
}
