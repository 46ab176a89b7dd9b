"""Phone numbers: from what people type to E.164 (ITU-T), the form in which two spellings compare equal.

The number as typed is kept elsewhere for people; what is normalised here goes into an indexed column beside
it.

Decisions
- Mobile numbers of 11 digits are moved to the prefixes of 2018 first (conversion plan of the Ministry of
  Information and Communications, 2018-05-29, in force from 2018-09-15), because old contact lists still hold
  them. The landline area codes of 2017 are not migrated: some old codes are valid numbers of other operators
  today (08… became mobile), so that migrating would guess.
- 1800xxxx and 1900xxxx: `phonenumbers` knows them as toll-free and premium numbers of Vietnam; they are
  accepted ("+8419001560"), although they cannot be dialled from abroad. Numbers of 3 or 4 digits (113, 9090)
  are refused as too short.
- An extension ("ext 12", "máy lẻ 12", "#12") is understood and left out of E.164: the key is the line, the
  typed text keeps the extension.
- A label in front ("ĐT:", "Hotline") is ignored. Any other letter is refused; `phonenumbers` would dial it.
- Several numbers in one cell are refused with the parts in `InvalidPhone.numbers`; `split` gives them too, so
  that an importer may put the second one into its own field.
"""

import re

import phonenumbers
from phonenumbers import NumberParseException, ValidationResult

from crm_khachhang.vietnam.cells import UnreadableCell, as_text, without_label
from crm_khachhang.vietnam.folding import fold

WRONG_TYPE = "wrong_type"
LETTERS = "letters"
NO_DIGITS = "no_digits"
SEVERAL_NUMBERS = "several_numbers"
COUNTRY_CODE = "country_code"
TOO_SHORT = "too_short"
TOO_LONG = "too_long"
UNASSIGNED = "unassigned"

MESSAGES = {
	WRONG_TYPE: "The phone number is neither text nor a whole number.",
	LETTERS: "The phone number contains letters.",
	NO_DIGITS: "The phone number contains no digits.",
	SEVERAL_NUMBERS: "There are several phone numbers in one place.",
	COUNTRY_CODE: "The country code of the phone number does not exist.",
	TOO_SHORT: "The phone number is too short.",
	TOO_LONG: "The phone number is too long.",
	UNASSIGNED: "No operator uses phone numbers of this form.",
}

# Conversion plan of 2018 (see above): prefix of an 11-digit mobile number -> prefix of the 10-digit one.
PREFIXES_2018 = {
	"0162": "032",
	"0163": "033",
	"0164": "034",
	"0165": "035",
	"0166": "036",
	"0167": "037",
	"0168": "038",
	"0169": "039",
	"0120": "070",
	"0121": "079",
	"0122": "077",
	"0126": "076",
	"0128": "078",
	"0123": "083",
	"0124": "084",
	"0125": "085",
	"0127": "081",
	"0129": "082",
	"0186": "056",
	"0188": "058",
	"0199": "059",
}

# Folded words before a number and before an extension.
LABELS = frozenset(
	(
		"tel|telephone|phone|mobile|cell|call|hotline|zalo|sdt|s d t|dt|d t|dtdd|dt dd|dd|so dt|dien thoai|"
		"so dien thoai|di dong"
	).split("|")
)
EXTENSION_WORDS = frozenset(
	"x|ext|extn|extension|ml|le|so le|may le|so may le|nhanh|so nhanh|may nhanh|noi bo|so noi bo".split("|")
)

_LONGEST_TEXT = 250
_WHOLE_NUMBER_DIGITS = 8
_EXTENSION = re.compile(r"(?P<word>#|[^\W\d_][^\d#]*?)[\s.:(]*\d{1,7}[\s.)]*$")
_FLOAT_TEXT = re.compile(r"(\d{8,})\.0")
_STRONG_SEPARATOR = re.compile(r"[/;,|&\r\n]|(?<=\d)\s*(?=\+)|\b(?:hoặc|hoac|và|va|or|and)\b", re.IGNORECASE)
_WEAK_SEPARATORS = (re.compile(r"\s[-–—]\s"), re.compile(r"[-–—]"), re.compile(r"\s+"))
_OLD_MOBILE_ABROAD = re.compile(r"\+840?(1\d{9})")
_OLD_MOBILE_AT_HOME = re.compile(r"(?:\+84|0084|84)?0?(1\d{9})")

_REASON_OF_PARSE_ERROR = {
	NumberParseException.INVALID_COUNTRY_CODE: COUNTRY_CODE,
	NumberParseException.NOT_A_NUMBER: TOO_SHORT,
	NumberParseException.TOO_SHORT_AFTER_IDD: TOO_SHORT,
	NumberParseException.TOO_SHORT_NSN: TOO_SHORT,
	NumberParseException.TOO_LONG: TOO_LONG,
}
_REASON_OF_LENGTH = {
	ValidationResult.INVALID_COUNTRY_CODE: COUNTRY_CODE,
	ValidationResult.TOO_SHORT: TOO_SHORT,
	ValidationResult.IS_POSSIBLE_LOCAL_ONLY: TOO_SHORT,
	ValidationResult.TOO_LONG: TOO_LONG,
}


def _at_home() -> re.Pattern:
	"""Mobile numbers and landlines of Vietnam, without the leading 0: what nearly all customers have.

	The library's own patterns of them tell at a tenth of its time.
	"""
	known = phonenumbers.PhoneMetadata.metadata_for_region("VN")
	kinds = (known.mobile, known.fixed_line)
	return re.compile("|".join(f"(?:{kind.national_number_pattern})" for kind in kinds))


_AT_HOME = _at_home()
_SEPARATORS = str.maketrans("", "", " .-")


class InvalidPhone(ValueError):
	"""Not one phone number. `reason` is a constant of this module, `value` the input, `numbers` the parts
	of the text if there are several numbers in it (reason SEVERAL_NUMBERS)."""

	def __init__(self, reason: str, value: object, numbers: tuple[str, ...] = ()):
		super().__init__(reason, value, numbers)
		self.reason = reason
		self.value = value
		self.numbers = numbers

	def __str__(self) -> str:
		return MESSAGES[self.reason]


def normalize(text: str | int | float | None, region: str = "VN") -> str:
	"""Give the number in E.164: "0906 483 615", 906483615 and 906483615.0 give "+84906483615".

	Blank input (None, "", spaces, NaN) gives "". `region` (ISO 3166, two letters) is the country of a number
	written without "+" or "00"; a foreign number with "+" stays what it is, if it is valid there. Normalising
	twice changes nothing. Raises InvalidPhone.
	"""
	if region == "VN" and isinstance(text, str) and (number := _usual(text)):
		return number
	written = _readable(text)
	if not written:
		return ""
	if len(written) > _LONGEST_TEXT:
		raise InvalidPhone(TOO_LONG, text)
	line = _without_extension(written)
	numbers = _parts(line)
	if len(numbers) > 1:
		raise InvalidPhone(SEVERAL_NUMBERS, text, numbers)
	return _to_e164(_migrated(_compact(line, text), region), region, text)


def split(text: str | int | float | None) -> tuple[str, ...]:
	"""Give the texts of the numbers in one cell: "0901234567 / 0902345678" gives two, blank gives none.

	Nothing is validated. An ending instead of a number ("028 3822 2222/23") is a part of its own. Raises
	InvalidPhone with WRONG_TYPE only.
	"""
	written = _readable(text)
	return _parts(written) if written else ()


def migrate_prefix(national_digits: str) -> str:
	"""Give the 10-digit number of an 11-digit mobile number from before 2018 ("01681234567" -> "0381234567").

	Takes digits with the leading 0. Any other text comes back unchanged. Source: conversion plan of 2018.
	"""
	prefix = PREFIXES_2018.get(national_digits[:4])
	if prefix is None or len(national_digits) != 11:
		return national_digits
	return prefix + national_digits[4:]


def display(e164: str | None) -> str:
	"""Give a number for people: national for Vietnam ("0906 483 615"), international for others.

	The grouping is that of the installed `phonenumbers` and may change with it: never compare or store it.
	Blank gives "", text that is not E.164 comes back unchanged: showing a record never fails.
	"""
	if not e164:
		return ""
	try:
		number = phonenumbers.parse(e164)
	except NumberParseException:
		return e164
	at_home = number.country_code == phonenumbers.country_code_for_region("VN")
	form = phonenumbers.PhoneNumberFormat
	return phonenumbers.format_number(number, form.NATIONAL if at_home else form.INTERNATIONAL)


def _readable(value: str | int | float | None) -> str:
	try:
		written = as_text(value)
	except UnreadableCell:
		raise InvalidPhone(WRONG_TYPE, value) from None
	as_float = _FLOAT_TEXT.fullmatch(written)
	return as_float.group(1) if as_float else without_label(written, LABELS)


def _without_extension(written: str) -> str:
	found = _EXTENSION.search(written)
	if found and (found["word"] == "#" or fold(found["word"]) in EXTENSION_WORDS):
		return written[: found.start()]
	return written


def _parts(written: str) -> tuple[str, ...]:
	"""Split at a separator only if whole numbers come out: "090/648/3615" is one number."""
	strong = [part.strip() for part in _STRONG_SEPARATOR.split(written) if _digit_count(part)]
	if len(strong) > 1 and max(map(_digit_count, strong)) >= _WHOLE_NUMBER_DIGITS:
		return tuple(strong)
	for separator in _WEAK_SEPARATORS:
		weak = [part.strip() for part in separator.split(written) if part.strip()]
		if len(weak) > 1 and min(map(_digit_count, weak)) >= _WHOLE_NUMBER_DIGITS:
			return tuple(weak)
	return (written,)


def _digit_count(text: str) -> int:
	return sum(map(str.isdecimal, text))


def _compact(line: str, value: object) -> str:
	"""Digits, with "+" in front if the line has it before its first digit."""
	if any(map(str.isalpha, line)):
		raise InvalidPhone(LETTERS, value)
	digits = re.sub(r"\D", "", line)
	if not digits:
		raise InvalidPhone(NO_DIGITS, value)
	return "+" + digits if "+" in line[: line.index(digits[0])] else digits


def _migrated(compact: str, region: str) -> str:
	pattern = _OLD_MOBILE_AT_HOME if region == "VN" else _OLD_MOBILE_ABROAD
	old = pattern.fullmatch(compact)
	if not old:
		return compact
	national = "0" + old.group(1)
	today = migrate_prefix(national)
	return compact if today == national else "+84" + today[1:]


def _usual(text: str) -> str:
	"""The number of a text that is nothing but one number of today, as most are; "" for all that needs thought."""
	digits = text.translate(_SEPARATORS)
	if digits.startswith("+84"):
		digits = "0" + digits[3:]
	if digits.isascii() and digits.isdigit() and digits[0] == "0" and _AT_HOME.fullmatch(digits, 1):
		return "+84" + digits[1:]
	return ""


def _to_e164(compact: str, region: str, value: object) -> str:
	try:
		number = phonenumbers.parse(compact, region)
	except NumberParseException as error:
		raise InvalidPhone(_REASON_OF_PARSE_ERROR.get(error.error_type, UNASSIGNED), value) from None
	if not phonenumbers.is_valid_number(number):
		length = phonenumbers.is_possible_number_with_reason(number)
		raise InvalidPhone(_REASON_OF_LENGTH.get(length, UNASSIGNED), value)
	return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
