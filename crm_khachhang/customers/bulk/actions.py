"""The registry of bulk actions. Other modules and apps join through the hook `kh_bulk_actions`.

The hook names functions; each returns a dict from the action's name to an `Action`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe import _

from crm_khachhang.customers import deletion
from crm_khachhang.customers.bulk import fields_set, mails, tags
from crm_khachhang.customers.bulk.results import Row
from crm_khachhang.customers.owners import bulk as owners

HOOK = "kh_bulk_actions"


@dataclass(frozen=True)
class Action:
	"""One action, `apply`-ing to one customer at a time within a savepoint.

	`apply(row, parameters)` works through the document API, raises what forbids it, and raises
	`Skipped` where there is nothing to do. `check(parameters)` returns the parameters made tidy or throws,
	once, before anything runs. `title(parameters)` says in the user's language what is done.
	`finish(rows_done, parameters)` runs once, with the rows that succeeded, in the last transaction.
	"""

	right: str
	check: Callable[[dict], dict]
	title: Callable[[dict], str]
	apply: Callable[[Row, dict], None]
	finish: Callable[[list[Row], dict], None] | None = None


def own() -> dict[str, Action]:
	"""Return the actions that the app has itself."""
	return {
		"owner": Action("write", owners.check, owners.title, owners.apply, owners.finish),
		"set": Action("write", fields_set.check, fields_set.title, fields_set.apply),
		"tags": Action("write", tags.check, tags.title, tags.apply),
		"email": Action("email", mails.check, mails.title, mails.apply),
		"delete": Action("delete", lambda _parameters: {}, lambda _p: _("Delete customers"), delete),
	}


def get(name: str) -> Action:
	"""Return the action called `name`; throw when no module has it."""
	for path in frappe.get_hooks(HOOK):
		if action := frappe.get_attr(path)().get(name):
			return action
	frappe.throw(_("There is no bulk action {0}.").format(frappe.utils.escape_html(name)))


def delete(row: Row, parameters: dict) -> None:
	"""Delete the customer; `customers/deletion.py` has the rules."""
	deletion.delete(row.customer)
