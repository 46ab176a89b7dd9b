"""Numbers and amounts of files, in the writing of Vietnam and of programs."""

from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from crm_khachhang.importing.mapping.numbers import InvalidNumber, read_amount, read_number


class TestNumbers(TestCase):
	def test_amounts(self):
		for text in (
			"1500000",
			"1.500.000",
			"1,500,000",
			"1 500 000 đ",
			"1.500.000 VNĐ",
			1500000,
			"1.500.000,00",
		):
			self.assertEqual(read_amount(text), 1500000, text)
		self.assertEqual(read_amount("1.500"), 1500)
		self.assertEqual(read_amount("1,500"), 1500)
		self.assertEqual(read_amount("1.500,5"), 1500.5)
		self.assertEqual(read_amount("-5"), -5)
		self.assertIsNone(read_amount(" "))

	def test_numbers(self):
		self.assertEqual(read_number("12,5"), 12.5)
		self.assertEqual(read_number("12.5"), 12.5)
		self.assertEqual(read_number("12,5 %"), 12.5)
		self.assertEqual(read_number("1,500"), 1.5)
		self.assertEqual(read_number("1,500", decimal_comma=False), 1500)

	def test_refused(self):
		for cell in ("nhiều", "1.50.000", "1,2.3,4", True, 10**15, "1e5", "--5", "9" * 20):
			with self.assertRaises(InvalidNumber, msg=cell):
				read_amount(cell)

	@given(st.integers(min_value=-(10**14), max_value=10**14))
	def test_whole_amounts_in_any_writing(self, amount):
		self.assertEqual(read_amount(f"{amount:,}"), amount)
		self.assertEqual(read_amount(f"{amount:,}".replace(",", ".")), amount)
		self.assertEqual(read_amount(str(amount)), amount)
