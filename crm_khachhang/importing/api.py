"""Endpoints of the importer: typed, permission first, thin."""

import frappe
from frappe import _

from crm_khachhang.access import arguments
from crm_khachhang.importing import overview as overviews
from crm_khachhang.importing import results, rights, run, telling, template, undo, watching, workbook
from crm_khachhang.importing.planning.rows import OUTCOMES

PAGE = 50


@frappe.whitelist()
def overview(name: str) -> dict:
	"""Return what the form shows of the file: its sheets, columns with samples, and what each can mean."""
	return overviews.of(rights.check(name))


@frappe.whitelist(methods=["POST"])
def set_mapping(
	name: str,
	columns: dict | str | None = None,
	values: dict | str | None = None,
	defaults: dict | str | None = None,
) -> dict:
	"""Keep what the columns and words of the file mean, see `options.Mapping`; return the overview."""
	doc = rights.check(name, "write")
	overviews.set_mapping(
		doc,
		columns=arguments.texts(columns, "columns"),
		values={
			field: arguments.texts(words, field)
			for field, words in arguments.record(values, "values").items()
		},
		defaults=arguments.flat(defaults, "defaults"),
	)
	return overviews.of(doc)


@frappe.whitelist(methods=["POST"])
def check(name: str) -> dict:
	"""Look at every row, write nothing; return how far it is."""
	return _start(name, run.CHECKING)


@frappe.whitelist(methods=["POST"])
def start(name: str) -> dict:
	"""Import the rows; return how far it is."""
	return _start(name, run.RUNNING)


def _start(name: str, status: str) -> dict:
	run.start(rights.check(name, "write"), status)
	return state(name)


@frappe.whitelist(methods=["POST"])
def cancel(name: str) -> dict:
	"""Stop the check or the import after the rows that are being done."""
	run.cancel(rights.check(name, "write"))
	return state(name)


@frappe.whitelist(methods=["POST"])
def take_back(name: str) -> dict:
	"""Undo the import: remove what it created, restore what it changed, as far as nobody changed it since."""
	undo.start(rights.check(name, "write"))
	return state(name)


@frappe.whitelist()
def state(name: str) -> dict:
	"""Return how far the import is, see `telling.SUMMARY`, whether it is at work, and else its `results.openings`."""
	doc = rights.check(name)
	watching.notice_death(doc)
	summary = telling.summary_of(doc.name)
	is_open = summary.get("status") in run.OPEN
	openings = {} if is_open else results.openings(doc)
	return {**summary, "is_open": is_open, "names_left": doc.names_left or "", "openings": openings}


@frappe.whitelist()
def rows(name: str, outcome: str = "", start: int = 0, undone: str = "") -> list[dict]:
	"""Return the next page of rows, of one outcome if given; `undone`: "Undone" or "Kept" of those taken back."""
	doc = rights.check(name)
	outcomes = (outcome,) if outcome in OUTCOMES else OUTCOMES
	return results.shown(doc.name, outcomes, undone, arguments.row_number(start), PAGE)


@frappe.whitelist()
def unknown_values(name: str) -> list[dict]:
	"""Return the words of the file that no master has: [{fieldname, label, doctype, value, rows}]."""
	return overviews.unknown_values(rights.check(name).name)


@frappe.whitelist()
def download_template() -> None:
	"""Answer with the empty workbook to fill in."""
	rights.require_import()
	_answer(_("Customer Import Template") + ".xlsx", template.workbook())


@frappe.whitelist()
def download_refused(name: str) -> None:
	"""Answer with the refused rows as they were given, each with its reason."""
	doc = rights.check(name)
	_answer(f"dong-bi-tu-choi-{doc.name}.xlsx", workbook.refused(doc))


def _answer(filename: str, content: bytes) -> None:
	frappe.response["filename"] = filename
	frappe.response["filecontent"] = content
	frappe.response["type"] = "binary"
