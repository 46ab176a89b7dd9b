"""Two merges at once and a killed one, with real processes on real connections."""

import time

import frappe

from crm_khachhang.tests import make_customer
from crm_khachhang.tests.processes import ProcessTestCase
from crm_khachhang.tests.related import make_care

# Merges, and waits before it commits.
MERGE = """
from crm_khachhang.customers.merging import carry_out
names, master = arguments
try:
	carry_out.merge(names.split(","), master)
except carry_out.ChangedMeanwhile:
	frappe.db.rollback()
	say("told")
else:
	say("merged")
	wait()
	frappe.db.commit()
	say("committed")
"""


class TestProcesses(ProcessTestCase):
	def setUp(self):
		super().setUp()
		self.names = [make_customer(customer_name=f"Khách song song {n}").name for n in range(3)]
		self.care = make_care(self.names[1]).name
		frappe.db.commit()
		self.addCleanup(self.delete)

	def delete(self):
		frappe.db.rollback()
		for name in self.names:
			frappe.delete_doc("KH Customer", name, ignore_missing=True)
		frappe.db.delete("KH Customer Merge Loser", {"customer_code": ("in", self.names)})
		frappe.db.delete("KH Customer Merge", {"master_code": ("in", self.names)})
		frappe.db.commit()

	def merge(self, names: list[str], master: str):
		"""Start a process that merges."""
		return self.start(MERGE, ",".join(names), master)

	def test_a_killed_merge_leaves_everything_as_it_was(self):
		process = self.merge(self.names, self.names[0])
		self.says(process, "merged")
		self.kill(process)
		left = frappe.get_all("KH Customer", {"name": ("in", self.names)}, pluck="name", order_by="name")
		self.assertEqual(left, sorted(self.names))
		self.assertEqual(frappe.db.get_value("KH Care Schedule", self.care, "customer"), self.names[1])
		self.assertFalse(frappe.db.exists("KH Customer Merge", {"master_code": self.names[0]}))

	def test_of_two_that_overlap_one_wins_and_the_other_is_told(self):
		first = self.merge(self.names[:2], self.names[0])
		self.says(first, "merged")
		second = self.merge(self.names[1:], self.names[2])
		time.sleep(3)  # until it waits for the lock; were it later, it would be told all the same
		self.goes_on(first, "committed")
		self.says(second, "told")
		frappe.db.rollback()
		left = frappe.get_all("KH Customer", {"name": ("in", self.names)}, pluck="name", order_by="name")
		self.assertEqual(left, sorted([self.names[0], self.names[2]]))
		self.assertEqual(frappe.db.get_value("KH Care Schedule", self.care, "customer"), self.names[0])
