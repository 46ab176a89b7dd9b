"""In the morning: what is overdue, to each person of their own, to leaders of that of their teams as well.

Once a day to each, on working days: what is sent is written down in the same transaction. A morning on which nothing
ran is made up for on the same day; of former days nobody is told.
"""

from collections import defaultdict
from datetime import date, datetime, time

import frappe
from frappe import _
from frappe.utils import cint, escape_html, get_fullname, now_datetime
from pypika import Order, functions

from crm_khachhang.access.teams import TEAM, people_below
from crm_khachhang.background import acting_as, apart, checkpoint
from crm_khachhang.care import subscriptions, telling
from crm_khachhang.care.dates import APPOINTMENT, OPEN
from crm_khachhang.care.working_time import SETTINGS, current

FIELDS = ("name", "subject", "activity_type", "starts_on", "all_day", "customer")

Counts = dict[str, int]


def send_morning() -> None:
	"""The scheduler's part, each hour: tell those who have not been told today."""
	moment = now_datetime()
	settings = frappe.get_cached_doc(SETTINGS)
	is_time = cint(settings.care_digest) and moment.hour >= cint(settings.care_digest_hour)
	if not is_time or not current().is_working_day(moment.date()):
		return
	overdue = _overdue(moment.date())
	teams = _of_leaders(overdue)
	people = sorted(person for person in {*overdue, *teams} if telling.reaches(person))
	subscriptions.ensure(people)
	checkpoint()
	for person in people:
		with apart("Digest"):
			_tell(person, overdue.get(person, 0), teams.get(person, {}), moment)
		checkpoint()


def _overdue(today: date) -> Counts:
	"""{person: how many open appointments of former days}."""
	one = frappe.qb.DocType(APPOINTMENT)
	query = frappe.qb.from_(one).select(one.assigned_to, functions.Count("*"))
	query = query.where(_is_overdue(one, today)).groupby(one.assigned_to)
	return {person: count for person, count in query.run() if person}


def _of_leaders(overdue: Counts) -> dict[str, Counts]:
	"""{leader: {person below: count}}, of those whose people have something overdue."""
	team, found = frappe.qb.DocType(TEAM), defaultdict(dict)
	leaders = frappe.qb.from_(team).select(team.leader).distinct().where(team.leader != "").run(pluck=True)
	for leader in leaders if overdue else ():
		for person in people_below(leader) - {leader}:
			if person in overdue:
				found[leader][person] = overdue[person]
	return found


def _tell(person: str, own: int, team: Counts, moment: datetime) -> None:
	told_on = subscriptions.locked(person, "digest_on")
	if told_on and told_on >= moment.date():
		return
	subscriptions.write(person, digest_on=moment.date())
	with acting_as(person):
		_send(own, team, moment)


def _send(own: int, team: Counts, moment: datetime) -> None:
	title = _title(own, sum(team.values()))
	appointments = _oldest(frappe.session.user, moment.date()) if own else []
	content = [_own_part(own, appointments, moment)] if own else []
	if team:
		content.append(_team_part(team))
	link = _link(own, team, moment)
	telling.notify(title, appointments[0].name if own == 1 else "", "".join(content), link)
	content.append(f'<p><a href="{escape_html(link)}">{_("Show all overdue appointments")}</a></p>')
	telling.send(title, "".join(content))


def _title(own: int, team: int) -> str:
	if own and team:
		return _("Overdue care: {0} of your own, {1} in your teams").format(own, team)
	if own:
		return _("Overdue care: {0} of your own").format(own)
	return _("Overdue care: {0} in your teams").format(team)


def _own_part(count: int, appointments: list[dict], moment: datetime) -> str:
	lines = telling.lines_of(appointments, moment)
	return f"<p>{_('Your overdue appointments:')}</p>" + telling.listing(appointments, lines, count)


def _team_part(team: Counts) -> str:
	items = [
		f"<li>{escape_html(get_fullname(person))}: {count}</li>"
		for person, count in sorted(team.items(), key=lambda row: (-row[1], row[0]))
	]
	return f"<p>{_('Overdue in your teams:')}</p><ul>{''.join(items)}</ul>"


def _oldest(person: str, today: date) -> list[dict]:
	one = frappe.qb.DocType(APPOINTMENT)
	query = frappe.qb.from_(one).select(*(one[field] for field in FIELDS))
	query = query.where((one.assigned_to == person) & _is_overdue(one, today))
	return query.orderby(one.starts_on, order=Order.asc).limit(telling.MOST_LISTED).run(as_dict=True)


def _link(own: int, team: Counts, moment: datetime) -> str:
	"""Where the notification leads: to what is overdue, one's own or the team's."""
	filters = {
		"status": frappe.as_json(["in", OPEN], indent=None),
		"starts_on": frappe.as_json(["<", str(moment.date())], indent=None),
	}
	if own and not team:
		filters["assigned_to"] = frappe.session.user
	return telling.list_link(**filters)


def _is_overdue(one, today: date):
	return one.status.isin(OPEN) & (one.starts_on < datetime.combine(today, time()))
