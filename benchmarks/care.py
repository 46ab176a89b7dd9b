"""What a million appointments cost. Run by `./dev benchmark care [PART …]`; parts: calendar, today, nightly, overdue.
Exit code 1 when a wanted figure is missed.

KH_BENCHMARK_KEEP=1 goes on with the customers and appointments of the last run.
"""

import os
import sys
from statistics import median

import frappe
import seed
import web
from frappe.utils import add_to_date, now_datetime
from frappe.utils.password import update_password
from rows import Row, milliseconds, table

APPOINTMENT = "KH Care Schedule"
LEADER = "truong.phong@benchmark.example"
# With as many customers as most have.
PERSON = seed.sales_user(20)
ROUNDS = 30

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


PARTS = {"calendar": measure_calendar, "today": measure_today}

if __name__ == "__main__":
	main()
