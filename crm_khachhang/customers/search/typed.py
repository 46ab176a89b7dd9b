"""From what somebody typed to what to look for. Pure, no database.

What was typed may be one thing as a whole (a code, a phone number, a tax code, an e-mail address), and it may be
parts of things: words of a name, a run of digits of a phone number. Both are tried.
"""

import re
from typing import NamedTuple

from crm_khachhang.customers.search.keys import LONGEST_WORD, SHORTEST_PHONE_PART
from crm_khachhang.customers.text import tidy
from crm_khachhang.vietnam import phone, tax_code
from crm_khachhang.vietnam.folding import fold, fold_name

SHORTEST = 2
LONGEST = 140
MOST_TERMS = 8

_PHONE_SIGNS = re.compile(r"[\d\s.()/+\-‐-―]+")
_COUNTRY = re.compile(r"(?:\+|00)?84(?=\d)")
_NUMBER = re.compile(r"(?:\+|\(\+?)?\d[\d\s.()/\-‐-―]*\d|\d")


class Term(NamedTuple):
	"""One part that a customer must have: a word that begins with one of `beginnings`, or is the only one of
	them when `whole`."""

	beginnings: tuple[str, ...]
	whole: bool = False


class Typed(NamedTuple):
	"""What to look for.

	`text` as a whole may be a code; `tax_code` a tax code; `e164` a phone number; `email` an address; each is ""
	when it cannot be one. `names` are beginnings of folded names. `ways` are the ways to read the text as parts,
	the likeliest first.
	"""

	text: str = ""
	tax_code: str = ""
	e164: str = ""
	email: str = ""
	names: tuple[str, ...] = ()
	ways: tuple[tuple[Term, ...], ...] = ()


def read(text: str | None) -> Typed:
	"""Return what to look for; a `Typed` without ways when the text is too short to find anything. Raises nothing."""
	line = tidy((text or "")[: LONGEST * 2])[:LONGEST]
	if len(fold(line).replace(" ", "")) < SHORTEST:
		return Typed()
	if _PHONE_SIGNS.fullmatch(line):
		return _number(line)
	ways = [_parts(line), _address(line), tuple(_terms(fold(line).split()))]
	return Typed(
		text=line,
		tax_code=_tax_code(line),
		email=line.lower() if "@" in line and " " not in line else "",
		names=tuple(dict.fromkeys((fold_name(line, organization=True), fold(line)))),
		ways=tuple(dict.fromkeys(way for way in ways if way)),
	)


def _number(line: str) -> Typed:
	"""Digits and signs between them: a phone number or a part of one, a tax code, the number in a code or name."""
	digits = _digits(line)
	whole = Term(beginnings_of_number(line))
	words = tuple(_terms(fold(line).split()))
	ways = (whole,), words
	return Typed(
		text=line,
		tax_code=_tax_code(line),
		e164=_e164(line),
		names=(fold(line),),
		ways=tuple(dict.fromkeys(ways)) if len(digits) >= SHORTEST_PHONE_PART else (words,),
	)


def beginnings_of_number(written: str) -> tuple[str, ...]:
	"""Return what a word of phone digits may begin with when it holds this part of a number.

	The digits as typed; with a country code in front also the national form; with a prefix from before 2018 also
	today's: "+84 168 12" gives 8416812, 016812 and 03812.
	"""
	digits = _digits(written)
	found = [digits]
	bare = re.sub(r"[^\d+]", "", written)
	if country := _COUNTRY.match(bare):
		found.append("0" + bare[country.end() :].lstrip("0"))
	for number in list(found):
		national = number if number.startswith("0") else "0" + number
		if today := phone.PREFIXES_2018.get(national[:4]):
			found.append(today + national[4:])
	return tuple(number[:LONGEST_WORD] for number in dict.fromkeys(found))


def _parts(line: str) -> tuple[Term, ...]:
	"""Read e-mail addresses and runs of digits as such, the rest as words of a name without its legal form."""
	terms, rest = [], []
	for word in line.lower().split():
		if "@" in word:
			address = word.strip("@").lstrip("#")
			terms += [Term((address[:LONGEST_WORD],))] if address else []
		else:
			rest.append(word)
	text = " ".join(rest)
	numbers = [n for n in _NUMBER.findall(text) if len(_digits(n)) >= SHORTEST_PHONE_PART]
	numbers = [number for number in numbers if _stands_alone(text, number)]
	for number in numbers:
		text = text.replace(number, " ", 1)
		terms.append(Term(beginnings_of_number(number)))
	return tuple([*terms, *_terms(fold_name(text, organization=True).split())][:MOST_TERMS])


def _address(line: str) -> tuple[Term, ...]:
	"""Read "hoa.le" and "abc.vn" as the beginning of an e-mail address or of its domain."""
	return () if " " in line else (Term((line.lower().lstrip("@#")[:LONGEST_WORD],)),)


def _stands_alone(text: str, number: str) -> bool:
	"""Whether no letter touches the number: "KH0012" is one word."""
	start = text.index(number)
	around = text[max(start - 1, 0) : start] + text[start + len(number) :][:1]
	return not any(character.isalnum() or character in "-_." for character in around)


def _terms(words: list[str]) -> list[Term]:
	"""Whole words, but the last: it may not be typed to its end yet."""
	words = [word[:LONGEST_WORD] for word in words[:MOST_TERMS]]
	return [Term((word,), whole=at < len(words) - 1) for at, word in enumerate(words)]


def _digits(text: str) -> str:
	return "".join(character for character in text if character.isascii() and character.isdigit())


def _tax_code(line: str) -> str:
	try:
		return tax_code.normalize(line)
	except tax_code.InvalidTaxCode:
		return ""


def _e164(line: str) -> str:
	try:
		return phone.normalize(line)
	except phone.InvalidPhone:
		return ""
