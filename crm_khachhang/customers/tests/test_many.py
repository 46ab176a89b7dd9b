"""Rows written past the document API: what is read again is what was given."""

import frappe

from crm_khachhang.customers import many
from crm_khachhang.tests import TestCase

TABLE = "kh_search_word"
WORDS = ("word", "owner", "customer")
# Each letter of ASCII, those that a statement would end with among them; and letters of two to four bytes.
TEXTS = [f"a{chr(code)}b" for code in range(128)] + ["Nguyễn Văn Ân", "'; DROP TABLE x; --", "\\'", "😀", ""]


class TestInsert(TestCase):
	def test_every_letter_comes_back(self):
		many.insert(TABLE, WORDS, [("many", n, text) for n, text in enumerate(TEXTS)])
		table = frappe.qb.Table(TABLE)
		query = frappe.qb.from_(table).select(table.customer).where(table.word == "many")
		self.assertEqual(query.orderby(table.owner).run(pluck=True), TEXTS)

	def test_rows_that_are_there(self):
		rows = [("many", 1, "A"), ("many", 2, "B")]
		many.insert(TABLE, WORDS, rows)
		many.insert(TABLE, WORDS, [*rows, ("many", 3, "C")], ignore=True)
		self.assertEqual(frappe.db.sql("select count(*) from kh_search_word where word = 'many'")[0][0], 3)
		self.assertTrue(frappe.db.is_duplicate_entry(_error_of(lambda: many.insert(TABLE, WORDS, rows))))

	def test_nothing_to_insert(self):
		self.assertIsNone(many.insert(TABLE, WORDS, []))


def _error_of(work) -> Exception | None:
	try:
		work()
	except Exception as error:
		return error
