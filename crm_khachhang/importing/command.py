"""`bench --site S kh-import FILE`: the importer without a desk."""

import json
from collections import Counter
from pathlib import Path

import click
import frappe
from frappe import _
from frappe.commands import get_site, pass_context
from frappe.utils import cint, now

from crm_khachhang.background import checkpoint, speak_as_user
from crm_khachhang.customers.refusals import REFUSALS, plain
from crm_khachhang.importing import options as choices
from crm_khachhang.importing.planning.rows import REFUSE
from crm_khachhang.importing.reading import limits

MODES = {"create": choices.CREATE, "update": choices.UPDATE, "both": choices.BOTH}

FAILED, UNREADABLE = 1, 2


class Stopped(Exception):
	"""Somebody ended the import before its last row; `report` says what became of the others."""

	def __init__(self, report: dict):
		super().__init__(_("The import was stopped before its last row. What is written stays."))
		self.report = report


@click.command("kh-import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
	"--mode",
	type=click.Choice(list(MODES)),
	default="create",
	help="Only new customers, only known ones, or both.",
)
@click.option(
	"--match-by",
	default="",
	help="What finds the customer of a row: code, tax_code, phone, email (with commas).",
)
@click.option("--sheet", default=None, help="Name of the sheet.")
@click.option("--dry-run", is_flag=True, help="Say what would become of each row, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--owner", default=None, help="Owner of new customers without one in the file.")
@click.option("--create-masters", is_flag=True, help="Create missing groups, sources, industries and sizes.")
@click.option("--user", default="Administrator", help="In whose name it is done.")
@pass_context
def kh_import(context, file: Path, as_json: bool, user: str, **given) -> None:
	"""Import customers from FILE. Exit code 1 when a row was refused, 2 when the file cannot be read."""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		frappe.set_user(user)
		speak_as_user()
		raise SystemExit(run(file, as_json, **given))
	finally:
		frappe.destroy()


def run(file: Path, as_json: bool, **given) -> int:
	"""Import the file and print what became of it; return the exit code."""
	try:
		report = import_file(file, **given)
	except Stopped as stopped:
		click.echo(stopped, err=True)
		report, code = stopped.report, FAILED
	except (OSError, *REFUSALS) as error:
		frappe.db.rollback()
		click.echo(plain(error), err=True)
		return UNREADABLE
	else:
		code = FAILED if report["failed"] else 0
	click.echo(json.dumps(report, ensure_ascii=False, default=str) if as_json else as_text(report))
	return code


def import_file(
	file: Path,
	mode: str = "create",
	match_by: str = "",
	sheet: str | None = None,
	dry_run: bool = False,
	owner: str | None = None,
	create_masters: bool = False,
) -> dict:
	"""Import a file of the machine and return {total_rows, created, updated, skipped, failed, errors}.

	errors: [{row, field, value, reason}], `row` as the file's own program numbers it. Unless it is a dry run the import
	is kept as KH Import, for the history and for undoing it. Commits. Raises source.WrongFile, options.WrongOption, and
	Stopped when the import was cancelled or begun anew meanwhile.
	"""
	from crm_khachhang.importing import rights, run

	values = {
		"mode": MODES[mode],
		"match_by": match_by,
		"account_manager": owner,
		"create_masters": int(create_masters),
	}
	if dry_run:
		return _tried(file, sheet, values)
	doc = _kept(file, sheet, values)
	checkpoint()
	run.work(doc.name)
	report = _report(doc.name)
	if frappe.db.get_value(rights.IMPORT, doc.name, "status") not in run.COMPLETED:
		raise Stopped(report)
	return report


def _tried(file: Path, sheet: str | None, values: dict) -> dict:
	"""The report of a dry run, of which nothing stays."""
	from crm_khachhang.importing import rights, run, source
	from crm_khachhang.importing.work import Work

	rights.require_import()
	opened = source.open_content(file.read_bytes(), file.name, sheet)
	doc = frappe.new_doc(rights.IMPORT)
	doc.update({**values, "mapping": source.first_mapping(opened.header.labels).as_json()})
	counted, errors = Counter(), []
	work = Work(opened, run.options_of(doc), dry=True)
	for rows in work.batches():
		plans = work.do(rows)
		counted.update(plan.action for plan in plans)
		errors += [
			_error(plan.number, vars(problem))
			for plan in plans
			if plan.action == REFUSE
			for problem in plan.problems
		]
	return {"total_rows": sum(counted.values()), **_counts(counted), "errors": errors}


def _kept(file: Path, sheet: str | None, values: dict):
	"""The import as a document, with its file, ready to run."""
	from crm_khachhang.importing import rights, run

	content = file.read_bytes()
	# What a site takes from browsers is no matter of who works on its server: there the limit of imports counts.
	frappe.local.conf["max_file_size"] = max(cint(frappe.local.conf.get("max_file_size")), limits.FILE_BYTES)
	stored = frappe.get_doc(doctype="File", file_name=file.name, content=content, is_private=1).insert()
	doc = frappe.get_doc(
		doctype=rights.IMPORT, import_file=stored.file_url, sheet_name=sheet, **values
	).insert()
	stored.db_set(
		{
			"attached_to_doctype": rights.IMPORT,
			"attached_to_name": doc.name,
			"attached_to_field": "import_file",
		}
	)
	doc.db_set(
		{
			"status": run.RUNNING,
			"started_by": frappe.session.user,
			"started_on": now(),
			"last_progress_on": now(),
		}
	)
	return doc


def _report(name: str) -> dict:
	from crm_khachhang.importing import results
	from crm_khachhang.importing.rights import IMPORT

	fields = ("total_rows", *results.COUNTERS.values())
	errors = []
	for row in results.of(name, (REFUSE,)):
		first = {"fieldname": row.field_name, "value": row.value, "reason": row.reason}
		problems = json.loads(row.problems) if row.problems else [first]
		errors += [_error(row.row_no, problem) for problem in problems]
	return {**frappe.db.get_value(IMPORT, name, fields, as_dict=True), "errors": errors}


def _error(row: int, problem: dict) -> dict:
	field, value = problem["fieldname"] or "", problem["value"] or ""
	return {"row": row, "field": field, "value": value, "reason": problem["reason"] or ""}


def _counts(counted: Counter) -> dict:
	from crm_khachhang.importing.results import COUNTERS

	return {field: counted[outcome] for outcome, field in COUNTERS.items()}


def as_text(report: dict) -> str:
	"""Return the report as lines for people."""
	numbers = ("total_rows", "created", "updated", "skipped", "failed")
	lines = [", ".join(f"{name.replace('_', ' ')}: {report[name]}" for name in numbers)]
	lines += ["row {row}: {field} {value}: {reason}".format(**error) for error in report["errors"]]
	return "\n".join(lines)
