"""From pairs and sets of customers to groups as people judge them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from crm_khachhang.customers.duplicates.rules import Rule

# A group of pairs grows no further: chains of names that are alike would end in one group of everybody.
LARGEST_CHAIN = 20
# So many of a group are kept; its size counts all.
MOST_MEMBERS = 200


@dataclass(frozen=True)
class Found:
	"""Customers that are perhaps the same. `reasons` are the rules that say so."""

	customers: frozenset[str]
	score: float
	reasons: tuple[Rule, ...]

	@property
	def kind(self) -> str:
		"""Exact when one of the rules is."""
		return "Similar" if all(rule.similar for rule in self.reasons) else "Exact"


class Chains:
	"""Joins pairs to groups of at most LARGEST_CHAIN."""

	def __init__(self):
		self.group_of: dict = {}
		self.left_out = 0

	def join(self, one, other) -> None:
		"""Put two things into one group; count the pair as left out when that would be too large."""
		first, second = self._group(one), self._group(other)
		if first is second:
			return
		if len(first) + len(second) > LARGEST_CHAIN:
			self.left_out += 1
			return
		first |= second
		for each in second:
			self.group_of[each] = first

	def _group(self, one) -> set:
		return self.group_of.setdefault(one, {one})

	def groups(self) -> list[set]:
		"""Return the groups of two and more."""
		distinct = {id(group): group for group in self.group_of.values()}
		return [group for group in distinct.values() if len(group) > 1]


def without_judged(customers: frozenset[str], judged: set[frozenset[str]]) -> list[frozenset[str]]:
	"""Return what is left of a group when pairs that are two customers hold nothing together any more."""
	ordered = sorted(customers)[:MOST_MEMBERS]
	if not judged or not any(frozenset(pair) in judged for pair in combinations(ordered, 2)):
		return [customers]
	kept: dict[str, set[str]] = {name: {name} for name in ordered}
	for one, other in combinations(ordered, 2):
		if frozenset((one, other)) not in judged and kept[one] is not kept[other]:
			kept[one] |= kept[other]
			for name in kept[other]:
				kept[name] = kept[one]
	return [frozenset(g) for g in {id(g): g for g in kept.values()}.values() if len(g) > 1]


def joined(found: Iterable[Found]) -> list[Found]:
	"""Return each set of customers once, with all its reasons and its best score; best first."""
	same: dict[frozenset[str], list[Found]] = defaultdict(list)
	for one in found:
		same[one.customers].append(one)
	groups = [
		Found(
			customers,
			max(one.score for one in ones),
			tuple(dict.fromkeys(r for one in ones for r in one.reasons)),
		)
		for customers, ones in same.items()
	]
	return sorted(groups, key=lambda group: (-len(group.reasons), -group.score, sorted(group.customers)[0]))
