"""From what people call a document to its name: titles, codes, e-mail addresses of users, provinces of old."""

from collections import defaultdict
from collections.abc import Callable, Iterable

import frappe
from frappe import _

from crm_khachhang.access import protected
from crm_khachhang.customers.text import same_name_key, tidy
from crm_khachhang.vietnam import units
from crm_khachhang.vietnam.folding import fold

# Lists of names that an import may add to, if it is asked to and the user may.
CREATABLE = (
	*("KH Customer Group", "KH Customer Source", "KH Industry", "KH Organization Size"),
	*("KH Contact Position", "KH Contact Status"),
)

MODULE = "CRM Khachhang"

# More documents than this are asked for one by one instead of being learnt.
MOST_LEARNT = 20_000


class Unknown(LookupError):
	"""No document is called so."""


class Ambiguous(LookupError):
	"""Several documents are called so; `names` are theirs."""

	def __init__(self, names: list[str]):
		super().__init__(names)
		self.names = names


class Finder:
	"""Finds the documents of one DocType by what a file calls them. Learns all names once: masters are short lists.

	A name exactly as written wins over one without accents and letter case: "Bán" finds "Bán", though there is "Bạn".
	"""

	def __init__(self, doctype: str):
		self.doctype = doctype
		self.exact: dict[str, list[str]] = defaultdict(list)
		self.folded: dict[str, list[str]] = defaultdict(list)
		# As written, for who must choose among several.
		self.spelled: dict[str, list[str]] = defaultdict(list)
		self._learn()

	def find(self, text: str) -> str:
		"""Return the name of the document called `text`. Raises Unknown or Ambiguous."""
		text = tidy(text)
		names = self.exact.get(same_name_key(text)) or self.folded.get(fold(text)) or self._by_rule(text)
		if not names:
			raise Unknown(text)
		if len(names) > 1:
			raise Ambiguous(names)
		return names[0]

	def create(self, title: str) -> str:
		"""Add a document called `title` with the user's rights and return its name. Raises what an insert raises."""
		doc = frappe.new_doc(self.doctype)
		doc.set(doc.meta.title_field, tidy(title))
		doc.insert()
		self._add(doc.name, (doc.name, tidy(title)))
		return doc.name

	def _learn(self) -> None:
		for name, titles in _named(self.doctype):
			self._add(name, titles)

	def _add(self, name: str, titles: tuple[str, ...]) -> None:
		spellings = [name, *titles, *(f"{title} ({name})" for title in titles)]
		for spelling in dict.fromkeys(filter(None, spellings)):
			self.spelled[spelling].append(name)
			for index, key in ((self.exact, same_name_key(spelling)), (self.folded, fold(spelling))):
				if key and name not in index[key]:
					index[key].append(name)

	def _by_rule(self, text: str) -> list[str]:
		"""The province that one of before 2025 became; provinces are named by their codes."""
		code = units.match_province(text) if self.doctype == "KH Province" else None
		return self.exact.get(same_name_key(code), []) if code else []


def _named(doctype: str):
	"""Yield (name, titles) of what the session's user may name, see `_listed`."""
	meta = frappe.get_meta(doctype)
	title_field = "full_name" if doctype == "User" else meta.title_field
	fields = list(dict.fromkeys(filter(None, ("name", title_field))))
	for row in _listed(doctype, {}, fields, MOST_LEARNT):
		title = (row.get(title_field) if title_field else "") or ""
		yield (
			row.name,
			tuple(
				filter(
					None,
					(title, _(title or row.name), _(title or row.name, lang="vi"), *_short(doctype, title)),
				)
			),
		)


def _listed(doctype: str, filters: dict, fields: list[str], limit: int = 0) -> list[dict]:
	"""Return the documents that the session's user may name: those of our lists, of users those who work in the desk;
	of all others what Frappe's own lists show the user, nothing where these are closed to them."""
	given = {"filters": filters, "fields": fields, "order_by": "name", "limit_page_length": limit}
	if doctype == "User":
		given["filters"] = {**filters, "enabled": 1, "user_type": "System User"}
		return frappe.get_all(doctype, **given)
	if frappe.get_meta(doctype).module == MODULE and doctype not in protected.DOCTYPES:
		return frappe.get_all(doctype, **given)
	may_list = any(frappe.has_permission(doctype, right) for right in ("read", "select"))
	return frappe.get_list(doctype, **given) if may_list else []


def known(doctype: str, names: Iterable[str]) -> dict[str, str]:
	"""Return {name as given: name} of those documents that are there and that the session's user may name."""
	found = _listed(doctype, {"name": ("in", list(names))}, ["name"]) if names else []
	by_key = {row.name.casefold(): row.name for row in found}
	return {name: by_key[key] for name in names if (key := name.strip().casefold()) in by_key}


def _short(doctype: str, title: str) -> tuple[str, ...]:
	"""What people write of a ward: "Phường Hoàn Kiếm", "P. Hoàn Kiếm" or "Hoàn Kiếm"."""
	if doctype != "KH Ward":
		return ()
	for kind, letter in (("Phường ", "P."), ("Xã ", "X."), ("Đặc khu ", "ĐK.")):
		if title.startswith(kind):
			bare = title.removeprefix(kind)
			return (bare, f"{letter} {bare}", f"{letter}{bare}")
	return ()


class Finders:
	"""The finders of an import, each made when it is first needed."""

	def __init__(self):
		self._made: dict[str, Finder | _OneByOne] = {}

	def of(self, doctype: str) -> "Finder | _OneByOne":
		if doctype not in self._made:
			many = doctype in protected.DOCTYPES or frappe.db.count(doctype) > MOST_LEARNT
			self._made[doctype] = _OneByOne(doctype) if many else Finder(doctype)
		return self._made[doctype]


class _OneByOne:
	"""Asks the database for each name: for documents that are many, or of which a user sees some."""

	create: Callable | None = None

	def __init__(self, doctype: str):
		self.doctype = doctype

	def find(self, text: str) -> str:
		text = tidy(text)
		if found := self._visible({"name": _bare(text)}):
			return found[0]
		title_field = frappe.get_meta(self.doctype).title_field
		found = self._visible({title_field: text}) if title_field else []
		if not found:
			raise Unknown(text)
		if len(found) > 1:
			raise Ambiguous(found)
		return found[0]

	def _visible(self, filters: dict) -> list[str]:
		return [row.name for row in _listed(self.doctype, filters, ["name"], 5)]


def _bare(text: str) -> str:
	"""The name in "Title (name)", else the text."""
	return text[text.rindex("(") + 1 : -1] if text.endswith(")") and "(" in text else text
