"""One import at work: batch by batch, each of them one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from crm_khachhang.customers import attachments
from crm_khachhang.customers.duplicates import locks
from crm_khachhang.importing.mapping import chosen
from crm_khachhang.importing.mapping.given import Interpreter
from crm_khachhang.importing.options import Options
from crm_khachhang.importing.planning import groups
from crm_khachhang.importing.planning.planner import Planner
from crm_khachhang.importing.planning.rows import Given, Plan
from crm_khachhang.importing.reading import SourceRow
from crm_khachhang.importing.reading.rows import NO_DATA, is_blank
from crm_khachhang.importing.source import Source
from crm_khachhang.importing.writing import custom_logic, fast
from crm_khachhang.importing.writing.writer import Writer

# Rows in one transaction: few at first, so that the database has something to write while the others are read.
FIRST_ROWS = 500
BATCH_ROWS = 2000

# Of the text of a row that is no customer.
LONGEST = 200

# So many documents at most in one transaction: while it lasts nobody can cancel the import.
DOCUMENT_ROWS = 100


@dataclass
class Work:
	"""The rows of a source under some options; `dry` only plans. `source_of_changes`: what histories name."""

	source: Source
	options: Options
	dry: bool
	source_of_changes: dict | None = None
	# Rows in their order: those that the last `do` did, and those that are read already.
	waiting: list[Given] = field(default_factory=list)
	done: int = 0
	unread: SourceRow | None = None

	def __post_init__(self):
		self.options = chosen.in_force(self.options)
		self.interpreter = Interpreter(self.options, self.dry)
		self.planner = Planner(self.options, self.dry)
		only_documents = (
			bool(custom_logic.reasons())
			or not fast.is_plain_text(self.planner.defaults)
			or any(name in self.planner.defaults for name in attachments.fields(self.planner.meta))
		)
		self.writer = Writer(only_documents, self.source_of_changes)
		self.rows = self.source.rows(tell=True)
		self.batch_rows = self._first_rows()

	def _first_rows(self) -> int:
		if self.dry:
			return BATCH_ROWS
		return DOCUMENT_ROWS if self.writer.only_documents else min(FIRST_ROWS, BATCH_ROWS)

	def skip_to(self, position: int) -> None:
		"""Leave out the rows up to that of number `position`: they are done."""
		self.unread = next((row for row in self.rows if row.number > position), None)

	def next_rows(self) -> list[Given]:
		"""Return the rows of the next batch, read and understood; nothing is locked yet."""
		self.waiting, self.done = self.waiting[self.done :], 0
		for _given in self._read(self.batch_rows):
			pass
		return self.waiting[: self.batch_rows]

	def _read(self, count: int) -> Iterator[Given]:
		"""Read until so many are waiting; yield each."""
		while len(self.waiting) < count and (given := self._next()):
			self.waiting.append(given)
			yield given

	def _next(self) -> Given | None:
		"""Read a row. One at which that was broken off is read again."""
		self.unread = self.unread or next(self.rows, None)
		given = self._understood(self.unread) if self.unread else None
		self.unread = None
		return given

	def _understood(self, row: SourceRow) -> Given:
		if row.problem != NO_DATA:
			return self.interpreter.read(row)
		return Given(
			row.number, no_data=" ".join(str(cell) for cell in row.cells if not is_blank(cell))[:LONGEST]
		)

	def read_ahead(self) -> None:
		"""Read the rows behind those that are being done, and plan them as far as that needs no database."""
		self.planner.plan_ahead(self._read(self.done + self.batch_rows))

	def do(self, rows: list[Given]) -> list[Plan]:
		"""Plan `rows`, write what can be written together, and return the plans of the rows that are done.

		Where something is written the transaction must have read nothing yet: what others committed while it waited
		for their locks would stay unseen.
		"""
		if self.dry:
			plans = self.planner.plan(rows)
		else:
			plans = self._written(rows)
		self.done = len(plans)
		return plans

	def _written(self, rows: list[Given]) -> list[Plan]:
		planner, rules = self.planner, self.planner.duplicates.deciding
		held = groups.values_to_hold(rows, planner.ahead, rules, {**planner.blank, **planner.defaults})
		if held:
			locks.hold(held)
		plans = groups.independent(planner.plan(rows), self.options.match_by, rules)
		plans = self._few_documents(plans, set(held))
		self.writer.write(plans, set(held))
		return plans

	def _few_documents(self, plans: list[Plan], held: set[str]) -> list[Plan]:
		"""The first of `plans`, with so many documents at most; the next batch is as small while there are many."""
		documents = 0
		for number, plan in enumerate(plans, 1):
			documents += self.writer.is_document(plan, held)
			if documents == DOCUMENT_ROWS:
				self.batch_rows = DOCUMENT_ROWS
				return plans[:number]
		self.batch_rows = min(self.batch_rows * 2, BATCH_ROWS)
		return plans

	def batches(self) -> Iterator[list[Given]]:
		"""Yield the rows of each batch, until there are none left."""
		while rows := self.next_rows():
			yield rows
