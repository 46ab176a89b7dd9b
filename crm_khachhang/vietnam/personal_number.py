"""The 12-digit personal identification number (số định danh cá nhân, printed on the CCCD / identity card).

PPP G YY NNNNNN: place where the birth was registered, century and gender, year, random digits. There is no
check digit. Sources: article 13 of Decree 137/2015/ND-CP, article 7 and annex I of Circular 07/2016/TT-BCA,
carried on by Circular 59/2021/TT-BCA; the structure stayed the same under the Law on Identification
26/2023/QH15.

The provinces that were merged in 2025 keep their codes in numbers already given, and the 34 of today are
among the 63 of then. Limit: citizens whose birth was registered abroad carry a country code instead (annex
II); that list is not included here and their numbers are refused with the reason BIRTHPLACE.
"""

import re
from dataclasses import dataclass
from datetime import date

from crm_khachhang.vietnam.cells import UnreadableCell, as_text

LENGTH = "length"
BIRTHPLACE = "birthplace"
BIRTH_YEAR = "birth_year"

MESSAGES = {
	LENGTH: "A personal number has 12 digits.",
	BIRTHPLACE: "The first three digits of the personal number are no province.",
	BIRTH_YEAR: "The personal number has a year of birth in the future.",
}

MALE = "male"
FEMALE = "female"

# Annex I of Circular 07/2016/TT-BCA: the 63 provinces of that time.
BIRTHPLACE_CODES = frozenset(
	"""
	001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038
	040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079
	080 082 083 084 086 087 089 091 092 093 094 095 096
	""".split()
)


class InvalidPersonalNumber(ValueError):
	"""Not a personal number. `reason` is a constant of this module, `value` the input."""

	def __init__(self, reason: str, value: object):
		super().__init__(reason, value)
		self.reason = reason
		self.value = value

	def __str__(self) -> str:
		return MESSAGES[self.reason]


@dataclass(frozen=True)
class PersonalNumber:
	"""What the number says. `number` has 12 digits, `birthplace_code` 3, `gender` is MALE or FEMALE."""

	number: str
	birthplace_code: str
	gender: str
	birth_year: int


def parse(text: str, today: date | None = None) -> PersonalNumber:
	"""Read a personal number; spaces, dots and hyphens between the digits do not matter.

	A blank text is refused like any other wrong length. A number from a spreadsheet has lost its leading
	zeros, and without check digit nothing can confirm how many: it is refused by its length. `today`
	(default: the clock) decides which years of birth lie in the future. Raises InvalidPersonalNumber.
	"""
	digits = _digits(text)
	if digits[:3] not in BIRTHPLACE_CODES:
		raise InvalidPersonalNumber(BIRTHPLACE, text)
	century_and_gender = int(digits[3])
	birth_year = 1900 + 100 * (century_and_gender // 2) + int(digits[4:6])
	if birth_year > (today or date.today()).year:
		raise InvalidPersonalNumber(BIRTH_YEAR, text)
	return PersonalNumber(digits, digits[:3], FEMALE if century_and_gender % 2 else MALE, birth_year)


def _digits(text: object) -> str:
	try:
		digits = re.sub(r"[\s.\-]", "", as_text(text))
	except UnreadableCell:
		digits = ""
	if not re.fullmatch(r"[0-9]{12}", digits):
		raise InvalidPersonalNumber(LENGTH, text)
	return digits
