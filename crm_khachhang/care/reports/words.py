"""How reports show people and columns."""

from collections.abc import Iterable

import frappe
from frappe import _


def column(fieldname: str, label: str, width: int, fieldtype: str = "Data", **more) -> dict:
	"""Return a column of a report."""
	if fieldtype == "Data":
		more = {"align": "left"} | more  # else the desk takes phone numbers for numbers
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}


def columns_of_states(rate: str) -> list[dict]:
	"""Return the columns of `counting.COUNTED` and between them the share that was done, which is called `rate`."""
	return [
		column("planned", _("Planned Care"), 130, "Int"),
		column("done", _("Done"), 110, "Int"),
		column("rate", rate, 150, "Percent"),
		column("missed", _("Missed"), 100, "Int"),
		column("overdue", _("Overdue"), 100, "Int"),
		column("to_come", _("To Come"), 100, "Int"),
		column("cancelled", _("Cancelled"), 100, "Int"),
	]


def names_of_people(users: Iterable[str | None]) -> dict[str | None, str]:
	"""Return {user: full name}; nobody is called so."""
	asked = sorted({user for user in users if user})
	rows = frappe.get_all("User", {"name": ("in", asked or [""])}, ["name", "full_name"], order_by="name")
	names: dict[str | None, str] = {row.name: row.full_name or row.name for row in rows}
	return {None: _("Nobody Assigned"), "": _("Nobody Assigned")} | {user: user for user in asked} | names


def percent(part: float, whole: float) -> float:
	"""Return how much of the whole the part is, rounded to one digit; 0 of nothing."""
	return round(100 * float(part) / float(whole), 1) if whole else 0.0
