"""What somebody gets who asks for a document that is none of their business: what a wrong name gives."""

from collections.abc import Iterator
from typing import Any, NoReturn

import frappe
from frappe import _

from crm_khachhang.vietnam.folding import fold


def answer(doctype: str, name: str) -> NoReturn:
	"""Raise frappe.DoesNotExistError in the words of frappe.get_doc."""
	frappe.throw(_("{0} {1} not found").format(_(doctype), name), frappe.DoesNotExistError)


def answer_if_asked(doctype: str, name: str) -> None:
	"""Raise it when the request names the document: an answer of "no" would tell that there is one.

	It is named as it was asked for: the database finds `kh00001` as KH00001, and the right spelling would
	be a hint. Where the request is about something else (a file of the customer), the caller just hears no.
	"""
	for asked in _words_of_request():
		if asked == name or fold(asked) == fold(name):
			answer(doctype, asked)


def _words_of_request() -> Iterator[str]:
	yield from _strings(dict(frappe.local.form_dict or {}))
	request = getattr(frappe.local, "request", None)
	if request and request.path.startswith("/api/"):
		words = request.path.split("/")
		yield from ("/".join(words[at:]) for at in range(len(words) - 1, 2, -1))


def _strings(value: Any) -> Iterator[str]:
	"""The strings in a value, also within JSON."""
	if isinstance(value, str):
		yield value
		if value[:1] in ("{", "["):
			yield from _strings(_from_json(value))
	elif isinstance(value, dict):
		for inner in value.values():
			yield from _strings(inner)
	elif isinstance(value, list | tuple):
		for inner in value:
			yield from _strings(inner)


def _from_json(text: str) -> Any:
	try:
		return frappe.parse_json(text)
	except ValueError:
		return None
