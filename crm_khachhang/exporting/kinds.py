"""The files that a list of customers can become."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import frappe
from frappe import _
from frappe.utils import fmt_money

from crm_khachhang.exporting import cards, delimited, reading, workbook
from crm_khachhang.exporting.columns import Column

# Wraps the chunks that a file is written from, to see how far it is.
Watch = Callable[[Iterator[list]], Iterator[list]]


@dataclass(frozen=True)
class Kind:
	"""A kind of file; `write(file, names, columns, watch)` writes the customers `names` into it, `most` at most."""

	label: str
	extension: str
	write: Callable[[BinaryIO, list[str], list[Column], Watch], None]
	most: int | None = None

	def check(self, count: int) -> None:
		"""Throw where the file has no room for so many customers."""
		if self.most and count > self.most:
			frappe.throw(
				_(
					"A sheet of Excel has room for {0} customers, these are {1}. Choose CSV, or export them in parts."
				).format(fmt_money(self.most, precision=0), fmt_money(count, precision=0))
			)


def get(file_type: str) -> Kind:
	"""Return the kind of file; throw for one that there is not."""
	if kind := KINDS.get(file_type):
		return kind
	shown = frappe.utils.escape_html(file_type[:20])
	frappe.throw(_("{0} is not a type of file for an export. Choose xlsx, csv or vcf.").format(shown))


def _money_formats(columns: list[Column]) -> dict[int, dict[type, str]]:
	"""How Excel shows amounts: thousands apart, decimals only where there are some."""
	formats = {int: "#,##0", float: "#,##0.00"}
	return {number: formats for number, column in enumerate(columns) if column.fieldtype == "Currency"}


def _write_workbook(file: BinaryIO, names: list[str], columns: list[Column], watch: Watch) -> None:
	sheet = workbook.Sheet(
		title=_("Customers"),
		heads=[column.label for column in columns],
		chunks=watch(reading.chunks(names, columns)),
		count=len(names),
		formats=_money_formats(columns),
	)
	workbook.write(file, [sheet])


def _write_delimited(file: BinaryIO, names: list[str], columns: list[Column], watch: Watch) -> None:
	delimited.write(file, [column.label for column in columns], watch(reading.chunks(names, columns)))


def _write_cards(file: BinaryIO, names: list[str], columns: list[Column], watch: Watch) -> None:
	cards.write(file, names, watch)


KINDS = {
	"xlsx": Kind("Excel", "xlsx", _write_workbook, most=workbook.MOST_ROWS),
	"csv": Kind("CSV", "csv", _write_delimited),
	"vcf": Kind("vCard", "vcf", _write_cards),
}
