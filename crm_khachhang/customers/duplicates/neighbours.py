"""Names that are nearly the same, for many names at once: `candidates` looks at the same neighbours, one name a query.

All names of a type are held in the order of the alphabet and in that of the names read backwards: a misspelt end is near
in the one, a misspelt beginning in the other.
"""

from bisect import bisect_left

import frappe
from rapidfuzz import fuzz, process

from crm_khachhang.customers.duplicates import keys
from crm_khachhang.customers.duplicates.rules import CUSTOMER, Rule
from crm_khachhang.customers.duplicates.statements import NEIGHBOURS

# More names that are alike tell nobody anything.
MOST = 10

TYPES = ("Individual", "Organization")


class Neighbours:
	"""The names of all customers as they were when a type of them was first asked for."""

	def __init__(self):
		self._sorted: dict[str, tuple[list[str], list[str]]] = {}

	def alike(self, rule: Rule, customer_type: str | None, name_key: str) -> dict[str, float]:
		"""Return {folded name: likeness} of the names that `rule` finds alike to `name_key`, itself among them."""
		types = [customer_type] if rule.one_type else TYPES
		near = {name for kind in types for name in self._near(kind or "", name_key)}
		found = {name for name in _at_least(name_key, list(near), rule.similarity)}
		scores = {name: keys.similarity(name_key, name, rule.similarity) for name in found}
		best = sorted(
			(name for name, score in scores.items() if score), key=lambda name: (-scores[name], name)
		)
		return {name: scores[name] for name in best[:MOST]}

	def _near(self, customer_type: str, name_key: str) -> list[str]:
		forwards, backwards = self._names(customer_type)
		turned = _around(backwards, name_key[::-1])
		return _around(forwards, name_key) + [name[::-1] for name in turned]

	def _names(self, customer_type: str) -> tuple[list[str], list[str]]:
		if customer_type not in self._sorted:
			customer = frappe.qb.DocType(CUSTOMER)
			query = frappe.qb.from_(customer).select(customer.name_key).distinct()
			query = query.where((customer.customer_type == customer_type) & (customer.name_key > ""))
			names = sorted(query.run(pluck=True))
			self._sorted[customer_type] = names, sorted(name[::-1] for name in names)
		return self._sorted[customer_type]


def _around(names: list[str], name: str) -> list[str]:
	at = bisect_left(names, name)
	return names[max(at - NEIGHBOURS, 0) : at + NEIGHBOURS]


def _at_least(name: str, others: list[str], least: float) -> set[str]:
	"""Those of `others` that are alike in their order of words or in another one."""
	scorers = (fuzz.ratio, fuzz.token_sort_ratio)
	return {
		found
		for scorer in scorers
		for found, _score, _at in process.extract(name, others, scorer=scorer, score_cutoff=least, limit=None)
	}
