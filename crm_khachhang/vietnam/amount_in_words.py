"""Amounts of money in Vietnamese words, as they stand on receipts and confirmations.

"Mười hai triệu năm trăm nghìn đồng chẵn": capital at the start, the unit behind the number. "chẵn" says that there is no
odd money: whole thousands of đồng, whole units of other currencies. How a figure is read depends on what stands before it:

- 1 is "mốt" after "mươi" (21), else "một"; 5 is "lăm" after "mười" and "mươi" (15, 25), else "năm"; 10 is "mười", tens
  are "mươi" (20);
- a figure after an empty ten is announced by "linh" (105: một trăm linh năm; the south says "lẻ");
- a group of three below another one is read whole: 1,005 is "một nghìn không trăm linh năm". Empty groups are silent;
- what counts billions is read as a number of its own: 1,500,000,000,000 is "một nghìn năm trăm tỷ".

The packages there are do not do: num2words 0.5.14 reads 1,005 as "một nghìn lẻ năm", 10^15 as "một trăm nghìn tỷ" and -5
as "mười lăm".
"""

from dataclasses import dataclass
from decimal import Decimal

FIGURES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
BILLION = 10**9
UNITS = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))

# Numbers from here on have no words that everybody understands.
TOO_LARGE = 10**18


@dataclass(frozen=True)
class Currency:
	"""How a currency is called, and the hundredth part of it; `round`: multiples of it have no odd money."""

	unit: str
	hundredth: str = ""
	round: int = 1


CURRENCIES = {
	"VND": Currency("đồng", round=1000),
	"USD": Currency("đô la Mỹ", "xu"),
	"EUR": Currency("euro", "xu"),
}


def in_words(amount: Decimal | int, currency: str = "VND") -> str:
	"""Return the amount in words with its currency (an ISO code), capital first.

	Decimals: a known hundredth is read behind the unit ("… đô la Mỹ và năm mươi xu"), other decimals behind "phẩy", figure
	by figure ("… phẩy hai năm đồng"). Below zero it begins with "Âm". Raises ValueError from TOO_LARGE on, and for a
	float, which is no exact amount.
	"""
	if isinstance(amount, float):
		raise ValueError("a float is no exact amount")
	found = Decimal(amount)
	if not found.is_finite() or abs(found) >= TOO_LARGE:
		raise ValueError(f"no words for {amount}")
	said = _said(abs(found), CURRENCIES.get(currency) or Currency(currency))
	return _capital(f"âm {said}" if found < 0 else said)


def number_in_words(number: int) -> str:
	"""Return a whole number from 0 to below TOO_LARGE in words, in small letters."""
	return " ".join(_number(number)) or FIGURES[0]


def _said(amount: Decimal, currency: Currency) -> str:
	whole = int(amount)
	part = amount - whole
	if part and currency.hundredth and part * 100 % 1 == 0:
		hundredths = f"{number_in_words(int(part * 100))} {currency.hundredth}"
		return f"{number_in_words(whole)} {currency.unit} và {hundredths}"
	if part:
		figures = f"{part:f}".partition(".")[2].rstrip("0")
		read = " ".join(FIGURES[int(figure)] for figure in figures)
		return f"{number_in_words(whole)} phẩy {read} {currency.unit}"
	is_round = whole and whole % currency.round == 0
	return f"{number_in_words(whole)} {currency.unit}" + (" chẵn" if is_round else "")


def _number(number: int) -> list[str]:
	"""The words of a number; none for zero."""
	billions, rest = divmod(number, BILLION)
	words = [*_number(billions), "tỷ"] if billions else []
	for size, unit in UNITS:
		group, rest = divmod(rest, size)
		if group:
			words += _group(group, is_first=not words)
			words += [unit] if unit else []
	return words


def _group(number: int, is_first: bool) -> list[str]:
	"""The words of 1 to 999; whole, with its hundreds, unless it is the first group of the number."""
	hundreds, rest = divmod(number, 100)
	tens, ones = divmod(rest, 10)
	words = [FIGURES[hundreds], "trăm"] if hundreds or not is_first else []
	if words and not tens and ones:
		words.append("linh")
	return words + _tens(tens) + _ones(ones, tens)


def _tens(tens: int) -> list[str]:
	if tens == 1:
		return ["mười"]
	return [FIGURES[tens], "mươi"] if tens else []


def _ones(ones: int, tens: int) -> list[str]:
	if not ones:
		return []
	if ones == 1 and tens > 1:
		return ["mốt"]
	return ["lăm"] if ones == 5 and tens else [FIGURES[ones]]


def _capital(text: str) -> str:
	return text[0].upper() + text[1:]
