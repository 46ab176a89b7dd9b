"""Endpoints of papers about debts: typed, permission first, thin."""

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log

from crm_khachhang.access import arguments
from crm_khachhang.access.checks import require
from crm_khachhang.debts.balances import ENTRY
from crm_khachhang.debts.papers import workbooks
from crm_khachhang.debts.reports import arguments as report_arguments


@frappe.whitelist(methods=["POST"])
def excel(paper: str, filters: dict | str | None = None) -> None:
	"""Answer with a workbook: "statement", "summary" or "aging", of the customers that the session's user sees.

	`filters` are those of the report. Nothing is kept on the server.
	"""
	require(ENTRY, "export")
	make, stem = workbooks.PAPERS.get(arguments.text(paper, "paper")) or (None, "")
	if not make:
		frappe.throw(_("Excel files of debts are: statement, summary, aging."))
	given = report_arguments.read(filters)
	content = make(given)
	make_access_log(
		doctype=ENTRY, document=given.get("customer"), file_type="xlsx", filters=frappe.as_json(given)
	)
	frappe.response["filecontent"] = content
	frappe.response["filename"] = f"{stem}.xlsx"
	frappe.response["type"] = "binary"
