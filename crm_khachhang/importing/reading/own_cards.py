"""Cards that an export of ours wrote: they say which customer they are of, so that importing them again changes nothing.

Cards of other programs have a UID as well, which is no code of a customer.
"""

from collections.abc import Iterable

from crm_khachhang.importing.reading.card_lines import Property
from crm_khachhang.importing.reading.rows import Cell, text

# Columns that only a file with such cards has, behind those of every card.
LABELS = (
	"Customer Code",
	"Ward",
	"Province",
	"Country",
	"Contact",
	"Position",
	"Contact Phone",
	"Contact Email",
)
SIGN = b"X-KH-"
PREFIX = "X-KH-"
CODE, CUSTOMER = "X-KH-CODE", "X-KH-CUSTOMER"
TYPED, FIELD = "X-KH-TYPED", "X-KH-FIELD"

# Places of the usual columns, see `card_rows.LABELS`.
_NAME, _TYPE, _PHONE, _OTHER_PHONE, _EMAIL, _ADDRESS, _NOTES = 0, 1, 2, 3, 4, 5, 8


def cells_of(card: Iterable[Property], usual: tuple[Cell, ...]) -> tuple[Cell, ...]:
	"""Give the cells of a card under the usual labels and LABELS; `usual` is what any card of its kind would have."""
	named: dict[str, list[Property]] = {}
	for one in card:
		named.setdefault(one.name, []).append(one)
	cells = list(usual)
	more: list[Cell] = [None] * len(LABELS)
	if CUSTOMER in named:
		return _of_contact(named, cells)
	if CODE in named:
		more[0] = text(named[CODE][0].text)
		_set_phones(named, cells)
		if address := named.get("ADR"):
			parts = (*address[0].parts, *[""] * 7)[:7]
			cells[_ADDRESS] = text(parts[2])
			more[1:4] = map(text, (parts[3], parts[4], parts[6]))
	return (*cells, *more)


def _set_phones(named: dict[str, list[Property]], cells: list[Cell]) -> None:
	"""Each number in its field, as it was typed there."""
	cells[_PHONE] = cells[_OTHER_PHONE] = None
	for one in named.get("TEL", ()):
		place = _OTHER_PHONE if one.pairs.get(FIELD) == ["other_phone"] else _PHONE
		cells[place] = text(",".join(one.pairs.get(TYPED) or [one.text]))


def _of_contact(named: dict[str, list[Property]], cells: list[Cell]) -> tuple[Cell, ...]:
	"""The contact beside the code of its customer, of whom the card says nothing else."""
	name, phone, email = cells[_NAME], cells[_PHONE], cells[_EMAIL]
	title = text(named["TITLE"][0].text) if "TITLE" in named else None
	organization = next(iter(named["ORG"][0].parts), "") if "ORG" in named else ""
	customer = [None] * len(cells)
	customer[_NAME] = text(organization)
	return (*customer, text(named[CUSTOMER][0].text), None, None, None, name, title, phone, email)
