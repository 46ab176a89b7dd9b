import random
from itertools import combinations

import frappe

from crm_khachhang.customers.duplicates import candidates, distinct, keys
from crm_khachhang.customers.duplicates.rules import Rule
from crm_khachhang.customers.duplicates.scan import exact, names, similar
from crm_khachhang.customers.duplicates.scan.groups import (
	LARGEST_CHAIN,
	Chains,
	Found,
	joined,
	without_judged,
)
from crm_khachhang.customers.duplicates.tests import set_rules
from crm_khachhang.tests import TestCase, make_customer

SURNAMES = ("Nguyễn", "Trần")
GIVEN = ("Thị Hoa", "Thi Hoà", "Văn An", "Van Ân")
PHONES = ("", "0906483615", "+84 906 483 615", "0912345678", "01681234567", "0381234567")
EMAILS = ("", "a@example.com", "A@EXAMPLE.com", "b@example.com")
TYPES = ("Individual", "Organization")
RULES = (
	Rule(("phone",)),
	Rule(("email",)),
	Rule(("customer_name",), same_type=True),
	Rule(("phone", "email"), customer_type="Organization"),
	Rule(("customer_name", "province", "date_of_birth")),
)


def nothing(_part: float) -> None:
	"""Progress that nobody follows."""


class TestExactEqualsTheModel(TestCase):
	"""`keys.score` on every pair is the model; the queries must find just that."""

	def setUp(self):
		super().setUp()
		set_rules()
		chance = random.Random(20261121)
		self.made = [make_customer(**_random_customer(chance)) for _number in range(20)]
		self.records = {c.name: c.as_dict(convert_dates_to_str=True) for c in self.made}

	def matches(self, rule: Rule) -> set[frozenset[str]]:
		"""The pairs that the model finds."""
		return {
			frozenset(pair)
			for pair in combinations(self.records, 2)
			if keys.score(rule, self.records[pair[0]], self.records[pair[1]])
		}

	def test_scan(self):
		for rule in RULES:
			with self.subTest(str(rule)):
				found = [group & set(self.records) for group in exact.groups(rule)]
				pairs = {frozenset(pair) for group in found for pair in combinations(group, 2)}
				self.assertEqual(pairs, self.matches(rule))
				self.assertTrue(pairs)

	def test_check(self):
		for rule in RULES:
			expected = self.matches(rule)
			for name, record in self.records.items():
				with self.subTest(f"{rule} {name}"):
					found = candidates.find([rule], record, name)
					self.assertEqual(
						{frozenset((name, customer.name)) for _rule, customer, _score in found}
						if found
						else set(),
						{pair for pair in expected if name in pair},
					)


def _random_customer(chance: random.Random) -> dict:
	return {
		"customer_name": f"{chance.choice(SURNAMES)} {chance.choice(GIVEN)}",
		"customer_type": chance.choice(TYPES),
		"phone": chance.choice(PHONES),
		"other_phone": chance.choice(PHONES),
		"email": chance.choice(EMAILS),
		"province": chance.choice((None, "01", "01", "79")),
		"date_of_birth": chance.choice((None, "1990-12-31", "1990-12-31", "1991-01-01")),
	}


class TestSimilarPairs(TestCase):
	def pairs(self, *texts: str, least: int = 90) -> set[frozenset[str]]:
		"""The pairs that are found among `texts`."""
		ordered = list(texts)
		return {
			frozenset((ordered[one], ordered[other]))
			for one, other, _score in similar.find_pairs(ordered, least, 1000, nothing)
		}

	def test_one_word_misspelt_missing_moved_or_glued(self):
		name = "thuong mai dich vu hoang phat"
		for other in (
			"thuong mai dich vu hoang phatt",
			"thuong mai dich wu hoang phat",
			"xhuong mai dich vu hoang phat",
			"hoang phat thuong mai dich vu",
			"thuongmai dich vu hoang phat",
			"thuong mai dich hoang phat",
		):
			with self.subTest(other):
				self.assertEqual(self.pairs(name, other, "xay dung truong son"), {frozenset((name, other))})

	def test_numbers_tell_apart(self):
		self.assertEqual(self.pairs("cua hang so 11", "cua hang so 12"), set())

	def test_all_pairs_of_one_slip_among_many(self):
		"""Every pair that differs in one word is found, whatever lies between."""
		chance = random.Random(7)
		words = "an binh cuong dung giang hai khanh long minh nam phong quang son tuan vinh xuan".split()
		texts = sorted({" ".join(chance.sample(words, 4)) for _number in range(400)})
		slipped = {text: text.replace(text.split()[1], text.split()[1] + "h") for text in texts[::10]}
		found = self.pairs(*dict.fromkeys([*texts, *slipped.values()]))
		for text, other in slipped.items():
			with self.subTest(text):
				self.assertIn(frozenset((text, other)), found)
		for pair in found:
			self.assertTrue(keys.similarity(*pair, 90), pair)

	def test_no_more_than_asked_and_the_rest_is_counted(self):
		pairs = similar.find_pairs([f"hoang phat {letter}" for letter in "abcdefgh"], 90, 5, nothing)
		self.assertEqual((len(pairs.scores), pairs.left_out > 0), (5, True))


class TestSimilarGroups(TestCase):
	def groups(self, rule: Rule, made: list) -> set[frozenset[str]]:
		"""The groups among `made`, by name of customer."""
		found, _left_out = names.groups(rule, nothing)
		ours = {customer.name for customer in made}
		return {group for group, _score in found if group & ours}

	def test_groups_of_names(self):
		set_rules()
		company = {"customer_type": "Organization"}
		made = [
			make_customer(customer_name=name, **company)
			for name in (
				"Công ty Vạn Lộc Phát",
				"Cty Vạn Lộc Phátt",
				"VẠN LỘC PHÁT JSC",
				"Công ty Khác Hẳn Đó",
			)
		]
		person = make_customer(customer_name="Vạn Lộc Phát", customer_type="Individual")
		same = frozenset(customer.name for customer in made[:3])
		self.assertEqual(self.groups(Rule(("customer_name",), 90, True, "Organization"), made), {same})
		self.assertEqual(self.groups(Rule(("customer_name",), 90, True), made), {same})
		self.assertEqual(self.groups(Rule(("customer_name",), 90), made), {same | {person.name}})

	def test_with_other_fields(self):
		set_rules()
		made = [
			make_customer(customer_name=name, date_of_birth=born, address_line=address)
			for name, born, address in (
				("Tạ Thị Ngọc Ánhh", "1990-12-31", "12 Lê Lợi"),
				("Tạ Thị Ngọc Ánh", "1990-12-31", "12 Lê Lời"),
				("Tạ Thị Ngọc Ánh", "1990-12-30", "12 Lê Lợi"),
				("Tạ Thị Ngọc Ánh", "1990-12-30", "99 Hai Bà Trưng"),
			)
		]
		n = [customer.name for customer in made]
		self.assertEqual(
			self.groups(Rule(("customer_name", "date_of_birth"), 90), made),
			{frozenset(n[:2]), frozenset(n[2:])},
		)
		self.assertEqual(
			self.groups(Rule(("customer_name", "date_of_birth", "address_line"), 85), made),
			{frozenset(n[:2])},
		)


class TestGroups(TestCase):
	def test_judged_pairs(self):
		judged = {frozenset("ab"), frozenset("cd")}
		for group, left in (("ab", []), ("abc", ["abc"]), ("cd", []), ("xy", ["xy"])):
			with self.subTest(group):
				self.assertEqual(without_judged(frozenset(group), judged), [frozenset(part) for part in left])
		every = {frozenset(pair) for pair in combinations("abc", 2)}
		self.assertEqual(without_judged(frozenset("abc"), every), [])
		self.assertEqual(without_judged(frozenset("abcd"), every - {frozenset("ab")}), [frozenset("abcd")])

	def test_a_chain_ends(self):
		chains = Chains()
		for number in range(LARGEST_CHAIN + 5):
			chains.join(number, number + 1)
		self.assertEqual(max(map(len, chains.groups())), LARGEST_CHAIN)
		self.assertEqual(chains.left_out, 1)

	def test_the_same_customers_are_one_group(self):
		phone, email = Rule(("phone",)), Rule(("customer_name",), 90)
		group = frozenset("ab")
		(one,) = joined([Found(group, 100, (phone,)), Found(group, 95, (email,))])
		self.assertEqual((one.score, one.reasons, one.kind), (100, (phone, email), "Exact"))

	def test_a_pair_survives_a_renaming(self):
		one, other = make_customer(), make_customer()
		distinct.mark([one.name, other.name])
		frappe.rename_doc("KH Customer", one.name, "DOI-TEN-1")
		self.assertEqual(
			distinct.pairs_among(["DOI-TEN-1", other.name]), {frozenset(("DOI-TEN-1", other.name))}
		)
