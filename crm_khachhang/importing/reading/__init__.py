"""Files to rows of plain values. No Frappe, no database: tested without either.

| question                                                   | module                                         |
|------------------------------------------------------------|------------------------------------------------|
| What is this file really, and may it be read?              | `kinds`, `limits`, `errors`                    |
| Is this archive a bomb?                                    | `archive`, `shared_strings`, `ods_xml`, `biff` |
| How are spreadsheets read within a flat memory?            | `workbook`, `sheet_xml`, `workbook_parts`      |
| What does the library for spreadsheets give?               | `calamine`                                     |
| Which encoding and delimiter does a text file have?        | `encodings`, `delimited`                       |
| How does a card become a row?                              | `vcards`, `card_lines`, `card_rows`            |
| Which row is the header, where does the data end?          | `header`, `footer`                             |

`open_book` checks everything that can be checked without reading all cells and raises `UnreadableFile` with a
`reason` of `errors`; the sentences for people are in `crm_khachhang.importing.messages`. A row that is broken by
itself stops nothing: it comes with its `problem` (`rows`), to be refused like any other.
"""

from collections.abc import Callable

from crm_khachhang.importing.reading import kinds
from crm_khachhang.importing.reading.delimited import DelimitedBook
from crm_khachhang.importing.reading.errors import UnreadableFile
from crm_khachhang.importing.reading.rows import Book, BrokenRow, Cell, SourceRow
from crm_khachhang.importing.reading.vcards import CardBook
from crm_khachhang.importing.reading.workbook import WholeBook, XlsxBook

__all__ = ["Book", "BrokenRow", "Cell", "SourceRow", "UnreadableFile", "open_book"]


def open_book(content: bytes, filename: str = "", translate: Callable[[str], str] = str) -> Book:
	"""Open a file of at most 50 MB. Raises UnreadableFile.

	`filename` is only a hint (see `kinds`). `translate` gives the words that label lines in the notes of
	cards ("Phone: …"); they are `crm_khachhang.importing.messages.CARD_WORDS`.
	"""
	kind = kinds.kind_of(content, filename)
	if kind == kinds.XLSX:
		return XlsxBook(content)
	if kind == kinds.CSV:
		return DelimitedBook(content)
	if kind == kinds.VCF:
		return CardBook(content, translate)
	return WholeBook(content, kind)
