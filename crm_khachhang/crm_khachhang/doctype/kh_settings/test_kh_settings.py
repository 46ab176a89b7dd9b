import frappe

from crm_khachhang.customers import api, codes
from crm_khachhang.customers.counters import COUNTER_PREFIX, LARGEST_NUMBER, MAX_PREFIX_LENGTH
from crm_khachhang.tests import TestCase, make_customer

OWNER = "Administrator"


def set_pattern(pattern: str):
	"""Save `pattern` in KH Settings."""
	settings = frappe.get_doc("KH Settings")
	settings.code_pattern = pattern
	return settings.save()


def insert_names(names):
	"""Put customers with `names` into the database, past all rules."""
	rows = [(name, name, "Khách", OWNER) for name in names]
	frappe.db.bulk_insert("KH Customer", ["name", "customer_code", "customer_name", "owner"], rows)


class TestKHSettings(TestCase):
	def test_patterns_without_unique_codes(self):
		for pattern, remedy in {
			"KH": "exactly one run of #",
			"KH.##.-.##": "exactly one run of #",
			"KH####": "Put a dot before the run of #",
			"KH.####X": "Put a dot before the run of #",
			"KH<.####": "Use only letters",
			"{customer_name}.####": "Use only letters",
			"-.####": "Begin with a letter or a digit",
			"####./": "do not end with",
			"KH-.timestamp.-.###": "Use only letters",
			"New-.####": "Choose another code",
			"K" * (MAX_PREFIX_LENGTH + 1) + ".####": f"at most {MAX_PREFIX_LENGTH} characters before",
			"####." + "K" * codes.MAX_LENGTH: f"at most {codes.MAX_LENGTH} characters",
			"KH." + "#" * codes.MAX_LENGTH: f"at most {codes.MAX_LENGTH} characters",
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

	def test_the_longest_pattern(self):
		prefix = "K" * MAX_PREFIX_LENGTH
		set_pattern(prefix + ".####")
		self.assertEqual(make_customer().name, prefix + "0001")

	def test_many_codes_typed_by_hand_are_passed_in_one_step(self):
		set_pattern("NHIEU.#####.-X")
		insert_names(f"nhieu{number:05}-x" for number in range(1, 301))
		with self.assertQueryCount(12):
			self.assertEqual(codes.preview("NHIEU.#####.-X"), "NHIEU00301-X")
		with self.assertQueryCount(12):
			self.assertEqual(codes.next_code(), "NHIEU00301-X")
		self.assertEqual(codes.next_code(), "NHIEU00302-X")

	def test_only_names_of_the_pattern_move_the_counter(self):
		set_pattern("DAY_.###")
		insert_names(("DAY_001", "DAY_003", "DAYX900", "DAY_9000", "DAY_0912345678", "DAY_00A", "DAY_1-2"))
		self.assertEqual(codes.preview("DAY_.###"), "DAY_004")
		self.assertEqual([codes.next_code() for _ in range(2)], ["DAY_004", "DAY_005"])

	def test_numbers_that_outgrow_their_digits(self):
		set_pattern("TRAN.#")
		insert_names(("TRAN1", "TRAN9", "TRAN10", "TRAN12"))
		self.assertEqual(codes.next_code(), "TRAN13")

	def test_numbers_that_no_counter_holds(self):
		set_pattern("DAI.##########")
		insert_names(("DAI0000000001", f"DAI{LARGEST_NUMBER + 1}"))
		self.assertEqual(codes.next_code(), "DAI0000000002")

	def test_an_invalid_stored_pattern_can_be_repaired(self):
		frappe.db.set_single_value("KH Settings", "code_pattern", "KH")
		settings = frappe.get_doc("KH Settings")
		settings.run_method("onload")
		self.assertEqual(settings.get_onload("next_code"), "")
		with self.assertRaisesRegex(codes.InvalidCodePattern, "exactly one run of #"):
			make_customer()
		set_pattern("SUA.###")
		self.assertEqual(make_customer().name, "SUA001")

	def test_a_number_as_pattern(self):
		with self.assertRaisesRegex(codes.InvalidCodePattern, "exactly one run of #"):
			set_pattern(5)

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
		self.assertEqual(
			frappe.db.get_value("Series", COUNTER_PREFIX + "RIENG", "current", order_by="name"), 1
		)
		self.assertIsNone(frappe.db.get_value("Series", "RIENG", "current", order_by="name"))
