"""Finding customers in the database, by users who see some of them.

Kinh doanh                     leader: giamdoc
├── Team 1                     leader: truong1, member: ban1
└── Team 2                     leader: truong2, member: ban2
"""

import frappe
from frappe.desk.search import search_widget
from frappe.share import add as share

from crm_khachhang.customers.search import api, index, query, words
from crm_khachhang.tests import TestCase, make_customer, make_user


def user(name: str) -> str:
	return f"{name}@tim-kiem.example"


def make_people() -> None:
	for name in ("giamdoc", "truong1", "ban1", "truong2", "ban2"):
		make_user(user(name), "KH Sales User")
	make_user(user("ketoan"), "KH Accountant")
	top = make_team("Kinh doanh", "giamdoc", None, [])
	for number in ("1", "2"):
		make_team(f"Đội {number}", f"truong{number}", top, [f"ban{number}"])


def make_team(title: str, leader: str, parent: str | None, members: list[str]) -> str:
	return (
		frappe.get_doc(
			doctype="KH Sales Team",
			team_name=f"{title} tìm kiếm",
			is_group=int(not parent),
			parent_kh_sales_team=parent,
			leader=user(leader),
			members=[{"user": user(member)} for member in members],
		)
		.insert()
		.name
	)


def found(text: str, limit: int = 20) -> list[str]:
	return [row.name for row in api.find(text, limit)]


def words_of(customer: str) -> set[str]:
	row = words.table()
	return set(frappe.qb.from_(row).select(row.word).where(row.customer == customer).run(pluck=True))


class TestFinding(TestCase):
	def setUp(self):
		super().setUp()
		self.person = make_customer(
			customer_code="TK-0071",
			customer_name="Đặng Thị Ngọc Quyên",
			phone="0906 483 615",
			other_phone="01682 345 678",
			email="Quyen.Dang@zebra-xyz.vn",
		)
		self.company = make_customer(
			customer_code="TK-0072",
			customer_name="Công ty TNHH Thương mại Zebrano",
			customer_type="Organization",
			phone="028 3822 1234",
			tax_code="0300588569",
		)

	def test_person_by_everything_that_people_type(self):
		for text in (
			*("TK-0071", "tk-0071", "tk0071", "0071"),
			*("Đặng Thị Ngọc Quyên", "dang thi ngoc quyen", "QUYÊN", "quyên đặng", "ngọc quy", "thị đặng"),
			*("0906483615", "0906 483 615", "0906.483.615", "+84906483615", "84 906 483 615", "906483615"),
			*("0906", "483615", "6483", "3615", "83 61", "+84 906 48", "quyen 3615", "0906483 dang"),
			*("01682345678", "0168 234 5678", "+84 168 2345", "0382345678", "0382"),
			*("quyen.dang@zebra-xyz.vn", "QUYEN.DANG", "quyen.dang@", "@zebra-xyz.vn", "zebra-xyz.vn"),
		):
			with self.subTest(text):
				self.assertIn(self.person.name, found(text))

	def test_company_by_name_with_any_legal_form_and_by_tax_code(self):
		for text in (
			"zebrano",
			"CTCP Zebrano",
			"công ty tnhh thương mại z",
			"0300588569",
			"03005885",
			"38221234",
		):
			with self.subTest(text):
				self.assertIn(self.company.name, found(text))

	def test_what_does_not_match_is_not_found(self):
		for text in ("quyen zebrano", "quyenx", "4836150", "uyen", "kh quyen", "0907483615"):
			with self.subTest(text):
				self.assertNotIn(self.person.name, found(text))

	def test_signs_are_nothing_to_the_database(self):
		for text in (
			"quyên%",
			"_uyên",
			"%",
			"%%%",
			"__",
			"\\",
			"\\'",
			"'; drop",
			'"quyen"',
			"++quyen -x*",
			"a@b%",
		):
			with self.subTest(text):
				api.find(text, 20)
		self.assertEqual(found("%%%"), [])
		self.assertEqual(found("q%n"), [])
		self.assertEqual(found("@q%yen"), [])
		self.assertIn(self.person.name, found("+quyên* (đặng)"))
		self.assertIn(self.person.name, found("quyên 🙂"))
		self.assertEqual(found("🙂"), [])
		api.find("x" * 5000, 20)
		api.find("quyen " * 2000, 20)

	def test_exact_code_comes_before_names_that_begin_with_it(self):
		make_customer(customer_name="TK-0071 Anh", phone="0906 483 616", account_manager="Administrator")
		self.assertEqual(found("tk-0071")[0], self.person.name)

	def test_name_that_begins_comes_before_words(self):
		later = make_customer(customer_name="Quyên Zêbra", phone="0906 483 617")
		self.assertLess(found("quyen").index(later.name), found("quyen").index(self.person.name))

	def test_number_of_the_pattern_is_a_code(self):
		drawn = make_customer(customer_name="Số Thứ Tự", phone="0906 483 618")
		digits = "".join(filter(str.isdigit, drawn.name)).lstrip("0")
		self.assertIn(drawn.name, found(digits.zfill(2)))

	def test_limit(self):
		for number in range(5):
			make_customer(customer_name=f"Zabc Thử {number}", phone=f"090648370{number}")
		self.assertEqual(len(found("zabc", 3)), 3)
		self.assertEqual(api.find_names("zabc")["more"], False)
		self.assertEqual(len(api.find_names("zabc")["names"]), 5)

	def test_saved_again_renamed_deleted(self):
		self.person.customer_name = "Lý Xuân Zoan"
		self.person.phone = None
		self.person.save()
		self.assertEqual(found("quyên 3615"), [])
		self.assertIn(self.person.name, found("zoan"))
		frappe.rename_doc("KH Customer", self.person.name, "TK-0099", force=True)
		self.assertEqual(found("zoan"), ["TK-0099"])
		self.assertIn("tk0099", words_of("TK-0099"))
		self.assertNotIn("tk0071", words_of("TK-0099"))
		frappe.delete_doc("KH Customer", "TK-0099")
		self.assertEqual(found("zoan"), [])
		self.assertEqual(words_of("TK-0099") | words_of("TK-0071"), set())

	def test_contact_leads_to_its_customer_until_it_is_gone(self):
		contact = frappe.get_doc(
			doctype="Contact",
			first_name="Zuân",
			last_name="Kế Toán",
			phone_nos=[{"phone": "0382 111 222", "is_primary_mobile_no": 1}],
			links=[{"link_doctype": "KH Customer", "link_name": self.company.name}],
		).insert()
		self.assertEqual(found("zuan"), [self.company.name])
		self.assertIn(self.company.name, found("0382111"))
		self.company.reload()
		self.company.save()
		self.assertEqual(found("zuan"), [self.company.name])
		contact.delete()
		self.assertEqual(found("zuan"), [])

	def test_rebuilding_finds_what_came_past_the_documents(self):
		frappe.db.set_value("KH Customer", self.person.name, "customer_name", "Tạ Zinh")
		self.assertEqual(found("zinh"), [])
		index.refresh([self.person.name])
		self.assertEqual(found("zinh"), [self.person.name])


class TestWhoFindsWhat(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		make_people()

	def setUp(self):
		super().setUp()
		self.one, self.two = (
			make_customer(
				customer_code=f"TKD-{number}",
				customer_name=f"Zoriana Đội {number}",
				phone=f"0906 483 62{number}",
				email=f"doi{number}@zoriana.vn",
				account_manager=user(f"ban{number}"),
			).name
			for number in (1, 2)
		)

	def seen(self, name: str, text: str) -> set[str]:
		frappe.set_user(user(name))
		try:
			return set(found(text)) & set(query.find(text, 20)) & set(api.find_names(text)["names"])
		finally:
			frappe.set_user("Administrator")

	def test_each_finds_the_customers_of_their_team(self):
		both = {self.one, self.two}
		for name, wanted in (
			*(("ban1", {self.one}), ("truong1", {self.one}), ("ban2", {self.two})),
			*(("giamdoc", both), ("ketoan", both)),
		):
			for text in ("zoriana", "zor", "zoriana doi", "0906 483 62", "@zoriana.vn"):
				with self.subTest(name, text=text):
					self.assertEqual(self.seen(name, text), wanted)

	def test_exact_words_reveal_nothing_about_others(self):
		for text in (self.two, "0906483622", "+84906483622", "doi2@zoriana.vn", "Zoriana Đội 2"):
			with self.subTest(text):
				self.assertNotIn(self.two, self.seen("ban1", text))

	def test_shared_and_assigned_customers_are_found(self):
		share("KH Customer", self.two, user("ban1"), read=1)
		self.assertEqual(self.seen("ban1", "zoriana"), {self.one, self.two})
		self.assertEqual(self.seen("ban1", "483622"), {self.two})

	def test_new_owner_finds_it_and_the_old_one_no_longer(self):
		customer = frappe.get_doc("KH Customer", self.two)
		customer.account_manager = user("ban1")
		customer.save()
		self.assertEqual(self.seen("ban1", "zoriana"), {self.one, self.two})
		self.assertEqual(self.seen("ban2", "zoriana"), set())

	def test_words_that_lag_behind_reveal_nothing(self):
		frappe.db.set_value("KH Customer", self.one, "account_manager", user("ban2"))
		self.assertEqual(self.seen("ban1", "zoriana"), set())

	def test_without_a_role_nothing_is_searched(self):
		make_user(user("khach"))
		frappe.set_user(user("khach"))
		for endpoint in (api.find, api.find_names):
			# Frappe's own check raises either, by its version.
			with self.assertRaises((frappe.PermissionError, frappe.ValidationError)):
				endpoint("zoriana")

	def link(self, text: str, filters=None, **more) -> list[str]:
		frappe.response.pop("values", None)
		rows = search_widget("KH Customer", text, filters=filters, **more)
		return [row[0] for row in (rows or frappe.response.get("values") or ())]

	def test_link_field_finds_what_the_user_sees(self):
		frappe.set_user(user("ban1"))
		self.assertEqual(self.link("zoriana"), [self.one])
		self.assertEqual(self.link("zoriana", ignore_user_permissions=1), [self.one])
		self.assertIn(self.one, self.link(""))
		self.assertNotIn(self.two, self.link(""))

	def test_link_field_keeps_to_the_filters_of_the_form(self):
		self.assertEqual(self.link("zoriana", {"name": ["!=", self.one]}), [self.two])
		self.assertEqual(self.link("zoriana", [["KH Customer", "email", "=", "doi1@zoriana.vn"]]), [self.one])
		self.assertEqual(self.link("zoriana", {"status": "Inactive"}), [])

	def test_rows_of_a_link_field_show_name_and_phone(self):
		rows = api.link_query("KH Customer", "483621", "name", 0, 10, None)
		self.assertEqual(rows, [(self.one, "Zoriana Đội 1", "0906 483 621")])
