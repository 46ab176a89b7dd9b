"""`bench --site S kh-debt-check`: is everything still the sum of the ledger?"""

import click
import frappe
from frappe.commands import get_site, pass_context

from crm_khachhang.background import speak_as_user

DIFFERENT = 1


@click.command("kh-debt-check")
@click.option("--dry-run", is_flag=True, help="Only say what is wrong.")
@pass_context
def kh_debt_check(context, dry_run: bool) -> None:
	"""Prove what is open, credit and owed against the ledger, and repair it. Exit code 1 when something was wrong."""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		speak_as_user()
		raise SystemExit(run(dry_run))
	finally:
		frappe.destroy()


def run(dry_run: bool = False) -> int:
	"""Check, repair unless it is a dry run, and print; return the exit code."""
	from crm_khachhang.debts import checking

	found = list(checking.differences())
	for one in found:
		click.echo(f"{one.doctype} {one.name}: {one.fieldname} is {one.stored}, the ledger says {one.right}")
		if not dry_run:
			checking.repair(one)
	if not found:
		click.echo("Everything is the sum of the ledger.")
		return 0
	click.echo(f"{len(found)} wrong" + ("" if dry_run else ", repaired"))
	return DIFFERENT
