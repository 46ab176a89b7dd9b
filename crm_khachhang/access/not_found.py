"""What somebody gets who asks for a document that is none of their business: what a wrong name gives."""

import unicodedata
from collections.abc import Iterator
from typing import Any, NoReturn

import frappe
from frappe import _

from crm_khachhang.access.arguments import read_json


def answer(doctype: str, name: Any) -> NoReturn:
	"""Raise frappe.DoesNotExistError in the words of frappe.get_doc; `name` as it was asked for, also filters."""
	frappe.throw(_("{0} {1} not found").format(_(doctype), name), frappe.DoesNotExistError)


def answer_if_asked(doctype: str, name: str, ptype: str | None = None) -> None:
	"""Raise it when the request names the document: an answer of "no" would tell that there is one.

	It is named as it was asked for: the database finds `kh00001` as KH00001, and the right spelling would
	be a hint. Where the request is about something else (a file of the customer), the caller just hears no.
	"""
	if (asked := as_asked(doctype, name)) is None:
		return
	if ptype == "delete":  # Frappe says nothing about a missing document that it should delete.
		raise frappe.DoesNotExistError
	answer(doctype, asked)


def as_asked(doctype: str, name: str) -> Any:
	"""Return how the request names the document: a name in its spelling there, or filters; None when it does not."""
	for asked in _words_of_request():
		if _same(asked, name) if isinstance(asked, str) else _finds(doctype, asked, name):
			return asked
	return None


def _words_of_request() -> Iterator[Any]:
	"""The strings that the request holds, and the filters: Frappe finds documents by either."""
	for value in dict(frappe.local.form_dict or {}).values():
		yield from _words(value)
	request = getattr(frappe.local, "request", None)
	if request and request.path.startswith("/api/"):
		words = request.path.split("/")
		yield from ("/".join(words[at:]) for at in range(len(words) - 1, 2, -1))


def _words(value: Any) -> Iterator[Any]:
	if isinstance(value, str):
		yield value
		if value[:1] in ("{", "["):
			yield from _words(_from_json(value))
	elif isinstance(value, dict):
		yield value
		for inner in value.values():
			yield from _words(inner)
	elif isinstance(value, list | tuple):
		yield value
		for inner in value:
			yield from _words(inner)


def _from_json(text: str) -> Any:
	try:
		return read_json(text)
	except ValueError:
		return None


def _same(asked: str, name: str) -> bool:
	"""As the database compares names: in any letter case and without accents."""
	return _plain(asked) == _plain(name)


def _plain(text: str) -> str:
	letters = unicodedata.normalize("NFD", text.strip().casefold().replace("đ", "d"))
	return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _finds(doctype: str, filters: dict | list, name: str) -> bool:
	"""Whether these are filters on columns of the DocType, and find the document first."""
	columns = {"name", *frappe.get_meta(doctype).get_valid_columns()}
	if isinstance(filters, dict):
		fields = set(filters)
	else:
		fields = {row[-3] for row in filters if isinstance(row, list | tuple) and len(row) in (3, 4)}
		if len(filters) != sum(isinstance(row, list | tuple) and len(row) in (3, 4) for row in filters):
			return False
	return bool(fields) and fields <= columns and frappe.db.get_value(doctype, filters) == name
