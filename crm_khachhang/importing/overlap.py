"""The database writes the rows of one batch while the rows of the next are read.

Within `overlapping()` a thread sends what `many.insert` writes, and the import goes on meanwhile. Nobody else needs to
know: whatever the database is asked, it is asked when the thread is done, and an error of the thread is raised there.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import frappe


class NeedsDatabase(BaseException):
	"""What was to be done without the database asks it. Not an Exception: nobody on the way shall catch it."""


class Overlapping:
	"""Stands for `frappe.db`, of which it has everything, while a thread may be writing over the same connection."""

	__slots__ = ("_conn", "_database", "_error", "_is_apart", "_thread", "_writing")

	def __init__(self, database, thread: ThreadPoolExecutor):
		own = {"_database": database, "_conn": database._conn, "_thread": thread}
		own |= {"_writing": None, "_error": None, "_is_apart": False}
		for name, value in own.items():
			object.__setattr__(self, name, value)

	def sql_later(self, sql: str, values: tuple | None = None) -> None:
		"""Let the thread execute `sql`, which returns nothing, behind what it has been given before.

		Frappe rewrites statements for databases other than MariaDB, which get them at once.
		"""
		if self._database.db_type != "mariadb":
			self._database.sql(sql, values)
			return
		self._keep("_writing", self._thread.submit(self._execute, sql, values))

	def _execute(self, sql: str, values: tuple | None) -> None:
		"""Runs in the thread: behind a statement that failed, nothing more is written."""
		if self._error:
			return
		try:
			with self._conn.cursor() as cursor:
				cursor.execute(sql, values)
		except Exception as error:
			self._keep("_error", error)

	def _keep(self, name: str, value: Future | Exception | bool | None) -> None:
		object.__setattr__(self, name, value)

	def wait(self) -> None:
		"""Wait for the thread; raise what it met, in Frappe's words for what may be tried again."""
		self.end_writing()
		error = self._error
		self._keep("_error", None)
		if error and self._database.is_deadlocked(error):
			raise frappe.QueryDeadlockError(error) from error
		if error and self._database.is_timedout(error):
			raise frappe.QueryTimeoutError(error) from error
		if error:
			raise error

	def end_writing(self) -> None:
		"""Wait until the thread has nothing to do."""
		if self._writing:
			self._writing.result()
			self._keep("_writing", None)

	def rollback(self, **options) -> None:
		"""Undo the transaction; what the thread met in it no longer matters."""
		self.end_writing()
		self._keep("_error", None)
		self._database.rollback(**options)

	@contextmanager
	def apart(self) -> Iterator[None]:
		"""Within it the database is left alone: what asks it anything raises NeedsDatabase, which may end it."""
		self._keep("_is_apart", True)
		try:
			yield
		except NeedsDatabase:
			pass
		finally:
			self._keep("_is_apart", False)

	def __getattr__(self, name: str):
		if self._is_apart:
			raise NeedsDatabase(name)
		self.wait()
		return getattr(self._database, name)

	def __setattr__(self, name: str, value) -> None:
		setattr(self._database, name, value)


@contextmanager
def overlapping() -> Iterator[Overlapping]:
	"""Within it writing and reading overlap."""
	database = frappe.local.db
	if not database._conn:
		database.connect()
	with ThreadPoolExecutor(1, "kh_import") as thread:
		frappe.local.db = overlapped = Overlapping(database, thread)
		try:
			yield overlapped
			overlapped.wait()
		finally:
			overlapped.end_writing()
			frappe.local.db = database
