"""What a customer is found by: its text for search, and the words of that text. Pure, no database.

The text is one line of words with one space between them: the folded name without its legal form, the code,
tax code and ID number in small letters, the e-mail address and its domain, then names of contacts, and last the
phone numbers in national form, each behind the sign "#". The words of a text are a function of the text
alone, so that the words of a changed customer are known from the text that it had before.
"""

import re
from collections.abc import Iterable, Mapping

from crm_khachhang.vietnam.folding import fold, fold_name

PHONE_MARK = "#"
SHORTEST_PHONE_PART = 3

# Length of the column of words, and how much text about one customer is searched at all.
LONGEST_WORD = 60
LONGEST_TEXT = 2000

# Fields that the text is made of.
FIELDS = (
	*("name", "customer_name", "customer_type", "tax_code", "id_number", "email"),
	*("phone_e164", "other_phone_e164"),
)

_NOT_IN_A_CODE = re.compile(r"[\W_]+")


def name_key(customer: Mapping) -> str:
	"""Return the folded name of a customer, for an organization without its legal form."""
	return fold_name(customer["customer_name"], customer["customer_type"] == "Organization")


def text(customer: Mapping, name: str, contacts: Iterable[Mapping] = ()) -> str:
	"""Return the text for search of a customer.

	`customer` has the values of FIELDS, `name` is its name_key; each of `contacts` has `names` (texts), `emails`
	and `phones` (E.164).
	"""
	words = [name, *_code(customer["name"])]
	words += [_joined(customer[field]) for field in ("tax_code", "id_number") if customer[field]]
	words += _email(customer["email"])
	phones = [customer["phone_e164"], customer["other_phone_e164"]]
	for contact in contacts:
		words += [fold(part) for part in contact["names"]]
		words += [word for address in contact["emails"] for word in _email(address)]
		phones += contact["phones"]
	words += [PHONE_MARK + national(phone) for phone in dict.fromkeys(phones) if phone]
	return " ".join(filter(None, words))[:LONGEST_TEXT]


def words(search_text: str | None) -> set[str]:
	"""Return the words of a text for search; a phone number gives each of its endings, so that any part of
	it is the beginning of a word."""
	found = set()
	for word in (search_text or "").split():
		if word.startswith(PHONE_MARK):
			found.update(word[start:] for start in range(1, len(word) - SHORTEST_PHONE_PART + 1))
		else:
			found.add(word[:LONGEST_WORD])
	return found


def national(e164: str) -> str:
	"""Return the digits of a number as people in Vietnam dial it; those of a foreign one with country code."""
	return "0" + e164[3:] if e164.startswith("+84") else e164.lstrip("+")


def _code(code: str) -> list[str]:
	"""Return the parts of a code and the whole without signs: "KH-HN.01" gives kh, hn, 01 and khhn01."""
	parts = fold(code).split()
	return parts if len(parts) == 1 else [*parts, "".join(parts)]


def _joined(value: str) -> str:
	return _NOT_IN_A_CODE.sub("", str(value).lower())


def _email(address: str | None) -> list[str]:
	"""Return the address and its domain, in small letters."""
	if not address:
		return []
	whole = "".join(str(address).lower().split()).lstrip(PHONE_MARK)
	return [whole, whole.partition("@")[2]]
