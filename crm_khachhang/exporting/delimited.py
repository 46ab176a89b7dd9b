"""CSV as Excel opens it: UTF-8 with a byte order mark, commas, CRLF.

Dates are ISO 8601, which programs of every country read alike; a number with three decimals gets a fourth, because
"1.125" is a thousand and more in many of them. A text that a program could take for a formula gets an apostrophe in
front, which an import takes away again; so does what would stand at the beginning of a cell where Excel cuts the lines
at semicolons or tabs, as it does in Vietnam: there quotes in the middle of a line keep nothing together.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

from crm_khachhang.exporting.cells import Cell

# What a formula begins with, as programs read it, full-width signs included; tab and carriage return may stand before.
BEGINNINGS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
# What may stand before a formula in the middle of a line, once a program has ended a cell at one of ENDS.
INSIDE = re.compile(r"(?<![;\s\"'])[;\s\"']+(?=[=+\-@＝＋－＠])")
ENDS = frozenset(";\t\r\n")


def write(file: BinaryIO, heads: list[str], chunks: Iterable[list[tuple[Cell, ...]]]) -> None:
	"""Write the heads and the rows into the binary file."""
	text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
	writer = csv.writer(text)
	writer.writerow([_written(head) for head in heads])
	for chunk in chunks:
		writer.writerows([[_written(value) for value in row] for row in chunk])
	text.detach()


def _written(value: Cell) -> str:
	if value is None:
		return ""
	if isinstance(value, str):
		# Also one that begins with apostrophes and would become a formula when an import takes the first away.
		guarded = "'" + value if value.lstrip("'").startswith(BEGINNINGS) else value
		return INSIDE.sub(lambda found: found[0] + "'" * (not ENDS.isdisjoint(found[0])), guarded)
	if isinstance(value, datetime):
		return value.isoformat(" ", "seconds")
	if isinstance(value, date):
		return value.isoformat()
	return _decimal(value) if isinstance(value, float) else str(value)


def _decimal(value: float) -> str:
	"""The number in digits, as people and imports read them."""
	written = format(Decimal(repr(value)), "f")
	return written + "0" if len(written.partition(".")[2]) == 3 else written
