import frappe

from crm_khachhang.customers.duplicates import check
from crm_khachhang.customers.duplicates.tests import set_rules
from crm_khachhang.tests import TestCase, make_customer, make_user

FPT = "0101248141"


class TestExact(TestCase):
	def assert_twice(self, first: dict, second: dict, words: str = ""):
		"""The second customer is refused because of the first, in these words."""
		customer = make_customer(**first)
		with self.assertRaisesRegex(check.DuplicateCustomer, f"{words}.*{customer.name}"):
			make_customer(**second)

	def test_a_phone_in_any_spelling_and_field(self):
		set_rules({"fieldnames": "phone"})
		for number, (one, other) in enumerate(
			(
				("0906 483 615", "+84 906-483-615"),
				("0906.483.616", "(090) 648 3616"),
				("01681234567", "0381234567"),
				("84906483617", "0906483617"),
				("028 3822 2222", "+842838222222"),
				("+1 650 253 0000", "001 6502530000"),
			)
		):
			for fields in (
				("phone", "phone"),
				("phone", "other_phone"),
				("other_phone", "phone"),
				("other_phone",) * 2,
			):
				with self.subTest(f"{one} {other} {fields}"):
					frappe.db.savepoint("spelling")
					empty = {"phone": "", "customer_name": f"Khách {number}"}
					self.assert_twice(empty | {fields[0]: one}, empty | {fields[1]: other}, "Phone")
					frappe.db.rollback(save_point="spelling")

	def test_email_in_other_letter_case(self):
		set_rules({"fieldnames": "email"})
		self.assert_twice({"email": "Hoa.Nguyen@Example.com"}, {"email": "hoa.nguyen@EXAMPLE.COM"}, "Email")

	def test_tax_code(self):
		self.assert_twice({"tax_code": FPT}, {"tax_code": "0101-248-141"}, f"Tax Code {FPT}")

	def test_a_folded_name(self):
		set_rules({"fieldnames": "customer_name", "same_type_only": 1})
		company = {"customer_type": "Organization"}
		names = ("Công ty TNHH Sữa Hoà Bình", "SỮA HÒA BÌNH CO., LTD", "sua hoa binh")
		self.assert_twice(company | {"customer_name": names[0]}, company | {"customer_name": names[1]})
		with self.assertRaises(check.DuplicateCustomer):
			make_customer(**company, customer_name=names[2])
		self.assertTrue(make_customer(customer_type="Individual", customer_name=names[2]).name)

	def test_all_fields_of_a_rule_must_match(self):
		set_rules({"fieldnames": "customer_name,date_of_birth,province"})
		born = {"date_of_birth": "1990-12-31", "province": "01"}
		first = make_customer(**born)
		make_customer(date_of_birth="1990-12-30", province="01")
		make_customer(date_of_birth="1990-12-31", province="79")
		make_customer()
		with self.assertRaisesRegex(
			check.DuplicateCustomer, f"Customer Name \\+ Date of Birth \\+ Province.*{first.name}"
		):
			make_customer(customer_name="NGUYEN THI HOA", **born)

	def test_only_one_type(self):
		set_rules({"fieldnames": "email", "customer_type": "Organization"})
		values = {"email": "chung@example.com"}
		make_customer(customer_type="Individual", **values)
		make_customer(customer_type="Individual", **values)
		make_customer(customer_type="Organization", **values)
		with self.assertRaises(check.DuplicateCustomer):
			make_customer(customer_type="Organization", **values)

	def test_inactive_customers_count(self):
		set_rules({"fieldnames": "email"})
		self.assert_twice({"email": "a@example.com", "status": "Inactive"}, {"email": "a@example.com"})

	def test_text_of_other_fields(self):
		set_rules({"fieldnames": "facebook"})
		self.assert_twice({"facebook": "Hoa.Nguyễn"}, {"facebook": " hoa.nguyen "}, "Facebook")

	def test_empty_fields_are_not_equal(self):
		set_rules({"fieldnames": "email"}, {"fieldnames": "tax_code"}, {"fieldnames": "phone"})
		for _number in range(2):
			make_customer(phone="", email="", tax_code=None)

	def test_disabled(self):
		set_rules({"fieldnames": "email", "enabled": 0})
		for _number in range(2):
			make_customer(email="a@example.com")


class TestUpdates(TestCase):
	def setUp(self):
		super().setUp()
		set_rules({"fieldnames": "email"}, {"fieldnames": "phone"})

	def test_a_customer_is_not_its_own_duplicate(self):
		customer = make_customer(email="a@example.com", other_phone="0912345678")
		customer.email = "A@example.com"
		customer.save()
		customer.status = "Active"
		self.assertTrue(customer.save().name)

	def test_changed_into_another(self):
		first = make_customer(email="a@example.com", phone="")
		second = make_customer(email="b@example.com", phone="")
		second.email = "A@EXAMPLE.com"
		with self.assertRaisesRegex(check.DuplicateCustomer, f"Email.*{first.name}"):
			second.save()

	def test_what_was_double_before_the_rule_stays(self):
		set_rules()
		doubles = [make_customer(email="a@example.com", phone="") for _number in range(2)]
		set_rules({"fieldnames": "email"})
		doubles[0].reload()
		doubles[0].description = "Khách quen"
		self.assertTrue(doubles[0].save().name)

	def test_a_number_moved_to_the_other_field(self):
		customer = make_customer()
		customer.update({"phone": "", "other_phone": "0912345678"})
		self.assertTrue(customer.save().name)


class TestSimilar(TestCase):
	def setUp(self):
		super().setUp()
		set_rules(
			{"fieldnames": "customer_name", "comparison": "Similar", "similarity": 90, "same_type_only": 1}
		)

	def matches(self, one: str, other: str, **values) -> bool:
		"""Whether a rule finds the customer `one` when `other` is saved."""
		frappe.db.savepoint("similar")
		make_customer(customer_name=one, customer_type="Organization")
		try:
			make_customer(**{"customer_name": other, "customer_type": "Organization"} | values)
		except check.DuplicateCustomer:
			return True
		finally:
			frappe.db.rollback(save_point="similar")
		return False

	def test_slips(self):
		name = "Công ty TNHH Thương mại Hoàng Phát"
		for other in (
			"Cty TNHH Thương Mại Hoàng Phat",
			"CÔNG TY THƯƠNG MẠI HOÀNG PHÁTT",
			"Thương mãi Hoàng Phát",
			"Xhương mại Hoàng Phát",
			"Hoàng Phát Thương mại",
			"Thươngmại Hoàng Phát",
		):
			with self.subTest(other):
				self.assertTrue(self.matches(name, other))

	def test_others(self):
		name = "Công ty TNHH Thương mại Hoàng Phát"
		for other in ("Công ty TNHH Thương mại Hoàng Long", "Công ty TNHH Xây dựng Hoàng Phát", "Hoàng Phát"):
			with self.subTest(other):
				self.assertFalse(self.matches(name, other))

	def test_other_numbers_make_another_shop(self):
		self.assertFalse(self.matches("Cửa hàng Hoa Mai số 11", "Cửa hàng Hoa Mai số 12"))
		self.assertTrue(self.matches("Cửa hàng Hoa Mai số 11", "Cửa hàng Hoa May số 11"))

	def test_the_other_type(self):
		name = "Thương mại Hoàng Phát"
		self.assertFalse(self.matches(name, name, customer_type="Individual"))

	def test_with_another_field_that_is_exact(self):
		set_rules({"fieldnames": "customer_name,date_of_birth", "comparison": "Similar"})
		make_customer(customer_name="Nguyễn Thị Hoàn", date_of_birth="1990-12-31")
		make_customer(customer_name="Nguyễn Thị Hoàng", date_of_birth="1990-12-30")
		with self.assertRaises(check.DuplicateCustomer):
			make_customer(customer_name="Nguyễn Thị Hoàng", date_of_birth="1990-12-31")


class TestWhoMaySaveNevertheless(TestCase):
	def test_a_manager_with_a_reason_which_is_kept(self):
		first = make_customer(tax_code=FPT)
		frappe.set_user(make_user("quan-ly-trung@example.com", "KH Manager"))
		with self.assertRaisesRegex(check.DuplicateCustomer, "save again with a reason"):
			make_customer(tax_code=FPT)
		second = make_customer(tax_code=FPT, duplicate_override_reason="Chi nhánh dùng chung <mã>")
		self.assertEqual(
			frappe.get_all(
				"Comment",
				filters={"reference_name": second.name, "comment_type": "Info"},
				fields=["content", "comment_email"],
				order_by="creation desc",
			)[0],
			{
				"content": "Saved although Tax Code exists already. Reason: Chi nhánh dùng chung &lt;mã&gt;",
				"comment_email": "quan-ly-trung@example.com",
			},
		)
		pair = frappe.get_last_doc("KH Distinct Pair")
		self.assertEqual(
			(pair.customer, pair.other_customer, pair.reason, pair.fieldnames, pair.judged_by),
			(
				second.name,
				first.name,
				"Chi nhánh dùng chung &lt;mã&gt;",
				"tax_code",
				"quan-ly-trung@example.com",
			),
		)

	def test_not_a_manager_without_words(self):
		make_customer(tax_code=FPT)
		with self.assertRaises(check.DuplicateCustomer):
			make_customer(tax_code=FPT, duplicate_override_reason="  ")

	def test_not_a_sales_user(self):
		make_customer(tax_code=FPT)
		frappe.set_user(make_user("sale-trung@example.com", "KH Sales User"))
		with self.assertRaisesRegex(
			check.DuplicateCustomer,
			"Tax Code 0101248141</strong> already exists, managed by Administrator.*Correct the value",
		):
			make_customer(tax_code=FPT, duplicate_override_reason="Tôi muốn")

	def test_warnings_never_refuse(self):
		make_customer(email="a@example.com")
		self.assertTrue(make_customer(email="a@example.com").name)


class TestWords(TestCase):
	def test_several_rules_and_one_customer(self):
		set_rules({"fieldnames": "email"}, {"fieldnames": "phone"})
		make_customer(email="a@example.com")
		with self.assertRaises(check.DuplicateCustomer) as refused:
			make_customer(email="a@example.com")
		self.assertEqual(str(refused.exception).count("already belongs"), 1)

	def test_in_vietnamese(self):
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		first = make_customer(tax_code=FPT)
		with self.assertRaisesRegex(
			check.DuplicateCustomer, f"Mã số thuế {FPT}.* đã có ở khách hàng .*Nguyễn Thị Hoa.*{first.name}"
		):
			make_customer(tax_code=FPT)
