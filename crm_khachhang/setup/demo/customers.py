"""Feeds the demo workbook's rows through the document API, as the importer of a later release will do better."""

from itertools import cycle
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import strip_html

from crm_khachhang.setup.demo import workbook
from crm_khachhang.vietnam import phone, units
from crm_khachhang.vietnam.folding import fold

TYPES = {"ca nhan": "Individual", "to chuc": "Organization"}
GENDERS = {"nam": "Male", "nu": "Female"}
REFUSALS = (frappe.ValidationError, frappe.DuplicateEntryError)


class Refusal(NamedTuple):
	"""A row that is no customer of ours: its number in the sheet, and why."""

	row: int
	reason: str


def load_customers(owners: list[str]) -> tuple[list[str], list[Refusal]]:
	"""Inserts a customer for each row, owners taking turns; returns the codes made and the rows refused."""
	groups = titles("KH Customer Group", "group_name")
	sources = titles("KH Customer Source", "source_name")
	created, refused = [], []
	for (number, row), owner in zip(workbook.rows(), cycle(owners), strict=False):
		try:
			created.append(insert(to_customer(row, groups, sources) | {"account_manager": owner}))
		except REFUSALS as error:
			refused.append(Refusal(number, strip_html(str(error))))
	frappe.clear_messages()
	return created, refused


def titles(doctype: str, field: str) -> dict[str, str]:
	"""{folded title: name} of a master."""
	return {fold(row[field]): row.name for row in frappe.get_all(doctype, fields=["name", field])}


def to_customer(row: dict, groups: dict, sources: dict) -> dict:
	"""A row's cells as field values. Raises frappe.ValidationError for a word we do not know or an impossible date."""
	customer = dict(row, status="Active", customer_type=TYPES[fold(row["customer_type"])])
	for field, known in (("gender", GENDERS), ("customer_group", groups), ("source", sources)):
		if field in row:
			customer[field] = look_up(field, row[field], known)
	if "province" in row:
		customer["province"] = units.match_province(row["province"])
	if "date_of_birth" in row:
		customer["date_of_birth"] = birth_date(row["date_of_birth"])
	if isinstance(row.get("phone"), int | float):
		customer["phone"] = with_leading_zero(row["phone"])
	return customer


def look_up(field: str, cell: str, known: dict[str, str]) -> str:
	name = known.get(fold(cell))
	if not name:
		label = _(frappe.get_meta("KH Customer").get_label(field))
		frappe.throw(
			_("{0}: “{1}” is not in the list. Add it there, or correct the cell.").format(label, cell)
		)
	return name


def birth_date(cell):
	try:
		return workbook.to_date(cell)
	except ValueError:
		frappe.throw(
			_("Date of Birth: “{0}” is not a date. Write day/month/year, for example 31/12/1990.").format(
				cell
			)
		)


def with_leading_zero(cell: float) -> str:
	"""A phone that the spreadsheet took for a number, as people write it; a wrong one is left for the customer's rules."""
	try:
		return phone.display(phone.normalize(cell))
	except phone.InvalidPhone:
		return str(cell)


def insert(customer: dict) -> str:
	"""Inserts one customer, or leaves nothing of it behind."""
	frappe.db.savepoint("demo_customer")
	try:
		return frappe.get_doc(doctype="KH Customer", **customer).insert().name
	except REFUSALS:
		frappe.db.rollback(save_point="demo_customer")
		raise
