"""The workbook to fill in: a column for each field of today's form, lists to choose from, a note on each column."""

from io import BytesIO

import frappe
from frappe import _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from crm_khachhang.customers.owners import candidates
from crm_khachhang.importing.mapping.targets import OPENING, Target, all_targets

ROWS = 5000
MOST_CHOICES = 500
TEXTS = ("Data", "Small Text", "Text", "Phone", "Autocomplete")
REQUIRED, OPTIONAL = PatternFill("solid", fgColor="FDE9D9"), PatternFill("solid", fgColor="DDEBF7")

# Not in the template: people have no use for them there.
LEFT_OUT = ("display_order", "image", "referrer_doctype", "referrer", "tier_locked", "care_plan")

EXAMPLES = {"Date": "31/12/1990", "Int": "30", "Currency": "1500000", "Check": None}


def workbook() -> bytes:
	"""Return the template in the language of the session's user."""
	book = Workbook()
	sheet = book.active
	sheet.title = _("Customers")
	lists = book.create_sheet(_("Lists"))
	lists.sheet_state = "hidden"
	targets = [t for t in all_targets().values() if not t.closed and t.fieldname not in LEFT_OUT]
	for number, target in enumerate(sorted(targets, key=_place), 1):
		_add_column(sheet, number, target)
		_add_choices(sheet, lists, number, target)
	sheet.freeze_panes = "A2"
	sheet.row_dimensions[1].height = 32
	output = BytesIO()
	book.save(output)
	return output.getvalue()


def _place(target: Target) -> tuple[bool, bool, bool]:
	"""What is required comes first; people of the customer and its opening debt last; else the order of the form."""
	is_first = target.required or target.fieldname == "customer_name"
	return not is_first, target.is_of_opening, target.is_of_person


def _add_column(sheet, number: int, target: Target) -> None:
	cell = sheet.cell(1, number, f"{target.label} (*)" if target.required else target.label)
	cell.data_type = "s"  # a label of the site's may begin with "="
	cell.font, cell.fill = Font(bold=True), REQUIRED if target.required else OPTIONAL
	cell.alignment = Alignment(wrap_text=True, vertical="center")
	cell.comment = Comment(_note(target), "CRM")
	letter = get_column_letter(number)
	sheet.column_dimensions[letter].width = max(14, min(40, len(target.label) + 6))
	if target.fieldtype in TEXTS:  # so that no zero in front of a number is lost
		sheet.column_dimensions[letter].number_format = "@"
		for row in range(2, 202):
			sheet.cell(row, number).number_format = "@"


def _note(target: Target) -> str:
	"""What to write into the column."""
	if target.required:
		return _("Required.") + " " + _kind(target)
	return _kind(target)


def _kind(target: Target) -> str:
	kinds = {
		"Date": _("A date: day/month/year, for example 31/12/1990."),
		"Datetime": _("A date and time: day/month/year hour:minute."),
		"Check": _("Yes or No."),
		"Int": _("A whole number."),
		"Currency": _("An amount, digits only."),
		"Link": _("A name of the list."),
		"Select": _("One of the list."),
	}
	if target.is_of_opening:
		return _opening_note(target)
	if target.fieldname == "customer_code":
		return _("Leave it empty to get the next code.")
	if target.fieldname == "account_manager":
		return _("The full name or e-mail address of a colleague. Empty: who imports.")
	if target.fieldname.endswith("phone"):
		return _("One phone number, for example 0912 345 678.")
	return kinds.get(target.fieldtype) or _("Text.")


def _opening_note(target: Target) -> str:
	notes = {
		"amount": _("What the customer owes already, digits only. Empty or 0: nothing is recorded."),
		"due_date": _(
			"Until when it must be paid: day/month/year. Empty: as the payment days of the customer say."
		),
		"posting_date": _(
			"Of which day the debt is: day/month/year. Empty: today, or the due date if that is past."
		),
	}
	return notes[target.fieldname.removeprefix(OPENING)]


def _add_choices(sheet, lists, number: int, target: Target) -> None:
	choices = _choices(target)
	if not choices:
		return
	letter = get_column_letter(number)
	for row, choice in enumerate(choices, 1):
		lists.cell(row, number, choice).data_type = "s"
	where = f"'{lists.title}'!${letter}$1:${letter}${len(choices)}"
	rule = DataValidation(type="list", formula1=where, allow_blank=True, showErrorMessage=False)
	rule.add(f"{letter}2:{letter}{ROWS}")
	sheet.add_data_validation(rule)


def _choices(target: Target) -> list[str]:
	if target.fieldtype == "Select":
		return [_(option) for option in target.options.split("\n") if option]
	if target.fieldtype == "Check":
		return [_("Yes"), _("No")]
	if target.fieldtype != "Link" or target.options == "KH Ward":
		return []
	return _titles(target.options)


def _titles(doctype: str) -> list[str]:
	"""What people call the documents; of users those who may own customers."""
	if doctype == "User":
		return [name for _user, name in candidates.search("", 0, MOST_CHOICES)]
	if not frappe.has_permission(doctype, "read"):
		return []
	title = frappe.get_meta(doctype).title_field or "name"
	rows = frappe.get_list(doctype, pluck=title, order_by=f"{title} asc", limit_page_length=MOST_CHOICES)
	return list(dict.fromkeys(_(row) for row in rows if row))
