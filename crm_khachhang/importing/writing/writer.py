"""Carries out the plans of a group of rows, in their order: neighbours that are plain together, others alone."""

from itertools import groupby

from crm_khachhang.customers.duplicates import check
from crm_khachhang.customers.duplicates.rules import Rule
from crm_khachhang.importing.planning.rows import CREATE, UPDATE, Plan
from crm_khachhang.importing.writing import documents, fast

DOCUMENTS = "Documents"


class Writer:
	"""Writes for one import. `only_documents`: the site has rules of its own, so every row is a document.

	`source` is what the history of a changed customer names.
	"""

	def __init__(self, only_documents: bool, source: dict | None):
		self.only_documents, self.source = only_documents, source

	def write(self, plans: list[Plan], held: set[str], blocking: list[Rule]) -> None:
		"""Write what is to be created or updated. What a document refuses becomes a problem of its plan.

		`held`: the values of `blocking` rules that nobody else can save meanwhile.
		"""
		open_plans = [plan for plan in plans if plan.action in (CREATE, UPDATE)]
		for way, some in groupby(open_plans, lambda plan: self._way(plan, held, blocking)):
			self._write(way, list(some))

	def _way(self, plan: Plan, held: set[str], blocking: list[Rule]) -> str:
		if self.only_documents or not fast.is_plain(plan) or not _is_held(plan, held, blocking):
			return DOCUMENTS
		return plan.action

	def _write(self, way: str, plans: list[Plan]) -> None:
		if way == CREATE:
			fast.create(plans)
		elif way == UPDATE:
			fast.update(plans, self.source)
		else:
			for plan in plans:
				documents.write(plan, self.source)


def _is_held(plan: Plan, held: set[str], blocking: list[Rule]) -> bool:
	"""Whether nobody else can save what the plan is compared by; if not, its document sees to it."""
	touched = check.touched(blocking, plan.draft)
	return held.issuperset(check.values_to_hold(touched, check.record_of(plan.draft, touched)))
