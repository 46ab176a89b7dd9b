"""From a cell to the value of a field: one converter for each mapped column.

A value is what the document API takes: a text, a number, a date, the name of a linked document. Cells of a text
field stay as they are, numbers included: what they become is a rule of the field (`customers/fields.py`).
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.utils import cstr

from crm_khachhang.customers.refusals import REFUSALS, plain
from crm_khachhang.customers.text import same_name_key, tidy
from crm_khachhang.importing.mapping import dates, numbers, reasons
from crm_khachhang.importing.mapping.links import CREATABLE, Ambiguous, Finders, Unknown
from crm_khachhang.importing.mapping.targets import Target
from crm_khachhang.importing.options import Options
from crm_khachhang.vietnam.folding import fold

YES = frozenset("co yes y true x 1 dung v".split())
NO = frozenset("khong no n false 0 sai k".split())

# What people call the two types of customers, folded.
TYPES = {
	"Organization": "to chuc,doanh nghiep,cong ty,kh doanh nghiep,khach hang doanh nghiep,kh to chuc,company,business,b2b,dn",
	"Individual": "ca nhan,kh ca nhan,khach hang ca nhan,khach le,khach hang le,person,personal,b2c,cn",
}
GENDERS = {"Male": "nam,male,m,anh,ong", "Female": "nu,female,f,chi,ba"}

ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"))
MOST_LISTED = 10
# Texts of a column that are remembered with what they mean.
MOST_REMEMBERED = 10_000

# What accountants' sheets show for an amount of zero.
DASHES = ("-", "–", "—")

# The language of most files, whatever that of the user is.
FILES = "vi"

Convert = Callable[[object], object]


class Refused(ValueError):
	"""A cell that the field cannot take; `reason` is a sentence in the user's language."""

	def __init__(self, reason: str):
		super().__init__(reason)
		self.reason = reason


class New(str):
	"""In a dry run: the title of a document that the import would create."""

	__slots__ = ()


class Converters:
	"""Makes the converters of one import. `dry` says that nothing may be created."""

	def __init__(self, options: Options, finders: Finders, dry: bool):
		self.options, self.finders, self.dry = options, finders, dry

	def of(self, target: Target) -> Convert:
		"""Return the converter of a column: cell -> value, None for an empty cell. It raises Refused."""
		inner = self._by_type(target)
		mapped = {
			same_name_key(k): v for k, v in self.options.mapping.values.get(target.fieldname, {}).items()
		}

		def convert(cell: object) -> object:
			if cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()):
				return None
			if isinstance(cell, str) and cell in ERRORS:
				raise Refused(_(reasons.ERROR_CELL))
			chosen = mapped.get(same_name_key(_as_word(cell))) if mapped else None
			if isinstance(chosen, Refused):
				raise chosen
			return inner(cell) if chosen is None else chosen

		return convert

	def _by_type(self, target: Target) -> Convert:
		kinds = {
			"Date": self._date,
			"Datetime": self._moment,
			"Time": lambda _target: _clock,
			"Check": lambda _target: _check,
			"Select": _selecting,
			"Link": self._linking,
			"Int": lambda _target: _whole,
			"Rating": lambda _target: _number,
			"Float": lambda _target: _number,
			"Percent": lambda _target: _number,
			"Currency": lambda _target: _amount,
			"Duration": lambda _target: _whole,
		}
		return kinds.get(target.fieldtype, lambda _target: _text)(target)

	def _date(self, _target: Target) -> Convert:
		return lambda cell: _dated(dates.read_date, cell, self.options.date_order)

	def _moment(self, _target: Target) -> Convert:
		return lambda cell: _dated(dates.read_moment, cell, self.options.date_order)

	def _linking(self, target: Target) -> Convert:
		by_word = _remembering(lambda text: self.find(target.options, text))
		return _remembering(lambda cell: by_word(_as_word(cell)))

	def find(self, doctype: str, text: str) -> str:
		"""Return the document called `text`, created if that is wanted. Raises Refused."""
		finder = self.finders.of(doctype)
		try:
			if doctype == "Gender" and (gender := _synonym(GENDERS, text)):
				return finder.find(gender)
			return finder.find(text)
		except Ambiguous as several:
			raise Refused(_(reasons.SEVERAL).format(", ".join(several.names[:MOST_LISTED]))) from several
		except Unknown:
			return self._create(doctype, text)

	def _create(self, doctype: str, text: str) -> str:
		if doctype not in CREATABLE:
			raise Refused(_(reasons.NO_SUCH_FIXED))
		if not self.options.create_masters or not frappe.has_permission(doctype, "create"):
			raise Refused(_(reasons.NO_SUCH))
		if self.dry:
			return New(tidy(text))
		try:
			return self.finders.of(doctype).create(text)
		except REFUSALS as error:
			raise Refused(plain(error)) from error


def _remembering(convert: Convert) -> Convert:
	"""`convert` for columns of few different cells: each text is looked at once. A number is, each time it comes:
	1 and True share a place, and are two cells."""
	known: dict[str, object] = {}

	def remembered(cell: object) -> object:
		if type(cell) is not str:
			return convert(cell)
		if cell in known:
			found = known[cell]
		else:
			found = _converted(convert, cell)
			if len(known) < MOST_REMEMBERED:
				known[cell] = found
		if isinstance(found, Refused):
			raise found
		return found

	return remembered


def _converted(convert: Convert, cell: str) -> object:
	"""The value, or why there is none."""
	try:
		return convert(cell)
	except Refused as refused:
		return refused


def _as_word(cell: object) -> str:
	return tidy(cstr(_text(cell)))


def _text(cell: object) -> object:
	"""Text and numbers as they are: the field's own rule makes text of a number. A date is no text."""
	if isinstance(cell, str):
		return cell.strip()
	if isinstance(cell, date | datetime | time):
		raise Refused(_(reasons.DATE_IN_TEXT))
	return cell


def _dated(read: Callable, cell: object, order: str) -> date | datetime:
	try:
		return read(cell, order)
	except dates.InvalidDate as error:
		raise Refused(_(reasons.DATES[error.reason])) from None


def _clock(cell: object) -> timedelta:
	try:
		return dates.read_clock(cell)
	except dates.InvalidDate:
		raise Refused(_(reasons.NOT_A_CLOCK)) from None


def _check(cell: object) -> int:
	word = fold(int(cell) if isinstance(cell, bool | float) else cell)
	if word in YES or same_name_key(_("Yes")) == same_name_key(cstr(cell)):
		return 1
	if word in NO or same_name_key(_("No")) == same_name_key(cstr(cell)):
		return 0
	raise Refused(_(reasons.NOT_YES_OR_NO))


def _number(cell: object) -> float:
	try:
		return numbers.read_number(cell)
	except numbers.InvalidNumber:
		raise Refused(_(reasons.NOT_A_NUMBER)) from None


def _amount(cell: object) -> float:
	if cell in DASHES:
		return 0
	try:
		return numbers.read_amount(cell)
	except numbers.InvalidNumber:
		raise Refused(_(reasons.NOT_A_NUMBER)) from None


def _whole(cell: object) -> int:
	number = _amount(cell)
	if number != int(number):
		raise Refused(_(reasons.NOT_WHOLE))
	return int(number)


def _selecting(target: Target) -> Convert:
	options = [option for option in target.options.split("\n") if option]
	known: dict[str, str] = {}
	for option in options:
		for spelling in (option, _(option), _(option, lang=FILES)):
			known.setdefault(fold(spelling), option)
	if target.fieldname == "customer_type":
		known |= {word: kind for kind, words in TYPES.items() for word in words.split(",")}
	listed = ", ".join(_(option) for option in options[:MOST_LISTED])

	def select(cell: object) -> str:
		if found := known.get(fold(_text(cell))):
			return found
		raise Refused(_(reasons.NOT_IN_LIST).format(listed))

	return _remembering(select)


def _synonym(words: dict[str, str], text: str) -> str | None:
	key = fold(text)
	return next((value for value, spelled in words.items() if key in spelled.split(",")), None)
