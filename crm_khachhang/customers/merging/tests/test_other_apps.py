"""What other apps and custom fields keep of a customer moves as well, or stops the merge."""

import frappe

from crm_khachhang.customers.merging import carry_out, repointing
from crm_khachhang.tests import TestCase, make_customer
from crm_khachhang.tests.related import AnotherApp

HOLDING = "KH Test Merge Holding"
ONLY_ONE = "KH Test Only One"
SINGLE = "KH Test Merge Single"


class TestOtherApps(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		app = AnotherApp("KH Test Merge")
		cls.addClassCleanup(app.drop)
		app.make()
		app.add(ONLY_ONE, [app.LINK | {"unique": 1}])
		app.add(SINGLE, [app.LINK], issingle=1)

	def setUp(self):
		super().setUp()
		self.master = make_customer(customer_name="Giữ lại").name
		self.loser = make_customer(customer_name="Gộp vào").name

	def merge(self):
		return carry_out.merge([self.master, self.loser], self.master)

	def test_links_of_all_kinds(self):
		holding = frappe.get_doc(
			doctype=HOLDING,
			customer=self.loser,
			about_type="KH Customer",
			about=self.loser,
			rows=[{"customer": self.loser}, {"customer": self.master}],
		).insert()
		frappe.db.set_single_value(SINGLE, "customer", self.loser)
		record = self.merge()
		holding.reload()
		self.assertEqual(
			{holding.customer, holding.about, *(row.customer for row in holding.rows)}, {self.master}
		)
		self.assertEqual(frappe.db.get_single_value(SINGLE, "customer", cache=False), self.master)
		self.assertEqual(frappe.parse_json(record.moved)[HOLDING], 3)

	def test_a_unique_link_stops_the_merge(self):
		documents = [
			frappe.get_doc(doctype=ONLY_ONE, customer=name).insert().name
			for name in (self.master, self.loser)
		]
		frappe.db.savepoint("as_a_request")
		with self.assertRaises(repointing.MergeConflict) as raised:
			self.merge()
		frappe.db.rollback(save_point="as_a_request")
		for words in (ONLY_ONE, *documents):
			self.assertIn(words, str(raised.exception))
		self.assertTrue(frappe.db.exists("KH Customer", self.loser))

	def test_one_unique_link_moves(self):
		name = frappe.get_doc(doctype=ONLY_ONE, customer=self.loser).insert().name
		self.merge()
		self.assertEqual(frappe.db.get_value(ONLY_ONE, name, "customer"), self.master)
