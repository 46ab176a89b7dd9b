"""What a million appointments cost. Run by `./dev benchmark care [PART …]`; parts: calendar, today, nightly, overdue.
Exit code 1 when a wanted figure is missed.

KH_BENCHMARK_KEEP=1 goes on with the customers and appointments of the last run.
"""

import os
import sys
from datetime import timedelta
from statistics import median

import frappe
import seed
import web
from frappe.utils import add_to_date, now_datetime
from frappe.utils.password import update_password
from rows import Row, milliseconds, seconds, table

from crm_khachhang.care import digest
from crm_khachhang.care.recurrence import jobs
from crm_khachhang.care.recurrence.series import horizon
from crm_khachhang.care.working_time import WEEKDAYS

APPOINTMENT = "KH Care Schedule"
LEADER = "truong.phong@benchmark.example"
# With as many customers as most have.
PERSON = seed.sales_user(20)
ROUNDS = 30
SERIES_COUNT, WEEKS = 20_000, 5

# Customers have an appointment each: from five years ago to three months ahead, in working hours.
FIRST_DAY, DAYS = -1735, 1825


def main() -> None:
	if not frappe.db.count("KH Customer"):
		seed.seed(int(os.environ.get("KH_BENCHMARK_ROWS", 1_000_000)))
	if not frappe.db.count(APPOINTMENT):
		print(f"{seed_appointments()} appointments", flush=True)
	rows: list[Row] = []
	for part in sys.argv[1:] or PARTS:
		measured = PARTS[part]()
		frappe.db.commit()
		print(f"\n{part}\n{table(measured)}", flush=True)
		rows += measured
	if not all(row.is_reached() for row in rows):
		sys.exit(1)


def seed_appointments() -> int:
	"""One appointment with each customer, done by its owner: of a hundred past ones two were missed, one is overdue."""
	_make_leader()
	frappe.db.sql(
		"""insert into `tabKH Care Schedule` (name, creation, modified, owner, modified_by, docstatus, idx, customer,
			activity_type, subject, assigned_to, priority, status, starts_on, ends_on, done_on)
		select concat('LH', name), creation, modified, owner, owner, 0, 0, name,
			elt(1 + number % 5, 'Call', 'Message', 'Email', 'Meeting', 'Visit'), 'Hỏi thăm khách hàng',
			account_manager, 'Medium',
			case when starts_on > now() then 'Planned' when number % 100 < 2 then 'Missed'
				when number % 100 = 2 then 'Planned' else 'Done' end,
			starts_on, starts_on + interval 30 minute, if(starts_on > now() or number % 100 < 3, null, starts_on)
		from (select name, creation, modified, owner, account_manager, cast(crc32(name) as signed) as number,
			date(now()) + interval (%s + cast(crc32(name) %% %s as signed)) day
				+ interval (8 * 60 + 30 * (crc32(reverse(name)) %% 18)) minute as starts_on
			from `tabKH Customer`) customer""".replace("number % ", "number %% "),
		(FIRST_DAY, DAYS),
	)
	frappe.db.sql("analyze table `tabKH Care Schedule`")
	frappe.db.commit()
	return frappe.db.count(APPOINTMENT)


def _make_leader() -> None:
	"""Somebody above all teams."""
	if frappe.db.exists("User", LEADER):
		return
	user = frappe.get_doc(
		doctype="User",
		email=LEADER,
		first_name="Trưởng Phòng",
		language="vi",
		send_welcome_email=0,
		new_password=seed.PASSWORD,
		roles=[{"role": "KH Sales User"}],
	).insert()
	top = frappe.get_doc("KH Sales Team", {"is_group": 1, "team_name": "Kinh doanh"})
	top.update({"leader": user.name}).save()
	update_password(PERSON, seed.PASSWORD)
	frappe.db.commit()


def of_http(desk: web.Desk, method: str, limit: float, what: str, **asked) -> Row:
	"""The median of ROUNDS calls against `limit` milliseconds."""
	desk.timed(method, **asked)
	times = [desk.timed(method, **asked) for _round in range(ROUNDS)]
	return Row(what, milliseconds(times), f"{limit:g} ms", median(times) * 1000 / limit, ("<=", 1))


def measure_calendar() -> list[Row]:
	first = now_datetime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
	asked = {"start": str(first), "end": str(add_to_date(first, days=42))}
	method, owner = "crm_khachhang.care.api.get_events", PERSON
	return [
		of_http(web.Desk(owner, seed.PASSWORD), method, 50, "month of a person: own", **asked),
		of_http(
			web.Desk(LEADER, seed.PASSWORD), method, 50, "month of a person: leader", person=owner, **asked
		),
		of_http(
			web.Desk("Administrator", "admin"),
			method,
			50,
			"month of a person: manager",
			person=owner,
			**asked,
		),
	]


def measure_today() -> list[Row]:
	method = "crm_khachhang.care.api.get_todo"
	what = f"today of a team of {seed.USERS}"
	return [
		of_http(web.Desk(LEADER, seed.PASSWORD), method, 100, what, whose="team"),
		of_http(web.Desk(PERSON, seed.PASSWORD), method, 100, "today of a person"),
	]


def measure_nightly() -> list[Row]:
	"""The night's work on SERIES_COUNT weekly series that are WEEKS behind the horizon."""
	_make_series()
	before = frappe.db.count(APPOINTMENT)
	took = seconds(jobs.nightly)
	made = frappe.db.count(APPOINTMENT) - before
	again = seconds(jobs.nightly)
	frappe.db.delete(APPOINTMENT, {"series": ("like", "LAP%")})
	frappe.db.delete("KH Care Series", {"name": ("like", "LAP%")})
	what = f"nightly: {made} appointments of {SERIES_COUNT} series"
	return [
		Row(what, f"{took:.1f} s", "60 s for 100000", took / 60 * 100_000 / made, ("<=", 1)),
		Row("nightly, once more", f"{again:.1f} s", f"{took:.1f} s", again / took, None),
	]


def _make_series() -> None:
	until = horizon() - timedelta(weeks=WEEKS)
	frappe.db.sql(
		"""insert into `tabKH Care Series` (name, creation, modified, owner, modified_by, docstatus, idx, customer,
			activity_type, subject, assigned_to, priority, starts_on, duration, repeats, repeat_every, repeat_until,
			first_on, last_on, made_until, ended)
		select concat('LAP', name), creation, modified, owner, owner, 0, 0, name, 'Call', 'Gọi hằng tuần',
			account_manager, 'Medium', %(first)s + interval 9 hour, 30, 'Weekly', 1, %(last)s, %(first)s, %(last)s,
			%(until)s, 0
		from `tabKH Customer` order by name limit %(count)s""",
		{
			"first": add_to_date(until, days=-70),
			"last": add_to_date(until, years=1),
			"until": until,
			"count": SERIES_COUNT,
		},
	)
	frappe.db.commit()


def measure_overdue() -> list[Row]:
	"""The morning's word on what is overdue, to everybody whom it concerns, on a working day."""
	settings = frappe.get_doc("KH Settings")
	before = {day: settings.get(f"works_{day}") for day in WEEKDAYS}
	settings.update({f"works_{day}": 1 for day in WEEKDAYS} | {"care_digest_hour": 0, "holidays": []}).save()
	frappe.db.delete("KH Care Subscription")
	frappe.db.commit()
	took = seconds(digest.send_morning)
	told = frappe.db.count("KH Care Subscription")
	settings.update({f"works_{day}": works for day, works in before.items()}).save()
	count = frappe.db.count(APPOINTMENT, {"status": "Planned", "starts_on": ("<", now_datetime().date())})
	what = f"overdue sweep: {count} appointments, {told} people"
	return [Row(what, f"{took:.1f} s", "10 s", took / 10, ("<=", 1))]


PARTS = {
	"calendar": measure_calendar,
	"today": measure_today,
	"nightly": measure_nightly,
	"overdue": measure_overdue,
}

if __name__ == "__main__":
	main()
