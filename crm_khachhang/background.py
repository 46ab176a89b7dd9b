"""What work in the background has in common: it acts as who started it, and commits from step to step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import frappe
from frappe.translate import get_user_lang

ATTEMPTS = 3

Done = TypeVar("Done")


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Act with the rights, and speak the language, of `user`."""
	before, language = frappe.session.user, frappe.local.lang
	if user != before:
		frappe.set_user(user)
		frappe.local.lang = get_user_lang(user)
	try:
		yield
	finally:
		if user != before:
			frappe.set_user(before)
			frappe.local.lang = language


@contextmanager
def apart(what: str, *expected: type[Exception]) -> Iterator[None]:
	"""Do something by itself: when it fails, it is undone and logged as `what`, and what comes next goes on.

	What is `expected` is not worth a log. Where the database has ended the transaction, all since the last checkpoint
	is undone.
	"""
	before = f"kh_{frappe.generate_hash(length=10)}"
	frappe.db.savepoint(before)
	try:
		yield
	except expected:
		frappe.db.rollback(save_point=before)
		frappe.clear_messages()
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		frappe.db.rollback()
		frappe.log_error(what)
	except Exception:
		frappe.db.rollback(save_point=before)
		frappe.log_error(what)


def speak_as_user() -> None:
	"""Let a job speak the language of its user: Frappe lets it run as who enqueued it, but in English."""
	frappe.local.lang = get_user_lang()


def step(do: Callable[[], Done]) -> Done:
	"""Do one step of a job, commit it and return what it returns.

	People save documents meanwhile: where the database ends the step in favour of one of them, it is done again.
	"""
	for attempt in range(1, ATTEMPTS + 1):
		try:
			done = do()
			checkpoint()
			return done
		except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
			frappe.db.rollback()
			if attempt == ATTEMPTS:
				raise
	raise AssertionError


def checkpoint() -> None:
	"""Commit, so that a crash loses one step at most; tests undo what they did, and commit nothing.

	Frappe says of every process that it is a test wherever the environment has `CI`: so ours say it themselves.
	"""
	if not frappe.flags.kh_test:
		frappe.db.commit()
