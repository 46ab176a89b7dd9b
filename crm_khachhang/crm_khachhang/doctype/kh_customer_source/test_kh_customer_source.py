import frappe

from crm_khachhang.customers import fields
from crm_khachhang.tests import TestCase


def make_source(source_name: str):
	"""Insert and return a source."""
	return frappe.get_doc(doctype="KH Customer Source", source_name=source_name).insert()


class TestKHCustomerSource(TestCase):
	def test_unique_in_any_letter_case(self):
		make_source("Hội thảo")
		with self.assertRaisesRegex(fields.DuplicateName, "Source Name.*HỘI THẢO.*already in the list"):
			make_source("HỘI THẢO ")

	def test_accents_make_another_name(self):
		self.assertNotEqual(make_source("Bán chéo").name, make_source("Bạn chéo").name)

	def test_saving_again(self):
		source = make_source("Báo giấy")
		source.enabled = 0
		self.assertEqual(source.save().enabled, 0)
