"""Reads the demo workbook: a customer list with title rows above its header and a total row below."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook

from crm_khachhang.vietnam.folding import fold

WORKBOOK = Path(__file__).parent / "khach_hang_mau.xlsx"
# Folded header → our field.
COLUMNS = {
	"ma kh": "customer_code",
	"ten khach hang": "customer_name",
	"loai khach": "customer_type",
	"ma so thue": "tax_code",
	"dien thoai": "phone",
	"email": "email",
	"ngay sinh": "date_of_birth",
	"gioi tinh": "gender",
	"nhom khach hang": "customer_group",
	"nguon": "source",
	"dia chi": "address_line",
	"tinh thanh pho": "province",
	"ghi chu": "description",
}
TOTAL = "tong cong"


def rows(path: Path = WORKBOOK) -> Iterator[tuple[int, dict]]:
	"""Yields (row number, {field: cell value}) for each row that speaks of a customer.

	Title rows, empty rows and the total row are none. Raises ValueError if no header row is found.
	"""
	lines = enumerate(
		load_workbook(path, read_only=True, data_only=False).active.iter_rows(values_only=True), 1
	)
	fields = find_header(lines)
	for number, cells in lines:
		row = {field: cell for field, cell in zip(fields, cells, strict=False) if field and cell is not None}
		if row and not is_total(row):
			yield number, row


def find_header(lines: Iterator[tuple[int, tuple]]) -> list[str | None]:
	"""Reads lines up to the header, which is the first that names a customer; returns the field of each column."""
	for _number, cells in lines:
		fields = [COLUMNS.get(fold(str(cell))) if cell else None for cell in cells]
		if "customer_name" in fields:
			return fields
	raise ValueError("No row names the columns: one of them must be “Tên khách hàng”.")


def is_total(row: dict) -> bool:
	return fold(str(row.get("customer_name", ""))) == TOTAL


def to_date(cell: str | datetime | date) -> date:
	"""A cell as a date, day first (31/12/1990). Raises ValueError for an impossible date: never swaps day and month."""
	if isinstance(cell, datetime):
		return cell.date()
	return cell if isinstance(cell, date) else datetime.strptime(cell.strip(), "%d/%m/%Y").date()
