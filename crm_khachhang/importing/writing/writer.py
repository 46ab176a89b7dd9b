"""Carries out the plans of a group of rows, in their order: neighbours that are plain together, others alone."""

from functools import cached_property
from itertools import groupby

from crm_khachhang.importing.planning.rows import CREATE, UPDATE, Plan
from crm_khachhang.importing.writing import documents, fast, openings

DOCUMENTS, DEBT_ALONE = "Documents", "Debt Alone"
WRITTEN = (CREATE, UPDATE)


class Writer:
	"""Writes for one import. `only_documents`: the site has rules of its own, so every row is a document.

	`source` is what the history of a changed customer names.
	"""

	def __init__(self, only_documents: bool, source: dict | None):
		self.only_documents, self.source = only_documents, source

	def write(self, plans: list[Plan], held: set[str]) -> None:
		"""Write what is to be created or updated. What a document refuses becomes a problem of its plan.

		`held`: the values that nobody else can save meanwhile; where something is missing, a document sees to it.
		"""
		open_plans = [plan for plan in plans if plan.action in WRITTEN]
		for way, some in groupby(open_plans, lambda plan: self._way(plan, held)):
			self._write(way, list(some))
		owing = [plan for plan in open_plans if plan.opening and not plan.debt and plan.action in WRITTEN]
		openings.write(owing, self.source)

	def is_document(self, plan: Plan, held: set[str]) -> bool:
		"""Whether the plan goes through the document API."""
		return plan.action in WRITTEN and self._way(plan, held) == DOCUMENTS

	def _way(self, plan: Plan, held: set[str]) -> str:
		if self.only_documents or not held.issuperset(plan.to_hold or ()) or not fast.is_plain(plan):
			return DOCUMENTS
		if plan.opening and self.debts_are_documents:
			return DOCUMENTS
		return DEBT_ALONE if plan.action == UPDATE and not plan.changes else plan.action

	@cached_property
	def debts_are_documents(self) -> bool:
		"""Whether opening debts go through the document API, with the customers of their rows."""
		return openings.need_documents()

	def _write(self, way: str, plans: list[Plan]) -> None:
		if way == CREATE:
			fast.create(plans)
		elif way == UPDATE:
			fast.update(plans, self.source)
		elif way == DOCUMENTS:
			for plan in plans:
				documents.write(plan, self.source)
