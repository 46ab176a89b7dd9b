import frappe

from crm_khachhang.customers import api, codes
from crm_khachhang.tests import TestCase, make_customer


def set_pattern(pattern: str):
	"""Save `pattern` in KH Settings."""
	settings = frappe.get_doc("KH Settings")
	settings.code_pattern = pattern
	return settings.save()


class TestKHSettings(TestCase):
	def test_patterns_without_unique_codes(self):
		for pattern, remedy in {
			"KH": "exactly one run of #",
			"KH.##.-.##": "exactly one run of #",
			"KH####": "Put a dot before the run of #",
			"KH.####X": "Put a dot before the run of #",
			"KH<.####": "Use only letters",
			"{customer_name}.####": "Use only letters",
		}.items():
			with (
				self.subTest(pattern),
				self.assertRaisesRegex(codes.InvalidCodePattern, f"Code Pattern.*{remedy}"),
			):
				set_pattern(pattern)

	def test_codes_follow_the_pattern(self):
		set_pattern("ĐL-.YYYY.-.###")
		year = frappe.utils.now_datetime().year
		self.assertEqual([make_customer().name for _ in range(2)], [f"ĐL-{year}-001", f"ĐL-{year}-002"])

	def test_number_before_text(self):
		set_pattern("####.-KH")
		self.assertEqual(make_customer().name, "0001-KH")

	def test_codes_taken_by_hand_are_skipped(self):
		set_pattern("TAY.###")
		make_customer(customer_code="tay001")
		make_customer(customer_code="TAY002")
		self.assertEqual(api.preview_code("TAY.###"), "TAY003")
		self.assertEqual(make_customer().name, "TAY003")

	def test_preview_draws_nothing(self):
		self.assertEqual(codes.preview("XEM.####"), codes.preview("XEM.####"))

	def test_preview_is_shown_on_the_form(self):
		settings = set_pattern("TRUOC.##")
		settings.run_method("onload")
		self.assertEqual(settings.get_onload("next_code"), "TRUOC01")

	def test_an_empty_pattern_is_the_default(self):
		self.assertEqual(set_pattern(" ").code_pattern, codes.DEFAULT_PATTERN)

	def test_the_counter_is_the_apps_own(self):
		set_pattern("RIENG.##")
		make_customer()
		self.assertEqual(frappe.db.get_value("Series", "KH Customer:RIENG", "current", order_by="name"), 1)
		self.assertIsNone(frappe.db.get_value("Series", "RIENG", "current", order_by="name"))
