"""VietQR: what a QR code says that lets a bank's app fill in a transfer to an account.

Sources: NAPAS, "Technical Specifications on NAPAS QR Switching, Part IV: QR Code Format", version 1.5.2 of January 2021;
EMVCo, "QR Code Specification for Payment Systems, Merchant-Presented Mode", version 1.1. Every object is an ID and a
length of two digits each, and the value; an object may hold others. Lengths and characters, from the tables of both:

| object | holds | may be |
|---|---|---|
| 38-01-00 | bank (BIN) | 6 digits |
| 38-01-01 | account or card | 1 to 19 letters and digits |
| 54 | amount | up to 13 characters, above zero |
| 62-01 | number of a bill | up to 25 characters |
| 62-08 | purpose, the note of the transfer | up to 25 characters |

EMVCo's type "ans" is printable ASCII; banks hand notes on without accents, so notes lose theirs here, and what is no letter,
digit, space, full stop or hyphen becomes a space.
"""

import re
import unicodedata
from binascii import crc_hqx
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

DOMAIN = "A000000727"
TO_ACCOUNT, TO_CARD = "QRIBFTTA", "QRIBFTTC"
STATIC, DYNAMIC = "11", "12"
VND, VIETNAM = "704", "VN"

MOST_OF_ACCOUNT, MOST_OF_AMOUNT, MOST_OF_NOTE, MOST_OF_OBJECT = 19, 13, 25, 99

_BANK = re.compile(r"\d{6}", re.ASCII)
_ACCOUNT = re.compile(rf"[0-9A-Za-z]{{1,{MOST_OF_ACCOUNT}}}")
_CARD = re.compile(rf"\d{{16,{MOST_OF_ACCOUNT}}}", re.ASCII)
_AMOUNT = re.compile(r"\d+(\.\d+)?", re.ASCII)
_NOT_IN_NOTES = re.compile(r"[^0-9A-Za-z .-]+")
_CRC = "6304"


class NotVietQR(ValueError):
	"""Something that no VietQR code can say, or text that is none; `problem` is one of the PROBLEMS."""

	def __init__(self, problem: str, value: object = ""):
		super().__init__(f"{problem}: {value!r}")
		self.problem = problem


BANK, ACCOUNT, AMOUNT, TOO_LONG, BROKEN, WRONG_CRC = PROBLEMS = (
	*("bank", "account", "amount", "too long", "broken", "wrong CRC"),
)


@dataclass(frozen=True)
class Transfer:
	"""A transfer: `bank` is a BIN; `amount` is in đồng, None leaves it to the payer; `bill` numbers what is paid."""

	bank: str
	account: str
	amount: Decimal | int | None = None
	note: str = ""
	bill: str = ""
	to_card: bool = False


def payload(transfer: Transfer) -> str:
	"""Return what the QR code says. Raises NotVietQR for a bank, an account or an amount that cannot be."""
	_check(transfer)
	amount = _amount(transfer.amount)
	bill, note = clean(transfer.bill), clean(transfer.note)
	receiver = _objects([("00", transfer.bank), ("01", transfer.account)])
	service = TO_CARD if transfer.to_card else TO_ACCOUNT
	said = _objects(
		[
			("00", "01"),
			("01", DYNAMIC if amount else STATIC),
			("38", _objects([("00", DOMAIN), ("01", receiver), ("02", service)])),
			("53", VND),
			("54", amount),
			("58", VIETNAM),
			("62", _objects([("01", bill), ("08", note)])),
		]
	)
	return f"{said}{_CRC}{crc(said + _CRC)}"


def read(text: str) -> Transfer:
	"""Return the transfer that a QR code says, with its checksum and all lengths checked. Raises NotVietQR."""
	if text[-8:-4] != _CRC or crc(text[:-4]) != text[-4:]:
		raise NotVietQR(WRONG_CRC, text)
	found = dict(_parsed(text))
	account = dict(_parsed(found.get("38", "")))
	receiver, more = dict(_parsed(account.get("01", ""))), dict(_parsed(found.get("62", "")))
	if account.get("00") != DOMAIN or found.get("53") != VND or found.get("58") != VIETNAM:
		raise NotVietQR(BROKEN, text)
	amount = found.get("54")
	transfer = Transfer(
		bank=receiver.get("00", ""),
		account=receiver.get("01", ""),
		amount=Decimal(amount) if amount and _AMOUNT.fullmatch(amount) else None,
		note=more.get("08", ""),
		bill=more.get("01", ""),
		to_card=account.get("02") == TO_CARD,
	)
	_check(transfer)
	return transfer


def clean(note: str) -> str:
	"""Return a note as banks hand it on: without accents, at most 25 characters, never cut inside a space."""
	plain = unicodedata.normalize("NFD", note.replace("đ", "d").replace("Đ", "D"))
	plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
	return " ".join(_NOT_IN_NOTES.sub(" ", plain).split())[:MOST_OF_NOTE].strip()


def crc(text: str) -> str:
	"""Return the checksum CRC-16/CCITT-FALSE (polynomial 1021, begun with FFFF) as four hexadecimal digits."""
	return f"{crc_hqx(text.encode(), 0xFFFF):04X}"


def is_bank(text: str) -> bool:
	"""Return whether the text can be the BIN of a bank."""
	return bool(_BANK.fullmatch(text))


def is_account(text: str, to_card: bool = False) -> bool:
	"""Return whether the text can be the number of an account (or of a card)."""
	return bool((_CARD if to_card else _ACCOUNT).fullmatch(text))


def _check(transfer: Transfer) -> None:
	if not is_bank(transfer.bank):
		raise NotVietQR(BANK, transfer.bank)
	if not is_account(transfer.account, transfer.to_card):
		raise NotVietQR(ACCOUNT, transfer.account)
	_amount(transfer.amount)


def _amount(amount: Decimal | int | None) -> str:
	"""The amount as it is written: digits, and decimals where there are some; "" for None."""
	if amount is None:
		return ""
	found = Decimal(amount)
	if not found.is_finite() or found <= 0:
		raise NotVietQR(AMOUNT, amount)
	written = f"{found:f}"
	written = written.rstrip("0").rstrip(".") if "." in written else written
	if len(written) > MOST_OF_AMOUNT:
		raise NotVietQR(AMOUNT, amount)
	return written


def _objects(pairs: Iterable[tuple[str, str]]) -> str:
	"""Objects one behind the other; those without a value are left out."""
	return "".join(f"{key}{_length(value)}{value}" for key, value in pairs if value)


def _length(value: str) -> str:
	if len(value) > MOST_OF_OBJECT:
		raise NotVietQR(TOO_LONG, value)
	return f"{len(value):02d}"


def _parsed(text: str) -> Iterator[tuple[str, str]]:
	"""Yield the objects of the text, which must end where the last one does."""
	at = 0
	while at < len(text):
		head = text[at : at + 4]
		if not re.fullmatch(r"\d{4}", head, re.ASCII):
			raise NotVietQR(BROKEN, text)
		end = at + 4 + int(head[2:])
		if end > len(text) or end == at + 4:
			raise NotVietQR(BROKEN, text)
		yield head[:2], text[at + 4 : end]
		at = end
