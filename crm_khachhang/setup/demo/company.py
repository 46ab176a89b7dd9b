"""The demo company itself: users, teams, letter head, logo."""

import json
from pathlib import Path

import frappe
from frappe.utils.nestedset import get_root_of
from frappe.utils.password import update_password

USERS = Path(__file__).parent / "users.json"
LOGO = "/assets/crm_khachhang/images/crm-khachhang.svg"
TEAM = "Đội Hà Nội"
COMPANY = "Công ty TNHH Thương mại ABC"


def make_company() -> list[str]:
	"""Makes letter head, logo, users and teams; returns the sales users, who will own the customers."""
	make_letter_head()
	frappe.db.set_single_value("Navbar Settings", "app_logo", LOGO)
	# Nobody makes an appointment to the second. The server reads the setting, the desk the default.
	frappe.db.set_single_value("System Settings", "time_format", "HH:mm")
	frappe.db.set_default("time_format", "HH:mm")
	people = json.loads(USERS.read_text(encoding="utf-8"))
	for person in people:
		make_user(person)
	sales_users = [person["email"] for person in people if "KH Sales User" in person["roles"]]
	make_teams(*(person["email"] for person in people if "KH Viewer" in person["roles"]), *sales_users)
	return sales_users


def make_teams(director: str, leader: str, *members: str) -> None:
	"""The director reads what everybody has; the leader of the one team below what its members have."""
	company = frappe.get_doc("KH Sales Team", get_root_of("KH Sales Team"))
	company.leader = director
	company.save()
	frappe.get_doc(
		doctype="KH Sales Team",
		team_name=TEAM,
		parent_kh_sales_team=company.name,
		leader=leader,
		members=[{"user": member} for member in members],
	).insert()


def make_letter_head() -> None:
	frappe.get_doc(
		doctype="Letter Head",
		letter_head_name=COMPANY,
		source="HTML",
		content=f"<p><b>{COMPANY}</b><br>Số 1 Tràng Tiền, Hà Nội</p>",
		is_default=1,
	).insert()


def make_user(person: dict) -> None:
	"""Makes one System User with its roles. No welcome mail: the addresses are made up."""
	user = frappe.get_doc(
		doctype="User",
		email=person["email"],
		first_name=person["full_name"],
		language="vi",
		time_zone="Asia/Ho_Chi_Minh",
		send_welcome_email=0,
		roles=[{"role": role} for role in person["roles"]],
	)
	user.insert()
	update_password(user.name, person["password"])
