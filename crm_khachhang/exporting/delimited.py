"""CSV as Excel opens it: UTF-8 with a byte order mark, commas, CRLF.

Dates are ISO 8601, which programs of every country read alike. A text that a program could take for a formula gets
an apostrophe in front, which an import takes away again.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import BinaryIO

from crm_khachhang.exporting.cells import Cell

# What a formula begins with, as programs read it; tab and carriage return may stand before one.
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


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
		return "'" + value if value.lstrip("'").startswith(BEGINNINGS) else value
	if isinstance(value, datetime):
		return value.isoformat(" ", "seconds")
	return value.isoformat() if isinstance(value, date) else str(value)
