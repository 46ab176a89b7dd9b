"""Many rows into a table with one statement, past the document API.

`frappe.db.bulk_insert` puts its statement together anew each time, which takes longer than the database takes to obey.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

import frappe
from pypika import Parameter
from pypika.terms import ContainsCriterion, Criterion, Term, Values

PER_STATEMENT = 10_000

# What the driver escapes in a text; it looks at each letter, which takes its time.
_ESCAPED = re.compile(r"[\x00\n\r\x1a\"'\\]")

# Of more values in a list than 200 MariaDB no longer looks where each is, but guesses by its statistics; with columns
# that are mostly empty it guesses wrong and reads the whole index.
MOST_IN_LIST = 190


def chunks(values: Sequence, size: int = MOST_IN_LIST) -> Iterator[Sequence]:
	"""Yield `values` in pieces of at most `size`, for the condition of one query each."""
	for start in range(0, len(values), size):
		yield values[start : start + size]


def is_one_of(column: Term) -> Criterion:
	"""Return the condition that `column` is one of the values in a list, which is given as a parameter of the query.

	A criterion of pypika asks each value how it is written, which takes longer than the database takes to answer.
	"""
	return ContainsCriterion(column, Parameter("%s"))


def insert(
	table: str,
	columns: Sequence[str],
	rows: Iterable[Sequence],
	*,
	ignore: bool = False,
	replace: bool = False,
	at_once: int = PER_STATEMENT,
) -> None:
	"""Insert `rows` of values in the order of `columns` into `table`, e.g. "tabVersion".

	`ignore` leaves rows that are there as they are, `replace` gives them the new values. While an import overlaps
	its work (`importing/overlap.py`) the statement may be executed later, before anything else.
	"""
	rows = list(rows)
	head, row, tail = _parts(table, tuple(columns), ignore, replace)
	literal = _literal()
	for some in chunks(rows, at_once):
		if literal:
			_execute(f"{head}%s{tail}", (_Written(some, literal),))
		else:
			_execute(head + ",".join([row] * len(some)) + tail, tuple(chain.from_iterable(some)))


def _execute(sql: str, values: tuple) -> None:
	database = frappe.local.db
	(database.sql_later if hasattr(type(database), "sql_later") else database.sql)(sql, values)


class _Written:
	"""Rows as they stand in a statement, each value escaped by the driver's own means."""

	def __init__(self, rows: Sequence[Sequence], literal: Callable[[object], str]):
		written = _Literals(literal).__getitem__
		self.text = f"({'),('.join([','.join(map(written, values)) for values in rows])})"


class _Literals(dict):
	"""What values are in a statement, each asked for once: most stand in many rows.

	1, 1.0 and True share a place, as they do in a column.
	"""

	def __init__(self, literal: Callable[[object], str]):
		self.literal = literal

	def __missing__(self, value: object) -> str:
		written = self[value] = self.literal(value)
		return written


def _literal() -> Callable[[object], str] | None:
	"""Return what writes a value into a statement; None where the driver does it fast by itself.

	PyMySQL asks for each value by many calls what it is: that was a sixth of the time of an import.
	"""
	if not frappe.db._conn:
		frappe.db.connect()
	connection = frappe.db._conn
	if not type(connection).__module__.startswith("pymysql."):
		return None
	connection.encoders[_Written] = lambda written, _mapping: written.text
	escape, other, to_escape = connection.escape_string, connection.literal, _ESCAPED.search

	def literal(value: object) -> str:
		kind = type(value)
		if kind is str:
			return f"'{value}'" if value.isalnum() or not to_escape(value) else f"'{escape(value)}'"
		if kind is int:
			return str(value)
		return "NULL" if value is None else other(value)

	return literal


@lru_cache(maxsize=256)
def _parts(table: str, columns: tuple[str, ...], ignore: bool, replace: bool) -> tuple[str, str, str]:
	"""The statement before the values of a row, the values of one, and what follows the last."""
	of = frappe.qb.Table(table)
	query = frappe.qb.into(of).columns(*columns).insert(*(Parameter("%s") for _column in columns))
	if ignore:
		query = query.ignore()
	for column in columns[1:] if replace else ():
		query = query.on_duplicate_key_update(of[column], Values(of[column]))
	row = f"({','.join(['%s'] * len(columns))})"
	head, _row, tail = query.get_sql().partition(row)
	return head, row, tail
