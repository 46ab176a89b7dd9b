import pickle
from datetime import date
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from crm_khachhang.vietnam import personal_number
from crm_khachhang.vietnam.personal_number import InvalidPersonalNumber, parse
from crm_khachhang.vietnam.tests import PROPERTY

TODAY = date(2025, 11, 1)


class TestPersonalNumber(TestCase):
	def assert_reason(self, value, reason: str):
		with self.subTest(value=value), self.assertRaises(InvalidPersonalNumber) as caught:
			parse(value, TODAY)
		self.assertEqual(caught.exception.reason, reason, value)
		self.assertEqual(caught.exception.value, value)

	def test_what_the_number_says(self):
		for text, birthplace, gender, year in (
			("087084000999", "087", personal_number.MALE, 1984),
			("001190123456", "001", personal_number.FEMALE, 1990),
			("079205012345", "079", personal_number.MALE, 2005),
			("096 325 000001", "096", personal_number.FEMALE, 2025),
		):
			person = parse(text, TODAY)
			self.assertEqual(
				(person.birthplace_code, person.gender, person.birth_year), (birthplace, gender, year)
			)
			self.assertEqual(person.number, text.replace(" ", ""))

	def test_length(self):
		for value in ("", None, "08708400099", "0870840009999", "08708400099x", 87084000999, True, 1.5):
			self.assert_reason(value, personal_number.LENGTH)

	def test_birthplaces_are_the_63_provinces(self):
		self.assertEqual(len(personal_number.BIRTHPLACE_CODES), 63)
		for code in range(1000):
			text = f"{code:03d}084000999"
			if text[:3] in personal_number.BIRTHPLACE_CODES:
				self.assertEqual(parse(text, TODAY).number, text)
			else:
				self.assert_reason(text, personal_number.BIRTHPLACE)

	def test_birth_in_the_future(self):
		self.assert_reason("079226012345", personal_number.BIRTH_YEAR)
		for century in "456789":
			self.assert_reason(f"079{century}00012345", personal_number.BIRTH_YEAR)
		self.assertEqual(parse("079226012345", date(2026, 1, 1)).birth_year, 2026)

	def test_errors_have_a_sentence_and_survive_pickling(self):
		for reason, message in personal_number.MESSAGES.items():
			error = pickle.loads(pickle.dumps(InvalidPersonalNumber(reason, "x")))
			self.assertEqual((error.reason, error.value, str(error)), (reason, "x", message))

	@PROPERTY
	@given(st.one_of(st.text(), st.text(alphabet="0123456789 .-", max_size=16), st.integers(), st.none()))
	def test_only_the_declared_error(self, value):
		try:
			person = parse(value, TODAY)
		except InvalidPersonalNumber as error:
			self.assertIn(error.reason, personal_number.MESSAGES)
		else:
			self.assertEqual(parse(person.number, TODAY), person)
