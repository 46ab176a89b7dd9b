"""The Vietnamese translation is complete and carries nothing that the app does not show."""

import csv
import re
from collections import Counter

import frappe

from crm_khachhang.tests import TestCase, translatable

FILE = translatable.APP / "translations" / "vi.csv"

# Rows after this one translate words of Frappe's own that our screens show. Frappe's files allow no
# comments, so the divider is a row that translates itself.
DIVIDER = "--- Frappe ---"

PLACEHOLDER = re.compile(r"\{\w*\}")


def read_rows() -> list[list[str]]:
	with FILE.open(encoding="utf-8", newline="") as file:
		return list(csv.reader(file))


class TestTranslations(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.rows = read_rows()
		divider = next(i for i, row in enumerate(cls.rows) if row[0] == DIVIDER)
		cls.own, cls.frappe = cls.rows[:divider], cls.rows[divider + 1 :]

	def keys(self, rows):
		return [(row[0], row[2] if len(row) > 2 else "") for row in rows]

	def test_every_message_is_translated(self):
		self.assertEqual(sorted(translatable.messages() - set(self.keys(self.own))), [])

	def test_every_line_is_used(self):
		self.assertEqual(sorted(set(self.keys(self.own)) - translatable.messages()), [])

	def test_frappe_finds_every_line(self):
		"""`frappe._` cuts what looks like markup out of a message before it looks the message up.

		The blocks of the workspace are markup, and translated in the browser, which cuts nothing.
		"""
		frappe.translate.clear_cache()
		for row in self.own:
			if len(row) == 2 and not row[0].startswith("<b>"):
				with self.subTest(row[0]):
					self.assertEqual(frappe._(row[0], lang="vi"), row[1])

	def test_no_line_is_double(self):
		counted = Counter(self.keys(self.rows))
		self.assertEqual([key for key, count in counted.items() if count > 1], [])

	def test_lines_are_sorted(self):
		for rows in (self.own, self.frappe):
			self.assertEqual(self.keys(rows), sorted(self.keys(rows)))

	def test_no_line_is_empty(self):
		for row in self.rows:
			with self.subTest(row[0]):
				self.assertIn(len(row), (2, 3))
				self.assertTrue(row[0].strip() and row[1].strip())

	def test_placeholders_are_the_same(self):
		for row in self.rows:
			with self.subTest(row[0]):
				self.assertEqual(sorted(PLACEHOLDER.findall(row[0])), sorted(PLACEHOLDER.findall(row[1])))


class TestCollecting(TestCase):
	"""The collector itself: a message that it cannot see would never be missed."""

	def test_python(self):
		source = '_("a {0}").format(1)\nfrappe.throw(_("b"), title=_("c", context="d"))\nother("e")'
		self.assertEqual(set(translatable.of_python(source)), {("a {0}", ""), ("b", ""), ("c", "d")})

	def test_javascript(self):
		source = """__("a \\"b\\""); __('c', [d]); __(\n\t"e"\n); x__("f"); __(variable);"""
		self.assertEqual({text for text, _ in translatable.of_javascript(source)}, {'a "b"', "c", "e"})

	def test_documents_labels_options_and_workspace_words(self):
		found = {text for text, _ in translatable.messages()}
		self.assertLessEqual(
			{
				"Customer Code",
				"Prospect",
				"Leave empty to get the next code.",
				"KH Customers",
				"Add New Customer",
			},
			found,
		)
		self.assertTrue(any(text.startswith("<b>1. ") for text in found))
