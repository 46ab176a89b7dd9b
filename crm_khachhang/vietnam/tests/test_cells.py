from datetime import date
from decimal import Decimal
from unittest import TestCase

from crm_khachhang.vietnam.cells import UnreadableCell, as_text, is_number, without_label


class TestCells(TestCase):
	def test_empty_cells(self):
		for value in (None, "", "  \t\n", "\u00a0", "\ufeff", float("nan")):
			with self.subTest(value=value):
				self.assertEqual(as_text(value), "")

	def test_whole_numbers_give_their_digits(self):
		self.assertEqual(as_text(906483615), "906483615")
		self.assertEqual(as_text(906483615.0), "906483615")
		self.assertEqual(as_text(3700381324001.0), "3700381324001")
		self.assertEqual(as_text(0), "0")

	def test_text_is_made_plain(self):
		self.assertEqual(as_text(" ０９０６\u200b\u00a0٤ "), "0906 4")

	def test_everything_else_is_refused(self):
		for value in (
			True,
			1.5,
			-1,
			float("inf"),
			1e15,
			10**15,
			10**5000,
			date(2020, 1, 1),
			Decimal("1"),
			b"0906",
			["0906"],
		):
			with self.subTest(type=type(value)), self.assertRaises(UnreadableCell) as caught:
				as_text(value)
			self.assertIs(caught.exception.value, value)

	def test_a_bool_is_not_a_number(self):
		self.assertTrue(is_number(1))
		self.assertTrue(is_number(1.0))
		self.assertFalse(is_number(True))
		self.assertFalse(is_number("1"))

	def test_labels(self):
		labels = frozenset({"mst", "ma so thue"})
		for text in ("MST: 1", "mst.1", "Mã số thuế - 1", "MST1"):
			with self.subTest(text=text):
				self.assertEqual(without_label(text, labels), "1")
		self.assertEqual(without_label("CMND: 1", labels), "CMND: 1")
		self.assertEqual(without_label("1 MST", labels), "1 MST")
