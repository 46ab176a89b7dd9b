"""Arguments of endpoints, brought into the shape that the code behind them works with.

The desk sends lists and objects as JSON text, other programs as they are, and both may send anything. What has
another shape is refused here once, in words that name the argument; `filters` does the same for filters.
"""

import json
from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.utils import cint

# What names of documents have room for, and texts of one line.
MOST_CHARACTERS = 140

# Beyond this row no list goes on; the database refuses larger numbers than its own.
LAST_ROW = 10**9


class WrongArgument(frappe.ValidationError):
	"""An argument of another shape than the endpoint can use."""


def read_json(value: Any) -> Any:
	"""Return what JSON text says, and any other value as it is. Raises ValueError for text that is no JSON."""
	if not isinstance(value, str):
		return value
	try:
		return json.loads(value)
	except RecursionError:
		raise ValueError("nested too deeply") from None


def names(value: Any, argument: str) -> list[str]:
	"""Return the names of documents that the argument holds, each once and in order; none for nothing."""
	return list(dict.fromkeys(text(name, argument) for name in _list(value, argument)))


def records(value: Any, argument: str) -> list[dict]:
	"""Return the objects of the argument, none for nothing."""
	found = _list(value, argument)
	if not all(isinstance(row, dict) for row in found):
		_refuse(argument, _("a list of objects"))
	return found


def record(value: Any, argument: str) -> dict:
	"""Return the object of the argument, an empty one for nothing."""
	found = _parsed(value, argument, _("an object with named values"))
	if not isinstance(found, dict):
		_refuse(argument, _("an object with named values"))
	return frappe._dict(found)


def flat(value: Any, argument: str) -> dict:
	"""Return the object of the argument; each of its values is a single one: no list and no object."""
	found = record(value, argument)
	return frappe._dict({key: single(inner, key) for key, inner in found.items()})


def texts(value: Any, argument: str) -> dict[str, str]:
	"""Return the object of the argument; each of its values is a text of one line."""
	return {key: text(inner, key) for key, inner in record(value, argument).items()}


def single(value: Any, argument: str) -> Any:
	"""Return a value that is neither list nor object: a text, a number, yes or no, a day, nothing."""
	if isinstance(value, list | tuple | dict | set):
		_refuse(argument, _("a single value"))
	return value


def text(value: Any, argument: str, most: int = MOST_CHARACTERS) -> str:
	"""Return a text of at most `most` characters; a whole number as its digits, nothing as an empty text."""
	if value is None:
		return ""
	if not isinstance(value, str | int) or isinstance(value, bool):
		_refuse(argument, _("a text"))
	found = str(value)
	if len(found) > most:
		_refuse(argument, _("a text of at most {0} characters").format(most))
	if not _is_writable(found):
		_refuse(argument, _("a text"))
	return found


def row_number(value: Any) -> int:
	"""Return a place in a list, within the bounds of what the database counts; 0 for what is no number."""
	return min(max(cint(value), 0), LAST_ROW)


def _list(value: Any, argument: str) -> list:
	found = _parsed(value, argument, _("a list"))
	if found == {}:  # the desk's word for nothing
		return []
	if not isinstance(found, list | tuple):
		_refuse(argument, _("a list"))
	return list(found)


def _parsed(value: Any, argument: str, wanted: str) -> Any:
	"""The value, out of its JSON; an empty object for nothing."""
	try:
		found = read_json(value or None)
	except ValueError:
		_refuse(argument, wanted)
	return {} if found is None else found


def _is_writable(found: str) -> bool:
	"""Whether the text can be written as UTF-8: JSON may name halves of characters."""
	try:
		found.encode()
	except UnicodeEncodeError:
		return False
	return True


def _refuse(argument: str, wanted: str) -> NoReturn:
	frappe.throw(
		_("{0} must be {1}. Reload the page and try again.").format(
			frappe.bold(frappe.utils.escape_html(str(argument)[:MOST_CHARACTERS])), wanted
		),
		WrongArgument,
	)
