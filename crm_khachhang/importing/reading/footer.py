"""What stands behind the data of a sheet: totals, notes, the date, signatures. Only at the end is it recognised.

A row is left out only if everything from it to the end of the sheet is no data either. So "Tổng Công ty Hàng
không" is a customer wherever it stands (its name is more than the word), and a subtotal in the middle stays a
row, to be refused with its reason rather than lost.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator

from crm_khachhang.importing.reading.rows import NO_DATA, BrokenRow, Cell, SourceRow, is_blank
from crm_khachhang.vietnam.folding import fold

# Rows behind the first one of a footer, at most; a longer tail is data.
_LONGEST = 25
# The patterns are for folded text: no accents, no signs, single spaces. Only _IDENTIFIER sees a cell as it is.
_SIGNERS = (
	"nguoi lap|nguoi lap bieu|nguoi lap phieu|nguoi lap bang|lap bieu|lap bang|nguoi bao cao|nguoi duyet|nguoi ky|"
	"nguoi kiem tra|ke toan|ke toan truong|phu trach ke toan|giam doc|tong giam doc|thu truong|thu truong don vi|"
	"thu kho|thu quy|truong phong|truong phong kinh doanh|phong kinh doanh|dai dien cong ty|xac nhan|nguoi nhan|"
	"nguoi giao|prepared by|approved by|checked by|director|chief accountant|accountant|signature"
)
_TOTAL = re.compile(
	r"(?:tong|tong cong|cong|cong trang|tong so|tong cong so|tong toan bo|total|grand total|sub ?total|sum)"
	r"(?: so)?(?: luong)?(?: khach hang| khach| kh| dong| ban ghi| customers?| rows?| records?)?"
	r"[\s\d]*(?:khach hang|khach|kh|dong|ban ghi|customers?|rows?|records?)?"
)
_AMOUNT = re.compile(r"[\d\s]*(?:khach hang|khach|kh|dong|ban ghi|customers?|rows?|records?|d|dong|vnd|usd)?")
_IDENTIFIER = re.compile(r"'?(?:0\d[\d .\-]{6,}|\+[\d .\-]{8,}|[\d]{9,}(?:-\d{3})?)")
_DATE = re.compile(r"(?:\D{0,60} )?ngay[\d ]*thang[\d ]*nam[\d ]*")
_SIGNER = re.compile(rf"(?:{_SIGNERS})(?: ky .*)?")
_SIGN_HERE = re.compile(r"ky (?:va )?(?:ghi ro )?(?:ho|ten|dong|dau)\b.*")
_REMARK = re.compile(r"(?:(?:so tien )?(?:viet )?bang chu\b|trang \d+(?: tren)? \d+$|page \d+ of).*")


def without(rows: Iterable[SourceRow], tell: bool = False) -> Iterator[SourceRow]:
	"""Give the rows up to the footer, and with `tell` those of the footer as broken rows (NO_DATA). Looks some rows
	ahead."""
	ahead: deque[SourceRow] = deque()
	before: SourceRow | None = None
	for row in rows:
		ahead.append(row)
		if len(ahead) > _LONGEST:
			before = ahead.popleft()
			yield before
	tail = list(ahead)
	end = _end_of_data(tail, before)
	yield from tail[:end]
	if tell:
		yield from (BrokenRow(row.number, row.cells, NO_DATA) for row in tail[end:])


def is_total(cells: tuple[Cell, ...], before: tuple[Cell, ...] | None = None) -> bool:
	"""Whether a row is one of totals: it says so in its first cell of text, and has nothing but amounts else.

	A row that goes on counting where the one `before` stopped is a customer, whatever its name.
	"""
	filled = [cell for cell in cells if not is_blank(cell)]
	words = [fold(cell) for cell in filled if isinstance(cell, str)]
	said = next((word for word in words if not _AMOUNT.fullmatch(word)), "")
	if not said or not _TOTAL.fullmatch(said) or _goes_on_counting(cells, before):
		return False
	return all(_is_amount(cell) or _TOTAL.fullmatch(fold(cell)) for cell in filled)


def _end_of_data(tail: list[SourceRow], before: SourceRow | None) -> int:
	"""The place of the first row of the footer: it is recognised itself, and so is everything behind."""
	for at, row in enumerate(tail):
		previous = tail[at - 1] if at else before
		if _begins(row.cells, previous.cells if previous else None) and _is_footer(tail[at:]):
			return at
	return len(tail)


def _begins(cells: tuple[Cell, ...], before: tuple[Cell, ...] | None) -> bool:
	return is_total(cells, before) or _is_closing(cells)


def _is_footer(rows: list[SourceRow]) -> bool:
	"""Whether all rows are totals or closing words; names may stand below the place to sign."""
	is_signed = False
	for row in rows:
		if _is_closing(row.cells):
			is_signed = is_signed or _is_place_to_sign(row.cells)
		elif not is_total(row.cells) and not (is_signed and _are_names(row.cells)):
			return False
	return True


def _is_closing(cells: tuple[Cell, ...]) -> bool:
	"""Whether a row has only a date line, remarks or places to sign."""
	filled = [cell for cell in cells if not is_blank(cell)]
	return all(isinstance(cell, str) and _closes(fold(cell)) for cell in filled)


def _closes(word: str) -> bool:
	return any(pattern.fullmatch(word) for pattern in (_DATE, _SIGNER, _SIGN_HERE, _REMARK))


def _is_place_to_sign(cells: tuple[Cell, ...]) -> bool:
	words = [fold(cell) for cell in cells if isinstance(cell, str)]
	return any(_SIGNER.fullmatch(word) or _SIGN_HERE.fullmatch(word) for word in words)


def _are_names(cells: tuple[Cell, ...]) -> bool:
	"""Up to four cells of letters only, as people sign."""
	filled = [cell for cell in cells if not is_blank(cell)]
	return len(filled) <= 4 and all(
		isinstance(cell, str) and not any(map(str.isdigit, cell)) and "@" not in cell for cell in filled
	)


def _is_amount(cell: Cell) -> bool:
	if isinstance(cell, str):
		return bool(_AMOUNT.fullmatch(fold(cell))) and not _IDENTIFIER.fullmatch(cell.strip())
	return isinstance(cell, int | float) and not isinstance(cell, bool)


def _goes_on_counting(cells: tuple[Cell, ...], before: tuple[Cell, ...] | None) -> bool:
	first, previous = cells[:1], (before or ())[:1]
	are_numbers = all(isinstance(cell, int) and not isinstance(cell, bool) for cell in (*first, *previous))
	return bool(first and previous) and are_numbers and first[0] == previous[0] + 1
