"""Two saves of the same value at the same moment: one waits for the other, then sees what it wrote.

Locks of names (MariaDB's GET_LOCK), not of rows: a locking read of a value that nobody has yet locks the gap
around it, and two writers in one gap refuse each other with a deadlock. The locks are taken in sorted order and
end with the transaction.

A transaction goes on seeing the database as it was when it first read (REPEATABLE READ). What was committed while
it waited, it sees through a second connection only.
"""

import hashlib
import inspect
from functools import lru_cache

import frappe
from frappe import _
from frappe.database import get_db
from pypika import CustomFunction, Parameter

GET_LOCK = CustomFunction("GET_LOCK", ["name", "seconds"])
RELEASE_LOCK = CustomFunction("RELEASE_LOCK", ["name"])

# How long a save waits for another that has the same value: longer than a save, shorter than a request may last.
PATIENCE = 20

PREFIX = "kh_dup:"

# Locks asked for in one statement, in their order: an import holds those of hundreds of customers.
_AT_ONCE = 500


class SavedByAnother(frappe.ValidationError):
	"""The same value is being saved by somebody else, who has not finished."""


def hold(values: list[str]) -> None:
	"""Keep everybody else from `hold` of any of `values` until the transaction ends. Raises SavedByAnother."""
	if frappe.db.db_type != "mariadb":
		return
	held = _held()
	missing = sorted({_name(value) for value in values} - held)
	if not missing:
		return
	if not held:
		frappe.db.after_commit.add(_release)
		frappe.db.after_rollback.add(_release)
	for start in range(0, len(missing), _AT_ONCE):
		some = missing[start : start + _AT_ONCE]
		if not _get(some):
			_let_go(some)
			frappe.throw(
				_("Somebody is saving the same customer at this moment. Wait a little, then save again."),
				SavedByAnother,
				title=_("Please Save Again"),
			)
		held.update(some)


def _get(names: list[str]) -> bool:
	"""Whether all locks were got. The database itself ends a circle of waiting with an error."""
	try:
		return all(frappe.db.sql(_of_each(GET_LOCK, len(names), PATIENCE), names)[0])
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		return False


def _let_go(names: list[str]) -> None:
	"""Releasing a lock that one does not have does no harm."""
	frappe.db.sql(_of_each(RELEASE_LOCK, len(names)), names)


@lru_cache(maxsize=64)
def _of_each(function: CustomFunction, count: int, *more: int) -> str:
	"""The statement that calls `function` with each of `count` names: making it takes longer than the locks."""
	return frappe.qb.select(*[function(Parameter("%s"), *more)] * count).get_sql()


def _held() -> set[str]:
	"""The locks of this connection; they belong to it, whatever site or user comes next."""
	if getattr(frappe.db, "kh_held_locks", None) is None:
		frappe.db.kh_held_locks = set()
	return frappe.db.kh_held_locks


def _name(value: str) -> str:
	"""Names of locks are the server's, not the database's, and at most 64 characters long."""
	return PREFIX + hashlib.sha1(f"{frappe.conf.db_name}\0{value}".encode()).hexdigest()


def _release() -> None:
	held = _held()
	if held:
		_let_go(sorted(held))
		held.clear()
	close_second_connection()


def second_connection():
	"""Return a connection that sees what is committed now; it lasts until the transaction ends."""
	second = getattr(frappe.db, "kh_second_connection", None)
	if second is None:
		accepted = inspect.signature(get_db).parameters
		second = get_db(**{name: getattr(frappe.db, name, None) for name in accepted})
		second.auto_commit_on_many_writes = False
		frappe.db.kh_second_connection = second
	else:
		second.rollback()
	return second


def close_second_connection() -> None:
	"""Close what `second_connection` opened, if it did."""
	second = getattr(frappe.db, "kh_second_connection", None)
	if second is not None:
		second.close()
		frappe.db.kh_second_connection = None
