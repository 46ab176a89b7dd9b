import pickle
import re
from datetime import date
from unittest import TestCase

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st

from crm_khachhang.vietnam import phone
from crm_khachhang.vietnam.phone import InvalidPhone, display, migrate_prefix, normalize, split
from crm_khachhang.vietnam.tests import PROPERTY

numbers_as_typed = st.text(alphabet="0123456789+-. ()/,;#xet", max_size=24)
anything = st.one_of(
	st.none(),
	st.text(),
	numbers_as_typed,
	st.integers(min_value=-10, max_value=10**16),
	st.floats(),
	st.booleans(),
)


def digits_of(text: str) -> str:
	return re.sub(r"\D", "", text)


class TestNormalize(TestCase):
	def assert_reason(self, value, reason: str, region: str = "VN") -> InvalidPhone:
		with self.subTest(value=value), self.assertRaises(InvalidPhone) as caught:
			normalize(value, region)
		self.assertEqual(caught.exception.reason, reason, value)
		self.assertIs(caught.exception.value, value)
		return caught.exception

	def assert_all(self, values, e164: str):
		for value in values:
			with self.subTest(value=value):
				self.assertEqual(normalize(value), e164)

	def test_blank(self):
		self.assert_all((None, "", "   ", "\n", "\u00a0", float("nan")), "")

	def test_a_mobile_number_as_people_write_it(self):
		self.assert_all(
			(
				"0906483615",
				"0906 483 615",
				"0906.483.615",
				"0906-483-615",
				"090/648/3615",
				"(090) 648 3615",
				"906483615",
				"+84906483615",
				"+84 906 483 615",
				"(+84) 906 483 615",
				"+84 (0)906 483 615",
				"84906483615",
				"0084906483615",
				"00 84 906 483 615",
				"'0906483615",
				"\u202d0906483615\u202c",
				"０９０６４８３６１５",
				"ĐT: 0906483615",
				"Đ.T 0906483615",
				"SĐT:0906483615",
				"Tel. +84 906 483 615",
				"Hotline: 0906483615",
				"Số điện thoại: 0906 483 615",
			),
			"+84906483615",
		)

	def test_a_spreadsheet_number_lost_its_zero(self):
		self.assert_all((906483615, 906483615.0, 84906483615, "906483615.0", "0906483615.0"), "+84906483615")
		self.assertEqual(normalize(2839549656), "+842839549656")
		self.assertEqual(normalize(1681234567), "+84381234567")

	def test_landlines(self):
		for typed, e164 in (
			("024 3954 9656", "+842439549656"),
			("(028) 3831 9784", "+842838319784"),
			("0274 3822 222", "+842743822222"),
			("+84 28 3831 9784", "+842838319784"),
		):
			with self.subTest(typed=typed):
				self.assertEqual(normalize(typed), e164)

	def test_hotlines_are_numbers(self):
		self.assert_all(("1900 1560", "19001560", 19001560, "1900-1560", "Hotline: 1900 1560"), "+8419001560")
		self.assert_all(("1800 1091", "18001091"), "+8418001091")

	def test_foreign_numbers_stay_what_they_are(self):
		self.assertEqual(normalize("+1 415 555 2671"), "+14155552671")
		self.assertEqual(normalize("001 415 555 2671"), "+14155552671")
		self.assertEqual(normalize("+44 20 7946 0958"), "+442079460958")
		self.assertEqual(normalize("+852 6123 4567"), "+85261234567")

	def test_another_region(self):
		self.assertEqual(normalize("(415) 555-2671", region="US"), "+14155552671")
		self.assertEqual(normalize("+84 168 123 4567", region="US"), "+84381234567")
		self.assertEqual(normalize("0906483615", region="VN"), "+84906483615")
		self.assert_reason("0906483615", phone.COUNTRY_CODE, region="??")
		for value in ("0168 123 4567", "0084 168 123 4567", "841681234567"):
			with self.subTest(value=value), self.assertRaises(InvalidPhone):
				normalize(value, region="US")

	def test_an_example_of_every_region_comes_back(self):
		for region in sorted(phonenumbers.SUPPORTED_REGIONS):
			example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
			if example:
				e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
				with self.subTest(region=region):
					self.assertEqual(normalize(e164), e164)

	def test_extensions_are_left_out(self):
		self.assert_all(
			(
				"028 3831 9784 ext 12",
				"028 3831 9784 ext. 12",
				"028 3831 9784, ext: 101",
				"028 3831 9784 x12",
				"028 3831 9784 (ext 12)",
				"028 3831 9784 máy lẻ 12",
				"028 3831 9784 - Máy lẻ: 12",
				"028 3831 9784 số nội bộ 305",
				"028 3831 9784 nhánh 2",
				"028 3831 9784#12",
			),
			"+842838319784",
		)

	def test_letters(self):
		for value in (
			"abc",
			"0906ABC615",
			"0906 48E 615",
			"9.06483615E+8",
			"0906483615 (Lan)",
			"không có",
			"n/a",
		):
			self.assert_reason(value, phone.LETTERS)

	def test_no_digits(self):
		for value in ("-", "...", "+", "?", "---/---"):
			self.assert_reason(value, phone.NO_DIGITS)

	def test_several_numbers_are_named(self):
		for value, numbers in (
			("0901234567/0902345678", ("0901234567", "0902345678")),
			("0901234567 - 0902345678", ("0901234567", "0902345678")),
			("0901234567-0902345678", ("0901234567", "0902345678")),
			("0901.234.567 0902.345.678", ("0901.234.567", "0902.345.678")),
			("0901 234 567; 0902 345 678", ("0901 234 567", "0902 345 678")),
			("0901234567 hoặc 0902345678", ("0901234567", "0902345678")),
			("0901234567\n0902345678", ("0901234567", "0902345678")),
			("+84901234567 +84902345678", ("+84901234567", "+84902345678")),
			("0901234567+84902345678", ("0901234567", "+84902345678")),
			("028 3822 2222/23", ("028 3822 2222", "23")),
			("ĐT: 0901234567, 0902345678", ("0901234567", "0902345678")),
		):
			error = self.assert_reason(value, phone.SEVERAL_NUMBERS)
			self.assertEqual(error.numbers, numbers)
			self.assertEqual(split(value), numbers)

	def test_length(self):
		for value in ("113", "1068", "090648", 12, "1900", "0"):
			self.assert_reason(value, phone.TOO_SHORT)
		for value in ("0906483615123", "0901 234 567 0902 345 678", "0" * 40, "1" * 16, "1 " * 200):
			self.assert_reason(value, phone.TOO_LONG)

	def test_numbers_nobody_has(self):
		for value in ("0440000000", "0551234", "01601234567", "01301234567", "+84 1234 567 890 1"[:15]):
			with self.subTest(value=value), self.assertRaises(InvalidPhone):
				normalize(value)
		self.assert_reason("0441234567", phone.UNASSIGNED)
		self.assert_reason("01611234567", phone.UNASSIGNED)
		self.assert_reason("+1 000 000 0000", phone.UNASSIGNED)

	def test_country_code(self):
		self.assert_reason("+999 123 456 789", phone.COUNTRY_CODE)
		self.assert_reason("+210 123 456 789", phone.COUNTRY_CODE)

	def test_type(self):
		for value in (True, 1.5, -906483615, float("inf"), date(1990, 1, 2), b"0906483615"):
			self.assert_reason(value, phone.WRONG_TYPE)

	def test_errors_have_a_sentence_and_survive_pickling(self):
		for reason, message in phone.MESSAGES.items():
			error = pickle.loads(pickle.dumps(InvalidPhone(reason, "x", ("1", "2"))))
			self.assertEqual((error.reason, error.value, error.numbers), (reason, "x", ("1", "2")))
			self.assertEqual(str(error), message)

	@PROPERTY
	@given(anything)
	def test_only_the_declared_error_and_twice_is_once(self, value):
		try:
			e164 = normalize(value)
		except InvalidPhone as error:
			self.assertIn(error.reason, phone.MESSAGES)
		else:
			self.assertRegex(e164, r"^(\+[1-9][0-9]{3,14})?$")
			self.assertEqual(normalize(e164), e164)

	@PROPERTY
	@given(st.from_regex(r"0[39][0-8][0-9]{7}", fullmatch=True), st.sampled_from([" ", ".", "-", "\u00a0"]))
	def test_spelling_does_not_matter(self, national, separator):
		e164 = normalize("+84" + national[1:])
		spaced = separator.join((national[:4], national[4:7], national[7:]))
		for value in (
			national,
			spaced,
			int(national),
			float(national),
			"84" + national[1:],
			"0084" + national[1:],
		):
			self.assertEqual(normalize(value), e164)


class TestMigration(TestCase):
	def test_every_prefix_in_every_spelling(self):
		self.assertEqual(len(phone.PREFIXES_2018), 21)
		for old, new in phone.PREFIXES_2018.items():
			# 0186 and 0199 moved into ranges in which not every number is in use; 8 is in use in all of them.
			national, e164 = f"{old}8234567", f"+84{new[1:]}8234567"
			rest = national[1:]
			for value in (
				national,
				f"{national[:4]} {national[4:7]} {national[7:]}",
				f"{national[:5]}.{national[5:8]}.{national[8:]}",
				f"({national[:4]}) {national[4:]}",
				f"+84{rest}",
				f"+84 (0){rest}",
				f"+84 {rest[:3]} {rest[3:]}",
				f"84{rest}",
				f"0084 {rest}",
				rest,
				int(rest),
				float(rest),
			):
				with self.subTest(value=value):
					self.assertEqual(normalize(value), e164)

	def test_prefixes_are_those_of_the_plan(self):
		for old, new in (
			("01681234567", "0381234567"),
			("01201234567", "0701234567"),
			("01211234567", "0791234567"),
			("01221234567", "0771234567"),
			("01261234567", "0761234567"),
			("01281234567", "0781234567"),
			("01231234567", "0831234567"),
			("01241234567", "0841234567"),
			("01251234567", "0851234567"),
			("01271234567", "0811234567"),
			("01291234567", "0821234567"),
			("01861234567", "0561234567"),
			("01881234567", "0581234567"),
			("01991234567", "0591234567"),
		):
			self.assertEqual(migrate_prefix(old), new)

	def test_others_stay(self):
		for digits in (
			"0381234567",
			"0162123456",
			"016212345678",
			"01611234567",
			"19001560",
			"",
			"02439549656",
		):
			self.assertEqual(migrate_prefix(digits), digits)

	@PROPERTY
	@given(st.text())
	def test_twice_is_once(self, text):
		self.assertEqual(migrate_prefix(migrate_prefix(text)), migrate_prefix(text))


class TestSplitAndDisplay(TestCase):
	def test_one_number_is_one_part(self):
		self.assertEqual(split("0906 483 615"), ("0906 483 615",))
		self.assertEqual(split("090/648/3615"), ("090/648/3615",))
		self.assertEqual(split("+84-906483615"), ("+84-906483615",))
		self.assertEqual(split(906483615), ("906483615",))
		self.assertEqual(split(" "), ())
		self.assertEqual(split(None), ())

	def test_display(self):
		for e164 in ("+84906483615", "+842439549656", "+842743822222"):
			shown = display(e164)
			self.assertEqual(digits_of(shown), "0" + e164[3:])
			self.assertIn(" ", shown)
		self.assertEqual(display("+8419001560"), "1900 1560")
		self.assertEqual(display("+14155552671"), "+1 415-555-2671")

	def test_display_never_fails(self):
		self.assertEqual(display(""), "")
		self.assertEqual(display(None), "")
		self.assertEqual(display("0906"), "0906")
		self.assertEqual(display("không"), "không")

	@PROPERTY
	@given(st.from_regex(r"0[39][0-8][0-9]{7}", fullmatch=True))
	def test_what_is_shown_can_be_typed_again(self, national):
		e164 = normalize(national)
		self.assertEqual(normalize(display(e164)), e164)
