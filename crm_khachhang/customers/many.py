"""Many rows into a table with one statement, past the document API.

`frappe.db.bulk_insert` puts its statement together anew each time, which takes longer than the database takes to obey.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

import frappe
from pypika import Parameter
from pypika.terms import Values

PER_STATEMENT = 10_000

# Of more values in a list than 200 MariaDB no longer looks where each is, but guesses by its statistics; with columns
# that are mostly empty it guesses wrong and reads the whole index.
MOST_IN_LIST = 190


def chunks(values: Sequence, size: int = MOST_IN_LIST) -> Iterator[Sequence]:
	"""Yield `values` in pieces of at most `size`, for the condition of one query each."""
	for start in range(0, len(values), size):
		yield values[start : start + size]


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

	`ignore` leaves rows that are there as they are, `replace` gives them the new values.
	"""
	rows = list(rows)
	head, row, tail = _parts(table, tuple(columns), ignore, replace)
	for start in range(0, len(rows), at_once):
		some = rows[start : start + at_once]
		sql = head + ",".join([row] * len(some)) + tail
		frappe.db.sql(sql, tuple(chain.from_iterable(some)))


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
