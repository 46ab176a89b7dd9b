"""What is looked for when something is typed, and what customers are found by: no database."""

import unittest

from crm_khachhang.customers.search import keys, typed
from crm_khachhang.customers.text import for_like


def beginnings(text: str) -> list[list[tuple[str, ...]]]:
	return [[term.beginnings for term in way] for way in typed.read(text).ways]


class TestTyped(unittest.TestCase):
	def test_phone_in_any_spelling_is_one_run_of_digits(self):
		for written in ("0906483615", "0906 483 615", "0906.483.615", "090-648-36-15", "(090) 648/3615"):
			with self.subTest(written):
				self.assertEqual(beginnings(written)[0], [("0906483615",)])
				self.assertEqual(typed.read(written).e164, "+84906483615")

	def test_country_code_and_old_prefixes_mean_the_number_of_today(self):
		for written, wanted in (
			("+84 906 483", "0906483"),
			("0084906483", "0906483"),
			("84906483", "0906483"),
			("0168 123", "038123"),
			("+84 168 123", "038123"),
			("168123", "038123"),
		):
			with self.subTest(written):
				self.assertIn(wanted, beginnings(written)[0][0])

	def test_digits_as_typed_are_looked_for_as_well(self):
		self.assertIn("84906", beginnings("84906")[0][0])

	def test_words_are_folded_and_the_last_may_be_unfinished(self):
		(way,) = typed.read("Nguyễn  VĂN h").ways
		self.assertEqual(way, (typed.Term(("nguyen",), True), typed.Term(("van",), True), typed.Term(("h",))))

	def test_legal_form_is_left_out_first(self):
		self.assertEqual(beginnings("Cty TNHH An Phát")[0], [("an",), ("phat",)])
		self.assertIn("an phat", typed.read("Cty TNHH An Phát").names)

	def test_name_and_number_together(self):
		self.assertEqual(beginnings("hoa 0912 345")[0], [("0912345",), ("hoa",)])

	def test_code_is_one_word(self):
		self.assertEqual(beginnings("KH00345")[0], [("kh00345",)])
		self.assertEqual(typed.read("KH00345").text, "KH00345")

	def test_email_before_and_after_the_sign(self):
		self.assertEqual(typed.read("Hoa.Le@ABC.vn").email, "hoa.le@abc.vn")
		self.assertEqual(beginnings("Hoa.Le@ABC.vn")[0], [("hoa.le@abc.vn",)])
		self.assertEqual(beginnings("@abc.vn")[0], [("abc.vn",)])
		self.assertIn([("hoa.le",)], beginnings("hoa.le"))

	def test_tax_code_of_a_branch(self):
		self.assertEqual(typed.read("0300588569 001").tax_code, "0300588569-001")

	def test_nothing_to_look_for(self):
		for text in ("", None, " ", "a", "🙂", "🙂🙂", "%", "_", "\\", "'\"", "+-*()~<>@", "​​", "ă"):
			with self.subTest(text):
				self.assertEqual(typed.read(text), typed.Typed())

	def test_very_long_text_is_cut(self):
		asked = typed.read("nguyen " * 10_000)
		self.assertLessEqual(len(asked.text), typed.LONGEST)
		self.assertTrue(all(len(way) <= typed.MOST_TERMS for way in asked.ways))
		self.assertLessEqual(max(map(len, beginnings("x" * 5000)[0][0])), keys.LONGEST_WORD)

	def test_like_takes_wildcards_as_themselves(self):
		self.assertEqual(for_like("a%b_c\\"), "a\\%b\\_c\\\\")


class TestKeys(unittest.TestCase):
	customer = {
		"name": "KH-HN.01",
		"customer_name": "Công ty TNHH Hòa Phát",
		"customer_type": "Organization",
		"tax_code": "0300588569-001",
		"id_number": None,
		"email": "Info@HoaPhat.vn",
		"phone_e164": "+84906483615",
		"other_phone_e164": "+14155552671",
	}

	def text(self, **contact) -> str:
		contacts = [{"names": [], "emails": [], "phones": []} | contact] if contact else []
		return keys.text(self.customer, keys.name_key(self.customer), contacts)

	def test_text_is_folded_and_ends_with_the_phones(self):
		self.assertEqual(
			self.text(),
			"hoa phat kh hn 01 khhn01 0300588569001 info@hoaphat.vn hoaphat.vn #0906483615 #14155552671",
		)

	def test_contacts_are_part_of_it(self):
		text = self.text(
			names=["Lê", "Thị Đào"], emails=["dao@x.vn"], phones=["+84906483615", "+84382123456"]
		)
		self.assertIn(" le thi dao dao@x.vn x.vn #0906483615 #14155552671 #0382123456", text)

	def test_every_ending_of_a_phone_is_a_word(self):
		found = keys.words("hoa #0906483615")
		self.assertEqual(found, {"hoa", *("0906483615"[start:] for start in range(8))})

	def test_words_are_no_longer_than_their_column(self):
		self.assertEqual(keys.words("x" * 200), {"x" * keys.LONGEST_WORD})
