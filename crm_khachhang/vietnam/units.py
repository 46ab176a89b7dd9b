"""Vietnam's administrative units since 2025-07-01: 34 provinces and cities, 3,321 wards, no districts.

Source of the units: the package `vietnam-provinces` (General Statistics Office; Resolution 202/2025/QH15 for
the provinces, the resolutions 1654 to 1687/NQ-UBTVQH15 for the wards). It is imported on first use: it costs
about a tenth of a second, which a worker that never sees an address need not pay.

The package knows nothing of the 63 provinces before; which one became which is the table MERGED_PROVINCES,
from article 1 of Resolution 202/2025/QH15. It answers for a whole province only: the ward of an old address
cannot be told from its name.
"""

from dataclasses import dataclass
from functools import lru_cache

from crm_khachhang.vietnam.folding import fold


@dataclass(frozen=True)
class Province:
	"""`code` has two digits ("01"), `name` is short ("Hà Nội"), `full_name` has the type ("Thành phố Hà
	Nội"), `division_type` is "tỉnh" or "thành phố trung ương"."""

	code: str
	name: str
	full_name: str
	division_type: str


@dataclass(frozen=True)
class Ward:
	"""`code` has five digits ("00070"), `name` is short ("Hoàn Kiếm"), `full_name` has the type ("Phường
	Hoàn Kiếm"), `division_type` is "phường", "xã" or "đặc khu"."""

	code: str
	name: str
	full_name: str
	division_type: str
	province_code: str


# Resolution 202/2025/QH15, article 1: the 29 provinces whose names ended on 2025-07-01 -> code of today.
MERGED_PROVINCES = (
	("Hà Giang", "08"),
	("Yên Bái", "15"),
	("Bắc Kạn", "19"),
	("Vĩnh Phúc", "25"),
	("Hòa Bình", "25"),
	("Bắc Giang", "24"),
	("Thái Bình", "33"),
	("Hải Dương", "31"),
	("Hà Nam", "37"),
	("Nam Định", "37"),
	("Quảng Bình", "44"),
	("Quảng Nam", "48"),
	("Kon Tum", "51"),
	("Bình Định", "52"),
	("Ninh Thuận", "56"),
	("Bình Thuận", "68"),
	("Đắk Nông", "68"),
	("Phú Yên", "66"),
	("Bà Rịa - Vũng Tàu", "79"),
	("Bình Dương", "79"),
	("Bình Phước", "75"),
	("Long An", "80"),
	("Sóc Trăng", "92"),
	("Hậu Giang", "92"),
	("Bến Tre", "86"),
	("Trà Vinh", "86"),
	("Tiền Giang", "82"),
	("Bạc Liêu", "96"),
	("Kiên Giang", "91"),
)

# Other names in daily use. Spaces, accents, hyphens and the words of PREFIXES and SUFFIXES do not matter.
ALIASES = (
	("Sài Gòn", "79"),
	("SG", "79"),
	("HCM", "79"),
	("TPHCM", "79"),
	("HCMC", "79"),
	("HN", "01"),
	("TPHN", "01"),
	("Thừa Thiên Huế", "46"),
	("Thừa Thiên", "46"),
	("TT Huế", "46"),
	("TTH", "46"),
	("Bà Rịa", "79"),
	("Vũng Tàu", "79"),
	("BRVT", "79"),
	("BR Vũng Tàu", "79"),
	("Bắc Cạn", "19"),
	("Đắc Lắc", "66"),
	("Đắc Lắk", "66"),
	("Đắk Lắc", "66"),
	("Đắc Nông", "68"),
)

PREFIXES = ("thanh pho", "tinh", "tp", "t p", "t")
SUFFIXES = ("viet nam", "vietnam", "vn", "city", "province")

_TYPE_WORDS = ("Thành phố", "Tỉnh", "Phường", "Xã", "Đặc khu")


@lru_cache(maxsize=1)
def provinces() -> tuple[Province, ...]:
	"""Give the 34 provinces and cities in the order of their codes."""
	from vietnam_provinces import Province as Source

	units = (_province(source) for source in Source.iter_all())
	return tuple(sorted(units, key=lambda unit: unit.code))


@lru_cache(maxsize=1)
def wards() -> tuple[Ward, ...]:
	"""Give the 3,321 wards, communes and special zones in the order of their codes."""
	from vietnam_provinces import Ward as Source

	units = (_ward(source) for source in Source.iter_all())
	return tuple(sorted(units, key=lambda unit: unit.code))


def match_province(text: str | None) -> str | None:
	"""Give the code of the province that `text` names, in the spellings people use; None if there is none.

	The name of a province merged in 2025 gives the province of today ("Bình Dương" -> "79"). The text is the
	name alone, not an address and not a code. Raises nothing.
	"""
	return _codes_by_key().get(_key(text))


@lru_cache(maxsize=1)
def _codes_by_key() -> dict[str, str]:
	names = [(unit.name, unit.code) for unit in provinces()]
	return {_key(name): code for name, code in (*ALIASES, *MERGED_PROVINCES, *names)}


def _key(text: str | None) -> str:
	"""Folded, without type words and spaces: "TP. Hồ Chí Minh" -> "hochiminh", "Ha Noi City" -> "hanoi"."""
	key = fold(text)
	for word in SUFFIXES:
		key = key.removesuffix(" " + word)
	for word in PREFIXES:
		key = key.removeprefix(word + " ")
	return key.replace(" ", "")


def _province(source) -> Province:
	name = _short(source.name)
	kind = "Tỉnh" if source.division_type.value == "tỉnh" else "Thành phố"
	return Province(f"{int(source.code):02d}", name, f"{kind} {name}", source.division_type.value)


def _ward(source) -> Ward:
	name, kind = _short(source.name), source.division_type.value
	code, province_code = f"{int(source.code):05d}", f"{int(source.province_code):02d}"
	return Ward(code, name, f"{kind.capitalize()} {name}", kind, province_code)


def _short(name: str) -> str:
	"""The name without its type. The package has names with two spaces in a row and gives only cities
	their type."""
	words = " ".join(name.split())
	for word in _TYPE_WORDS:
		if words.startswith(word + " "):
			return words[len(word) + 1 :]
	return words
