"""Vietnamese tax codes (mã số thuế) in their canonical form.

- 10 digits, the last one a check digit: enterprises and organizations ("0300588569");
- 13 digits, written 10-3: branches and dependent units ("0300588569-001");
- 12 digits: since 2025-07-01 the personal identification number is the tax code of individuals, households
  and household businesses (Circular 86/2024/TT-BTC). It has no check digit; see `personal_number`.

Spreadsheets turn codes into numbers and drop leading zeros. A zero is put back only where the check digit
proves it:
- 9 digits as a number -> 10, 12 digits as a number -> 13, if the check digit then passes. A personal number
  never has 12 digits as a number, because all its province codes begin with 0: 12 digits cannot mean both.
- 11 digits as a number can only be a personal number without its zero; nothing could confirm it, so it is
  refused (LOST_ZEROS).
- Not decidable: a personal number 00x… (Hà Nội is 001) stored as a number has 10 digits. It is read as a
  10-digit code and, about nine times in ten, refused by its check digit.

Text gets no zeros back: who typed text typed what they meant.
"""

import re
from datetime import date

from stdnum import exceptions
from stdnum.vn import mst

from crm_khachhang.vietnam import personal_number
from crm_khachhang.vietnam.cells import UnreadableCell, as_text, is_number, without_label

WRONG_TYPE = "wrong_type"
CHARACTERS = "characters"
LENGTH = "length"
LOST_ZEROS = "lost_zeros"
COMPONENT = "component"
CHECK_DIGIT = "check_digit"
PERSONAL_NUMBER = "personal_number"

MESSAGES = {
	WRONG_TYPE: "The tax code is neither text nor a whole number.",
	CHARACTERS: "The tax code contains characters other than digits.",
	LENGTH: "A tax code has 10, 12 or 13 digits.",
	LOST_ZEROS: "The tax code is stored as a number and has lost leading zeros.",
	COMPONENT: "The serial number or the branch number of the tax code is zero.",
	CHECK_DIGIT: "The check digit of the tax code is wrong.",
	PERSONAL_NUMBER: "The 12 digits are not a personal identification number.",
}

# Folded words before a code.
LABELS = frozenset("mst|ma so thue|msdn|ma so dn|ma so doanh nghiep|tax code|tax id|tax no|tin".split("|"))

_SEPARATORS = re.compile(r"[\s.\-‐‑‒–—−]")
_FLOAT_TEXT = re.compile(r"\d+\.0{1,2}")
_LENGTH_WITH_ZERO = {9: 10, 12: 13}
_REASON_OF_ERROR = (
	(exceptions.InvalidLength, LENGTH),
	(exceptions.InvalidFormat, CHARACTERS),
	(exceptions.InvalidComponent, COMPONENT),
	(exceptions.InvalidChecksum, CHECK_DIGIT),
)


class InvalidTaxCode(ValueError):
	"""Not a tax code. `reason` is a constant of this module, `value` the input, `part` a reason of
	`personal_number` if `reason` is PERSONAL_NUMBER."""

	def __init__(self, reason: str, value: object, part: str = ""):
		super().__init__(reason, value, part)
		self.reason = reason
		self.value = value
		self.part = part

	def __str__(self) -> str:
		return MESSAGES[self.reason]


def normalize(text: str | int | float | None, today: date | None = None) -> str:
	"""Give the canonical tax code: 10 digits, 10-3 digits or 12 digits.

	Blank input (None, "", spaces, NaN) gives "". Spaces, dots, hyphens, a leading apostrophe and a label
	("MST:") do not matter. `today` (default: the clock) bounds the year of birth in a personal number.
	Normalising twice changes nothing. Raises InvalidTaxCode.
	"""
	digits = _digits(text) if text not in (None, "") else ""
	if not digits:
		return ""
	if is_number(text):
		digits = _with_proven_zero(digits, text)
	if len(digits) == 12:
		return _personal(digits, text, today)
	return _organization(digits, text)


def _digits(value: str | int | float | None) -> str:
	try:
		written = as_text(value)
	except UnreadableCell:
		raise InvalidTaxCode(WRONG_TYPE, value) from None
	if _FLOAT_TEXT.fullmatch(written):
		# "300588569.0": without its dot it would be a code of 10 digits.
		raise InvalidTaxCode(CHARACTERS, value)
	digits = _SEPARATORS.sub("", without_label(written.lstrip("'"), LABELS))
	if written and not re.fullmatch(r"[0-9]+", digits):
		raise InvalidTaxCode(CHARACTERS, value)
	return digits


def _with_proven_zero(digits: str, value: object) -> str:
	if len(digits) == 11:
		raise InvalidTaxCode(LOST_ZEROS, value)
	padded = digits.zfill(_LENGTH_WITH_ZERO.get(len(digits), 0))
	return padded if mst.is_valid(padded) else digits


def _personal(digits: str, value: object, today: date | None) -> str:
	try:
		return personal_number.parse(digits, today).number
	except personal_number.InvalidPersonalNumber as error:
		raise InvalidTaxCode(PERSONAL_NUMBER, value, error.reason) from None


def _organization(digits: str, value: object) -> str:
	try:
		return mst.format(mst.validate(digits))
	except exceptions.ValidationError as error:
		reason = next((reason for kind, reason in _REASON_OF_ERROR if isinstance(error, kind)), CHARACTERS)
		raise InvalidTaxCode(reason, value) from None
