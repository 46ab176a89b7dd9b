import pickle
from datetime import date
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st
from stdnum.vn import mst

from crm_khachhang.vietnam import personal_number, tax_code
from crm_khachhang.vietnam.tax_code import InvalidTaxCode, normalize
from crm_khachhang.vietnam.tests import PROPERTY

TODAY = date(2025, 11, 1)

# Published codes of well-known organizations.
REAL = """
	0300588569 0101248141 0100112437 0100109106 0100100079 0100107370 0101245486 0303576603 0900189284
	0300583659 0101243150 0303217354 0300741143 0300521758 1800156801 0102325399 0100107518 0102671977
	0101360697 0303490096 0309532909 0100244112 0303443233 0301340497 0300401524 1400384433 0100108656
	0301464823 3700381324 0301438936 0100233488 0314409058 0312687878
""".split()

anything = st.one_of(
	st.none(),
	st.text(),
	st.text(alphabet="0123456789 .-MST:'", max_size=18),
	st.integers(min_value=-10, max_value=10**14),
	st.floats(),
	st.booleans(),
)
valid_codes = (
	st.integers(min_value=100000001, max_value=999999999)
	.map(lambda number: f"{number:09d}" + mst.calc_check_digit(f"{number:09d}"))
	.filter(mst.is_valid)
)


class TestTaxCode(TestCase):
	def assert_reason(self, value, reason: str) -> InvalidTaxCode:
		with self.subTest(value=value), self.assertRaises(InvalidTaxCode) as caught:
			normalize(value, TODAY)
		self.assertEqual(caught.exception.reason, reason, value)
		self.assertIs(caught.exception.value, value)
		return caught.exception

	def test_blank(self):
		for value in (None, "", "  ", "\u00a0", float("nan")):
			self.assertEqual(normalize(value), "")

	def test_real_codes(self):
		for code in REAL:
			with self.subTest(code=code):
				self.assertEqual(normalize(code), code)
				self.assertEqual(normalize(f"{code}-001"), f"{code}-001")

	def test_every_wrong_check_digit_is_refused(self):
		for code in REAL:
			for digit in set("0123456789") - {code[9]}:
				self.assert_reason(code[:9] + digit, tax_code.CHECK_DIGIT)
				self.assert_reason(f"{code[:9]}{digit}-001", tax_code.CHECK_DIGIT)

	def test_every_single_wrong_digit_is_refused(self):
		code = "0300588569"
		for position in range(10):
			for digit in set("0123456789") - {code[position]}:
				self.assert_reason(code[:position] + digit + code[position + 1 :], tax_code.CHECK_DIGIT)

	def test_spelling_does_not_matter(self):
		for value in (
			"0300588569001",
			"0300588569-001",
			"0300588569 - 001",
			"0300588569–001",
			"03.005.885.69.001",
			" 0300588569\u00a0001 ",
			"MST: 0300588569-001",
			"mst 0300588569-001",
			"Mã số thuế: 0300588569-001",
			"'0300588569-001",
			"０３００５８８５６９－００１",
		):
			with self.subTest(value=value):
				self.assertEqual(normalize(value), "0300588569-001")

	def test_a_number_gets_its_zero_back_if_the_check_digit_proves_it(self):
		self.assertEqual(normalize(300588569), "0300588569")
		self.assertEqual(normalize(300588569.0), "0300588569")
		self.assertEqual(normalize(300588569001), "0300588569-001")
		self.assertEqual(normalize(3700381324), "3700381324")
		self.assertEqual(normalize(3700381324001.0), "3700381324-001")
		self.assert_reason(300588560, tax_code.LENGTH)
		self.assert_reason(300588560001, tax_code.PERSONAL_NUMBER)

	def test_text_gets_no_zero(self):
		self.assert_reason("300588569", tax_code.LENGTH)
		self.assert_reason("300588569-001", tax_code.PERSONAL_NUMBER)
		self.assert_reason("300588569.0", tax_code.CHARACTERS)

	def test_personal_numbers(self):
		self.assertEqual(normalize("087084000999", TODAY), "087084000999")
		self.assertEqual(normalize("MST 087 084 000 999", TODAY), "087084000999")
		error = self.assert_reason("003084000999", tax_code.PERSONAL_NUMBER)
		self.assertEqual(error.part, personal_number.BIRTHPLACE)
		error = self.assert_reason("079226012345", tax_code.PERSONAL_NUMBER)
		self.assertEqual(error.part, personal_number.BIRTH_YEAR)

	def test_a_personal_number_without_its_zero_is_not_guessed(self):
		self.assert_reason(87084000999, tax_code.LOST_ZEROS)
		self.assert_reason(87084000999.0, tax_code.LOST_ZEROS)
		self.assert_reason("87084000999", tax_code.LENGTH)

	def test_length(self):
		for value in ("0", 7, "030058856", "03005885699", "03005885690011", "1" * 300):
			self.assert_reason(value, tax_code.LENGTH)

	def test_characters(self):
		for value in (
			"abc",
			"030058856O",
			"0300588569/001",
			"0300588569; 0101248141",
			"không có",
			"MST:",
			"-",
			"+84",
		):
			self.assert_reason(value, tax_code.CHARACTERS)

	def test_component(self):
		for value in ("0100000001", "0300588569-000"):
			self.assert_reason(value, tax_code.COMPONENT)

	def test_type(self):
		for value in (True, 1.5, -300588569, float("inf"), date(1990, 1, 2), b"0300588569"):
			self.assert_reason(value, tax_code.WRONG_TYPE)

	def test_errors_have_a_sentence_and_survive_pickling(self):
		for reason, message in tax_code.MESSAGES.items():
			error = pickle.loads(pickle.dumps(InvalidTaxCode(reason, "x", "part")))
			self.assertEqual((error.reason, error.value, error.part), (reason, "x", "part"))
			self.assertEqual(str(error), message)

	@PROPERTY
	@given(anything)
	def test_only_the_declared_error_and_twice_is_once(self, value):
		try:
			code = normalize(value, TODAY)
		except InvalidTaxCode as error:
			self.assertIn(error.reason, tax_code.MESSAGES)
		else:
			self.assertRegex(code, r"^([0-9]{10}|[0-9]{10}-[0-9]{3}|[0-9]{12})?$")
			self.assertEqual(normalize(code, TODAY), code)

	@PROPERTY
	@given(valid_codes, st.integers(min_value=0, max_value=9))
	def test_of_ten_last_digits_one_is_right(self, code, digit):
		changed = code[:9] + str(digit)
		if changed == code:
			self.assertEqual(normalize(changed), code)
		else:
			with self.assertRaises(InvalidTaxCode) as caught:
				normalize(changed)
			self.assertEqual(caught.exception.reason, tax_code.CHECK_DIGIT)
