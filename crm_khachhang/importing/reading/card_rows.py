"""A card as a row under fixed headers. What has no column goes into the notes, labelled: nothing is lost."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property

from crm_khachhang.importing.reading import own_cards
from crm_khachhang.importing.reading.card_lines import Property
from crm_khachhang.importing.reading.rows import Cell, text

LABELS = (
	"Name",
	"Customer Type",
	"Phone",
	"Other Phone",
	"Email",
	"Address Line",
	"Date of Birth",
	"Website",
	"Notes",
)

_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?")
_WITHOUT_YEAR = re.compile(r"--(\d\d)-?(\d\d)")
# Apple writes a year all the same, and says in a parameter that it means none.
_NO_YEAR = "X-APPLE-OMIT-YEAR"
_APPLE_LABEL = "_$!<", ">!$_"
_LEFT_OUT = frozenset(
	"BEGIN END VERSION PRODID UID REV N FN KIND MAILER CLASS SORT-STRING CLIENTPIDMAP SOURCE TZ X-ABLABEL "
	"X-ABSHOWAS X-ABADR X-ABUID X-ABORDER X-PHONETIC-FIRST-NAME X-PHONETIC-LAST-NAME X-PHONETIC-ORG "
	"X-IMAGEHASH X-IMAGETYPE X-SHARED-PHOTO-DISPLAY-PREF X-MS-OL-DESIGN X-MS-OL-DEFAULT-POSTAL-ADDRESS "
	"X-MS-INTERESTS X-ACCOUNT X-CLASS LANGUAGE LANG".split()
)
# Words of the notes by property; others keep the name of their property.
_WORDS = {
	"TEL": "Phone",
	"FAX": "Fax",
	"EMAIL": "Email",
	"ADR": "Address",
	"LABEL": "Address",
	"ORG": "Organization",
	"TITLE": "Job Title",
	"ROLE": "Role",
	"BDAY": "Birthday",
	"ANNIVERSARY": "Anniversary",
	"NICKNAME": "Nickname",
	"URL": "Website",
	"CATEGORIES": "Groups",
	"IMPP": "Message",
	"NOTE": "",
}


def row_of(card: Iterable[Property], translate: Callable[[str], str]) -> tuple[Cell, ...]:
	"""Give the cells of a card, in the order of LABELS."""
	return _Card(list(card), translate).cells()


class _Card:
	def __init__(self, card: list[Property], translate: Callable[[str], str]):
		self._all = card
		self._translate = translate
		self._used: set[int] = set()

	def cells(self) -> tuple[Cell, ...]:
		is_organization = self._is_organization()
		values = (
			self._name(is_organization),
			"Organization" if is_organization else "Individual",
			*self._phones(),
			self._take("EMAIL"),
			self._address(),
			self._birth(),
			self._take("URL"),
		)
		cells = (*values, self._notes())
		return tuple(text(value) if isinstance(value, str) else value for value in cells)

	def _named(self, name: str) -> list[Property]:
		found = [one for one in self._all if one.name == name and one.text.strip("; ")]
		return sorted(found, key=lambda one: not one.is_preferred)

	def _is_organization(self) -> bool:
		"""Only an organization is named, or the card says so. N is mandatory up to 3.0, so that programs write
		an empty one for an organization; in 4.0 it may be missing for a person too."""
		if any(one.text.upper() == "COMPANY" for one in self._named("X-ABSHOWAS")):
			return True
		if any(one.text.upper() == "ORG" for one in self._named("KIND")):
			return True
		if not self._named("ORG") or self._named("N"):
			return False
		full = self._named("FN")
		is_empty = any(one.name == "N" for one in self._all)
		return is_empty or not full or full[0].text == self._organization(self._named("ORG")[0])

	def _organization(self, one: Property) -> str:
		return " - ".join(filter(None, one.parts))

	def _name(self, is_organization: bool) -> str:
		full = self._named("FN")
		organization = self._named("ORG")
		if (
			is_organization
			and organization
			and (not full or full[0].text == self._organization(organization[0]))
		):
			self._use(organization[0])
			return self._organization(organization[0])
		if full:
			return full[0].text
		if names := self._named("N"):
			family, given, additional = (*names[0].parts, "", "", "")[:3]
			return " ".join(filter(None, (family, additional, given)))
		return self._take("NICKNAME") or ""

	def _phones(self) -> tuple[str, str]:
		"""Mobile numbers first: they are what a customer is found by. Fax numbers are no phones."""
		found = [one for one in self._named("TEL") if "FAX" not in one.types]
		found.sort(key=lambda one: (not one.is_preferred, not one.types & {"CELL", "MOBILE", "IPHONE"}))
		chosen = found[:2]
		for one in chosen:
			self._use(one)
		numbers = [_phone(one) for one in chosen]
		return (*numbers, "", "")[:2]

	def _address(self) -> str:
		for one in (*self._named("ADR")[:1], *self._named("LABEL")[:1])[:1]:
			self._use(one)
			return _address(one)
		return ""

	def _birth(self) -> date | None:
		for one in self._named("BDAY"):
			found = _DATE.fullmatch(one.text)
			if not found or one.pairs.get(_NO_YEAR) == [found[1]]:
				continue
			try:
				born = date(*map(int, found.groups()))
			except ValueError:
				continue
			self._use(one)
			return born
		return None

	def _take(self, name: str) -> str:
		for one in self._named(name)[:1]:
			self._use(one)
			return one.text
		return ""

	def _use(self, one: Property):
		self._used.add(id(one))

	def _notes(self) -> str:
		"""Notes first, then what found no column, a line each."""
		rest = [one for one in self._all if id(one) not in self._used and not self._is_left_out(one.name)]
		rest.sort(key=lambda one: one.name != "NOTE")
		return "\n".join(filter(None, map(self._line, rest)))

	def _is_left_out(self, name: str) -> bool:
		return name in _LEFT_OUT or name.startswith(own_cards.PREFIX)

	def _line(self, one: Property) -> str:
		name = "FAX" if "FAX" in one.types else one.name
		word = _WORDS.get(name, name)
		value = _shown(one)
		if not value or not word:
			return value
		label = self._label_of(one)
		return f"{self._translate(word)}{f' ({label})' if label else ''}: {value}"

	def _label_of(self, one: Property) -> str:
		"""What the owner of an address book called it (item1.X-ABLabel), without Apple's brackets."""
		if not one.group:
			return ""
		before, after = _APPLE_LABEL
		return self._labels.get(one.group, "").removeprefix(before).removesuffix(after)

	@cached_property
	def _labels(self) -> dict[str, str]:
		return {one.group: one.text for one in reversed(self._named("X-ABLABEL"))}


def _shown(one: Property) -> str:
	if one.name == "ORG":
		return " - ".join(filter(None, one.parts))
	if one.name == "ADR":
		return _address(one)
	if one.name == "TEL":
		return _phone(one)
	if one.name == "BDAY":
		return _birthday(one)
	return one.text


def _phone(one: Property) -> str:
	"""A number as it was written; of a `tel:` address of vCard 4.0, the number."""
	number = one.text
	return re.split(";", number[4:])[0] if number.lower().startswith("tel:") else number


def _address(one: Property) -> str:
	"""The parts from house to country. The post office box and the suffix stand before the street in cards."""
	parts = one.parts if one.name == "ADR" else [one.text]
	box, more, street, *wider = (
		(*parts, "", "", "")[: max(len(parts), 3)] if one.name == "ADR" else ("", "", *parts)
	)
	lines = [line.strip() for part in (street, more, box, *wider) for line in part.split("\n")]
	return ", ".join(filter(None, lines))


def _birthday(one: Property) -> str:
	found = _WITHOUT_YEAR.fullmatch(one.text)
	if found:
		return f"{found[2]}/{found[1]}"
	full = _DATE.fullmatch(one.text)
	if full and one.pairs.get(_NO_YEAR) == [full[1]]:
		return f"{full[3]}/{full[2]}"
	return one.text
