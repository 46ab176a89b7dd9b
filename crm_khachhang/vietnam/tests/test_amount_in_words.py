"""Amounts in words, against a table of hard cases and by reading the words back."""

import unittest
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from crm_khachhang.vietnam.amount_in_words import FIGURES, TOO_LARGE, in_words, number_in_words

WORDS = {
	0: "Không đồng",
	1: "Một đồng",
	5: "Năm đồng",
	10: "Mười đồng",
	11: "Mười một đồng",
	15: "Mười lăm đồng",
	20: "Hai mươi đồng",
	21: "Hai mươi mốt đồng",
	24: "Hai mươi bốn đồng",
	25: "Hai mươi lăm đồng",
	100: "Một trăm đồng",
	101: "Một trăm linh một đồng",
	105: "Một trăm linh năm đồng",
	111: "Một trăm mười một đồng",
	115: "Một trăm mười lăm đồng",
	121: "Một trăm hai mươi mốt đồng",
	555: "Năm trăm năm mươi lăm đồng",
	1_000: "Một nghìn đồng chẵn",
	1_001: "Một nghìn không trăm linh một đồng",
	1_010: "Một nghìn không trăm mười đồng",
	1_015: "Một nghìn không trăm mười lăm đồng",
	21_000: "Hai mươi mốt nghìn đồng chẵn",
	105_005: "Một trăm linh năm nghìn không trăm linh năm đồng",
	1_000_000: "Một triệu đồng chẵn",
	1_000_001: "Một triệu không trăm linh một đồng",
	1_001_000: "Một triệu không trăm linh một nghìn đồng chẵn",
	12_500_000: "Mười hai triệu năm trăm nghìn đồng chẵn",
	999_999_999: "Chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng",
	1_000_000_000: "Một tỷ đồng chẵn",
	1_000_000_500: "Một tỷ năm trăm đồng",
	1_005_000_000: "Một tỷ không trăm linh năm triệu đồng chẵn",
	21_000_000_000: "Hai mươi mốt tỷ đồng chẵn",
	1_000_000_000_000: "Một nghìn tỷ đồng chẵn",
	1_005_000_000_000: "Một nghìn không trăm linh năm tỷ đồng chẵn",
	1_500_250_000_000: "Một nghìn năm trăm tỷ hai trăm năm mươi triệu đồng chẵn",
	10**15: "Một triệu tỷ đồng chẵn",
	-12_500_000: "Âm mười hai triệu năm trăm nghìn đồng chẵn",
	-5: "Âm năm đồng",
}

# What the reader below needs to know.
MEANING = {word: figure for figure, word in enumerate(FIGURES)} | {"mốt": 1, "lăm": 5, "mười": 10}
SIZES = {"nghìn": 10**3, "triệu": 10**6}


def read(words: list[str]) -> int:
	"""The number that the words say, by the rules of speech and by nothing of the module."""
	if "tỷ" in words:
		at = words.index("tỷ")
		return read(words[:at]) * 10**9 + read(words[at + 1 :])
	total = group = ones = 0
	for word in words:
		if word in SIZES:
			total, group, ones = total + (group + ones) * SIZES[word], 0, 0
		elif word == "trăm":
			group, ones = ones * 100, 0
		elif word == "mươi":
			group, ones = group + ones * 10, 0
		elif word != "linh":
			group, ones = group + ones, MEANING[word]
	return total + group + ones


class TestAmountInWords(unittest.TestCase):
	def test_table(self):
		for amount, words in WORDS.items():
			with self.subTest(amount):
				self.assertEqual(in_words(amount), words)

	def test_decimals(self):
		for amount, currency, words in (
			("10000", "USD", "Mười nghìn đô la Mỹ chẵn"),
			("10000.50", "USD", "Mười nghìn đô la Mỹ và năm mươi xu"),
			("0.05", "USD", "Không đô la Mỹ và năm xu"),
			("7", "EUR", "Bảy euro chẵn"),
			("12.250", "VND", "Mười hai phẩy hai năm đồng"),
			("12.05", "SGD", "Mười hai phẩy không năm SGD"),
			("-1.005", "USD", "Âm một phẩy không không năm đô la Mỹ"),
			("1000.00", "VND", "Một nghìn đồng chẵn"),
		):
			with self.subTest(amount):
				self.assertEqual(in_words(Decimal(amount), currency), words)

	def test_what_has_no_words(self):
		for amount in (TOO_LARGE, -TOO_LARGE, Decimal("NaN"), Decimal("Infinity"), 1.5):
			with self.assertRaises(ValueError):
				in_words(amount)

	@given(st.one_of(st.integers(0, 10**15), st.integers(0, TOO_LARGE - 1), st.integers(0, 9999)))
	@example(10**15)
	@example(0)
	def test_the_words_say_the_number(self, number: int):
		words = number_in_words(number).split()
		self.assertEqual(read(words), number)
		for before, word in zip(["", *words], words, strict=False):
			self.assertFalse(word == "mốt" and before != "mươi", words)
			self.assertFalse(word == "lăm" and before not in ("mười", "mươi"), words)
			self.assertFalse(word in ("một", "năm") and before == "mươi", words)
