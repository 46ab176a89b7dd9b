"""The search: names of customers that the user sees, the best first.

1. the whole text is a code, a phone number, a tax code or an e-mail address
2. the name begins with the text
3. each part of the text is a word of the customer, or the end of a phone number
4. each part is one, and the last begins one, or is any part of a phone number

Of the parts, the rarest leads: its few rows are read and the others compared. Reading stops when enough are
found. Who does not see all customers reads the words of the people whose customers they see, and then, one by one,
the few customers that others own and that are assigned to them or shared with them. Who is limited by User Permissions
pays for them: the rows found by words are compared with the customers themselves.
"""

from functools import cached_property

import frappe
from pypika.functions import Concat, Count
from pypika.terms import Criterion

from crm_khachhang.access import customers as access
from crm_khachhang.access import records, user_permissions
from crm_khachhang.customers import codes
from crm_khachhang.customers.search import typed, words
from crm_khachhang.customers.search.keys import PHONE_MARK
from crm_khachhang.customers.text import for_like

CUSTOMER = "KH Customer"

# Above this, counting how common a part is goes no further.
COMMON = 5000


def find(text: str | None, limit: int) -> list[str]:
	"""Return up to `limit` names of customers that the session's user sees; none for a text too short."""
	asked = typed.read(text)
	if not asked.text:
		return []
	search = Search(limit)
	search.add_whole(asked)
	search.add(search.beginning_with(asked.names))
	for way in asked.ways:
		if search.is_full() or search.add_parts(way):
			break
	return search.result()


class Search:
	"""The names found so far, for the session's user."""

	def __init__(self, limit: int):
		self.customer = frappe.qb.DocType(CUSTOMER)
		self.rule = access.visible()
		self.is_limited = user_permissions.narrow(CUSTOMER, frappe.session.user)
		self.limit = limit
		self.found: list[str] = []

	@cached_property
	def owners(self) -> list[int] | None:
		"""The owners whose customers the user sees, as the table of words has them; None for all."""
		if access.sees_all_owners():
			return None
		return sorted({words.owner_key(person) for person in access.owners_seen()})

	@cached_property
	def besides(self) -> Criterion | None:
		"""A condition for customers of others that the user sees; None when there are none."""
		if access.sees_all_owners():
			return None
		found = None
		for names in access.seen_besides_owned():
			one = self.customer.name.isin(names)
			found = found | one if found is not None else one
		return found

	def is_full(self) -> bool:
		return len(self.found) >= self.limit

	def add(self, names: list[str]) -> bool:
		"""Add names that are not there yet, up to the limit; return whether there were any names."""
		known = set(self.found)
		new = [name for name in dict.fromkeys(names) if name not in known]
		self.found += new[: self.limit - len(self.found)]
		return bool(names)

	def result(self) -> list[str]:
		"""The names found. The words only led to them: the rule has the last word."""
		if self.rule is None or not self.found:
			return self.found
		seen = records.existing(CUSTOMER, self.found, self.rule)
		return [name for name in self.found if name in seen]

	def add_whole(self, asked: typed.Typed) -> None:
		"""Each field has an index of its own, so each is asked by itself."""
		wanted = {
			"name": codes_like(asked.text),
			"phone_e164": [asked.e164],
			"other_phone_e164": [asked.e164],
			"tax_code": [asked.tax_code],
			"email": [asked.email],
		}
		for field, values in wanted.items():
			if any(values) and not self.is_full():
				query = self.customers().where(self.customer[field].isin(values)).limit(self.limit)
				self.add(query.run(pluck=True))

	def customers(self):
		"""The names of the customers that the user sees."""
		query = frappe.qb.from_(self.customer).select(self.customer.name)
		return query.where(self.rule) if self.rule is not None else query

	def beginning_with(self, names: tuple[str, ...]) -> list[str]:
		"""In the order of their names, which is that of the index."""
		if not names or self.is_full():
			return []
		key = self.customer.name_key
		query = self.customers().where(Criterion.any(key.like(f"{for_like(name)}%") for name in names))
		return query.orderby(key).limit(self.limit).run(pluck=True)

	def add_parts(self, way: tuple[typed.Term, ...]) -> bool:
		"""Add customers with all parts of one way to read the text; return whether there were any."""
		whole = tuple(term._replace(whole=True) for term in way)
		any_found = False
		for terms in dict.fromkeys((whole, way)):
			if not self.is_full():
				any_found |= self.add(self.with_parts(terms)) | self.add(self.of_others(terms))
		return any_found

	def with_parts(self, way: tuple[typed.Term, ...]) -> list[str]:
		"""The rows of the leading part, each compared with the other parts: whole words by the table's primary
		key, beginnings by the customer's text for search."""
		leading = self.leading(way)
		if leading is None:
			return []
		word = words.table()
		query = self.rows(leading).select(word.customer)
		for at, term in enumerate(way):
			if term.whole and term != leading:
				other = words.table().as_(f"word{at}")
				same = (other.owner == word.owner) & (other.customer == word.customer)
				query = query.join(other).on(same & other.word.isin(term.beginnings))
		beginnings = [term for term in way if not term.whole and term != leading]
		if beginnings or self.is_limited:
			query = query.join(self.customer).on(self.customer.name == word.customer)
		if beginnings:
			query = query.where(self.has(beginnings))
		if self.is_limited:  # else the limit might be used up by what `result` takes away
			query = query.where(self.rule)
		return query.limit(self.rows_for(leading)).run(pluck=True)

	def rows_for(self, leading: typed.Term) -> int:
		"""How many rows hold enough customers: one may have several words with a beginning, and be found already."""
		once = leading.whole and len(leading.beginnings) == 1
		return self.limit * (1 if once else 3) + len(self.found)

	def of_others(self, way: tuple[typed.Term, ...]) -> list[str]:
		"""Customers that others own, compared one by one."""
		if self.besides is None or self.is_full():
			return []
		query = frappe.qb.from_(self.customer).select(self.customer.name).where(self.besides & self.has(way))
		return query.limit(self.limit).run(pluck=True)

	def leading(self, way: tuple[typed.Term, ...]) -> typed.Term | None:
		"""Return the part with the fewest words; None when one has none at all.

		Of parts that are all common a beginning: comparing with whole words is cheaper than with beginnings.
		"""
		if len(way) == 1:
			return way[0]
		counts = []
		for term in way:
			counts.append((self.count(term), term.whole, -len(term.beginnings[0]), term))
			if not counts[-1][0]:
				return None
		return min(counts)[-1]

	def count(self, term: typed.Term) -> int:
		rows = self.rows(term).select(words.table().customer).limit(COMMON)
		return frappe.qb.from_(rows).select(Count("*")).run()[0][0]

	def rows(self, term: typed.Term):
		"""The rows of one part in the table of words, of the owners whose customers the user sees."""
		word = words.table()
		query = frappe.qb.from_(word).where(begins(word.word, term))
		return query if self.owners is None else query.where(word.owner.isin(self.owners))

	def has(self, terms) -> Criterion:
		"""Whether the text for search of a customer has all the terms, as its words would say."""
		text = Concat(" ", self.customer.search_text, " ")
		return Criterion.all(
			Criterion.any(
				text.like(pattern) for beginning in term.beginnings for pattern in patterns(beginning, term)
			)
			for term in terms
		)


def begins(column, term: typed.Term) -> Criterion:
	if term.whole:
		return column.isin(term.beginnings)
	return Criterion.any(column.like(f"{for_like(beginning)}%") for beginning in term.beginnings)


def patterns(beginning: str, term: typed.Term) -> list[str]:
	"""Return what LIKE finds the part with in a text for search: a word, or digits after the mark of a phone."""
	end = " %" if term.whole else "%"
	found = [f"% {for_like(beginning)}{end}"]
	if beginning.isdigit():
		found.append(f"%{PHONE_MARK}%{beginning}{end}")
	return found


def codes_like(text: str) -> list[str]:
	"""Return the codes that a text may mean: itself, and for a number the code that the pattern makes of it."""
	if not (text.isascii() and text.isdigit()):
		return [text]
	return [text, codes.with_number(text)]
