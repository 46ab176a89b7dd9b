"""A page of Excel as accountants lay it out: head of the company, title, table, sums, amount in words, signatures.

Written from front to back, so that memory holds a row however many there are. Nothing is merged: titles are centred across
their columns. No cell can become a formula: texts are typed as texts, sums are values.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from frappe import _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from crm_khachhang.debts.papers.company import Company, place_and_day
from crm_khachhang.exporting import cells
from crm_khachhang.exporting.workbook import date_format, sheet_title

TEXT, DAY, MONEY, NUMBER = "text", "day", "money", "number"

FONT = "Times New Roman"
ACROSS = Alignment(horizontal="centerContinuous", vertical="center", wrap_text=True)
EDGE = Side(style="thin", color="808080")
BOX = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
HEAD_FILL = PatternFill("solid", fgColor="DDE7F3")
LINES_TO_SIGN = 4

# Room for heads of two lines, in points: not every program makes it by itself.
HEAD_HEIGHT = 32

# As wide as the first two columns, and the lines of usual height that this covers.
CODE_PIXELS, CODE_LINES = 130, 7

# The number by which Excel knows the size of paper.
A4 = 9


@dataclass(frozen=True)
class Column:
	"""`kind` is one of TEXT, DAY, MONEY, NUMBER."""

	label: str
	width: float
	kind: str = TEXT


@dataclass(frozen=True)
class Code:
	"""A QR code with what stands beside it: the bytes of a PNG, and lines of which the first is bold."""

	png: bytes
	lines: list[str]


@dataclass
class Page:
	"""`under`: lines under the title; `bold`: numbers of rows that stand out; `totals`: rows below the others, bold as well."""

	title: str
	under: list[str]
	columns: list[Column]
	rows: Iterable[Sequence]
	totals: list[Sequence]
	company: Company
	day: date
	words: str = ""
	code: Code | None = None
	decimals: int = 0
	bold: set[int] = field(default_factory=set)


def write(page: Page) -> bytes:
	"""Return the workbook with the page."""
	book = Workbook(write_only=True)
	sheet = book.create_sheet(sheet_title(page.title, set()))
	_prepare(sheet, page)
	writer = _Writer(sheet, page)
	writer.head()
	writer.table()
	writer.foot()
	saved = io.BytesIO()
	book.save(saved)
	return saved.getvalue()


def _prepare(sheet, page: Page) -> None:
	for number, column in enumerate(page.columns, 1):
		sheet.column_dimensions[get_column_letter(number)].width = column.width
	heads = _lines_above(page) + 1
	sheet.row_dimensions[heads].height = HEAD_HEIGHT
	sheet.freeze_panes = f"A{heads + 1}"
	sheet.print_title_rows = f"{heads}:{heads}"
	sheet.page_setup.orientation = "landscape" if len(page.columns) > 6 else "portrait"
	sheet.page_setup.paperSize = A4
	sheet.page_setup.fitToHeight = 0
	sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lines_above(page: Page) -> int:
	"""How many lines stand above the heads of the table: company, a gap, the title, what is under it, a gap."""
	return 1 + len(page.company.lines) + 1 + 1 + len(page.under) + 1


class _Writer:
	"""The lines of a page on their way into its sheet."""

	def __init__(self, sheet, page: Page):
		self.sheet, self.page = sheet, page
		self.width = len(page.columns)
		self.lines = 0
		money = "#,##0" + ("." + "0" * page.decimals if page.decimals else "")
		self.formats = {DAY: date_format(), MONEY: money, NUMBER: "#,##0"}
		self.font, self.bold = Font(name=FONT, size=11), Font(name=FONT, size=11, bold=True)
		self.aligned = {
			TEXT: Alignment(vertical="top", wrap_text=True),
			DAY: Alignment(horizontal="center", vertical="top"),
			MONEY: Alignment(horizontal="right", vertical="top"),
			NUMBER: Alignment(horizontal="right", vertical="top"),
		}

	def head(self) -> None:
		company = self.page.company
		self._append([self._text(company.name, self.bold)])
		for line in company.lines:
			self._append([self._text(line, self.font)])
		self._append([])
		self._across(self.page.title.upper(), Font(name=FONT, size=15, bold=True))
		for line in self.page.under:
			self._across(line, Font(name=FONT, size=11, italic=True))
		self._append([])

	def table(self) -> None:
		heads = [self._text(column.label, self.bold) for column in self.page.columns]
		for cell in heads:
			cell.fill, cell.border = HEAD_FILL, BOX
			cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
		self._append(heads)
		for number, row in enumerate(self.page.rows):
			self._row(row, self.bold if number in self.page.bold else self.font)
		for row in self.page.totals:
			self._row(row, self.bold)

	def foot(self) -> None:
		page = self.page
		self._append([])
		if page.words:
			words = _("In words: {0}").format(page.words)
			self._append([self._text(words, Font(name=FONT, size=11, italic=True))])
			self._append([])
		if page.code:
			self._code(page.code)
		people = (
			(_("Prepared By"), ""),
			(_("Chief Accountant"), page.company.accountant),
			(_("Director"), page.company.director),
		)
		self._signatures(["", "", place_and_day(page.day)], Font(name=FONT, size=11, italic=True))
		self._signatures([title for title, _name in people], self.bold)
		self._signatures([_("(Signature, full name)")] * 3, Font(name=FONT, size=10, italic=True))
		for _line in range(LINES_TO_SIGN):
			self._append([])
		self._signatures([name for _title, name in people], self.bold)

	def _code(self, code: Code) -> None:
		"""The picture over the first two columns, its lines from the third on, and as many lines as it is high."""
		picture = Image(io.BytesIO(code.png))
		picture.width = picture.height = CODE_PIXELS
		self.sheet.add_image(picture, f"A{self.lines + 1}")
		texts = [*code.lines, *[""] * (CODE_LINES - len(code.lines))]
		for number, text in enumerate(texts):
			self._append([None, None, self._text(text, self.font if number else self.bold)])

	def _row(self, values: Sequence, font: Font) -> None:
		line = []
		for value, column in zip(values, self.page.columns, strict=True):
			is_text = isinstance(value, str)
			cell = self._text(value, font) if is_text else WriteOnlyCell(self.sheet, value)
			cell.font, cell.border, cell.alignment = font, BOX, self.aligned[TEXT if is_text else column.kind]
			if column.kind in self.formats and not is_text:
				cell.number_format = self.formats[column.kind]
			line.append(cell)
		self._append(line)

	def _across(self, text: str, font: Font) -> None:
		cells_of_line = [self._text(text, font), *(self._text("", font) for _ in range(self.width - 1))]
		for cell in cells_of_line:
			cell.alignment = ACROSS
		self._append(cells_of_line)

	def _signatures(self, texts: list[str], font: Font) -> None:
		"""Three texts, each centred in its third of the page."""
		third = max(self.width // 3, 1)
		places = {0: texts[0], third: texts[1], self.width - third: texts[2]}
		line = []
		for number in range(self.width):
			cell = self._text(places.get(number, ""), font)
			cell.alignment = Alignment(horizontal="centerContinuous")
			line.append(cell)
		self._append(line)

	def _append(self, line: list) -> None:
		self.lines += 1
		self.sheet.append(line)

	def _text(self, value: str, font: Font) -> WriteOnlyCell:
		"""A cell that holds a text, whatever the text begins with."""
		text = cells.text(value)
		cell = WriteOnlyCell(self.sheet, None)
		if text:
			cell.value = cells.cut(text)
			cell.data_type = "s"
		cell.font = font
		return cell
