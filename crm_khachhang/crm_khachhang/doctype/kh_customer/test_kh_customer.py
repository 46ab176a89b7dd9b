import frappe
from frappe.utils import add_days, today

from crm_khachhang.customers import codes, fields
from crm_khachhang.customers.duplicates.check import DuplicateCustomer
from crm_khachhang.tests import TestCase, make_customer, make_user

FPT = "0101248141"


def make_imported(**values):
	"""Insert and return a customer as an import does, which gives no defaults to empty columns."""
	return make_customer(customer_type="Individual", **values)


class TestNames(TestCase):
	def test_white_space_and_unicode_form(self):
		decomposed = "  Nguye\u0302\u0303n \t Va\u0306n  A "
		self.assertEqual(make_customer(customer_name=decomposed).customer_name, "Nguyễn Văn A")

	def test_script_in_a_name(self):
		with self.assertRaisesRegex(
			fields.InvalidField, "Customer Name.*A name cannot contain angle brackets"
		):
			make_customer(customer_name="<script>alert(1)</script>")

	def test_only_white_space(self):
		with self.assertRaisesRegex(fields.InvalidField, "Customer Name.*This field cannot be empty"):
			make_customer(customer_name=" \u00a0 ")

	def test_names_that_differ_by_accents_only(self):
		self.assertNotEqual(make_customer(customer_name="Bán").name, make_customer(customer_name="Bạn").name)


class TestDefaults(TestCase):
	def test_a_new_customer(self):
		customer = make_customer()
		self.assertEqual(
			(customer.customer_type, customer.status, customer.account_manager),
			("Individual", "Prospect", frappe.session.user),
		)

	def test_debts_and_care_are_not_for_a_request_to_say(self):
		said = {"total_debt": 9e9, "overdue_debt": 1, "next_care_on": today(), "last_care_on": today()}
		customer = make_customer(**said)
		customer.reload()
		self.assertEqual({field: customer.get(field) or None for field in said}, dict.fromkeys(said))

	def test_type_is_one_of_two(self):
		with self.assertRaisesRegex(frappe.ValidationError, "Customer Type"):
			make_customer(customer_type="Robot")


class TestCodes(TestCase):
	def test_generated(self):
		customer = make_customer()
		self.assertEqual(customer.name, customer.customer_code)
		self.assertRegex(customer.name, r"^KH\d{5,}$")

	def test_typed(self):
		self.assertEqual(make_customer(customer_code="  VIP  7 ").name, "VIP 7")

	def test_taken_in_other_letter_case(self):
		make_customer(customer_code="vip-8")
		with self.assertRaisesRegex(codes.DuplicateCode, "Customer Code.*vip-8.*belongs to another customer"):
			make_customer(customer_code="VIP-8")

	def test_allowed_characters(self):
		for code in ("KH/01-Á", "Đ.L_7", "5", "A / B", "a-", "newton-1", "view1", "x" * 140):
			with self.subTest(code):
				self.assertEqual(make_customer(customer_code=code).name, code)

	def test_refused_characters(self):
		wrong = 'a" onclick="x|a\'b|<b>1</b>|a<b|50%|a&b|a?b|a#b|a\\b|.|..|../a|a/../b|a/./b|/a|-a|_a|a/|a.'
		for code in (*wrong.split("|"), "a\u200bb", "x" * 141):
			with (
				self.subTest(code),
				self.assertRaisesRegex(
					codes.InvalidCode, "Customer Code.*cannot be used. Use only letters, digits.* - _ . /"
				),
			):
				make_customer(customer_code=code)

	def test_words_of_the_system(self):
		for code in ("new-kh-customer-1", "NEW-1", "new", "View", "view/list"):
			with (
				self.subTest(code),
				self.assertRaisesRegex(codes.InvalidCode, "Customer Code.*Choose another code"),
			):
				make_customer(customer_code=code)

	def test_refused_in_vietnamese(self):
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		with self.assertRaisesRegex(codes.InvalidCode, "Mã khách hàng.*không dùng được. Chỉ dùng chữ cái"):
			make_customer(customer_code='a"b')
		with self.assertRaisesRegex(fields.InvalidField, "Tên không được chứa dấu ngoặc nhọn"):
			make_customer(customer_name="a < b")

	def test_taken_with_other_accents(self):
		make_customer(customer_code="BÁN 1")
		with self.assertRaisesRegex(codes.DuplicateCode, "BÁN 1.*capital letters and accents"):
			make_customer(customer_code="bạn 1")

	def test_imported_as_names(self):
		frappe.flags.in_import = True
		self.addCleanup(setattr, frappe.flags, "in_import", False)
		self.assertEqual(make_imported(name="NHAP-1").customer_code, "NHAP-1")
		with self.assertRaisesRegex(codes.InvalidCode, "Use only letters"):
			make_imported(name='NHAP"2')
		with self.assertRaisesRegex(fields.InvalidField, "Customer Code.*differs from the ID"):
			make_imported(name="NHAP-3", customer_code="NHAP-4")

	def test_a_code_from_before_the_rules_stays(self):
		customer = make_customer()
		frappe.db.set_value("KH Customer", customer.name, {"name": "50%", "customer_code": "50%"})
		old = frappe.get_doc("KH Customer", "50%")
		old.status = "Active"
		self.assertEqual(old.save().name, "50%")

	def test_does_not_change_on_saving(self):
		customer = make_customer()
		customer.customer_code = "KHAC"
		self.assertRaises(frappe.CannotChangeConstantError, customer.save)

	def test_renaming_obeys_the_same_rules(self):
		make_customer(customer_code="vip-9")
		name = make_customer().name
		with self.assertRaisesRegex(codes.InvalidCode, "Use only letters"):
			frappe.rename_doc("KH Customer", name, 'vip"9')
		with self.assertRaises(codes.DuplicateCode):
			frappe.rename_doc("KH Customer", name, "VIP-9")
		with self.assertRaisesRegex(frappe.ValidationError, "cannot be merged by renaming"):
			frappe.rename_doc("KH Customer", name, "vip-9", merge=True)

	def test_renaming_changes_only_the_letter_case(self):
		name = make_customer(customer_code="vip-10").name
		self.assertEqual(frappe.rename_doc("KH Customer", name, "VIP-10"), "VIP-10")


class TestPhones(TestCase):
	def test_kept_as_typed_and_normalised(self):
		customer = make_customer(phone=" 0906 483  615 ", other_phone="01681234567")
		self.assertEqual((customer.phone, customer.phone_e164), ("0906 483 615", "+84906483615"))
		self.assertEqual((customer.other_phone, customer.other_phone_e164), ("01681234567", "+84381234567"))

	def test_emptied(self):
		customer = make_customer()
		customer.phone = ""
		self.assertFalse(customer.save().phone_e164)

	def test_refused_by_name_of_the_field(self):
		for field, label in (("phone", "Phone"), ("other_phone", "Other Phone")):
			with self.assertRaisesRegex(fields.InvalidField, f"<strong>{label}</strong>.*Digits are missing"):
				make_customer(**{field: "0912"})

	def test_in_vietnamese(self):
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		with self.assertRaisesRegex(fields.InvalidField, "Điện thoại.*Số điện thoại thiếu chữ số"):
			make_customer(phone="0912")


class TestTaxCodes(TestCase):
	def test_canonical(self):
		self.assertEqual(make_customer(tax_code=" 0101 248 141 ").tax_code, FPT)

	def test_wrong_check_digit(self):
		with self.assertRaisesRegex(
			fields.InvalidField, "Tax Code.*0101248142.*The check digit does not match"
		):
			make_customer(tax_code="0101248142")

	def test_impossible_personal_number(self):
		with self.assertRaisesRegex(fields.InvalidField, "Tax Code.*first three digits of a citizen ID"):
			make_customer(tax_code="999199912345")

	def test_taken(self):
		first = make_customer(tax_code=FPT)
		with self.assertRaisesRegex(DuplicateCustomer, f"Tax Code.*{FPT}.*{first.name}"):
			make_customer(tax_code="0101-248-141")

	def test_many_customers_have_none(self):
		for blank in ("", " ", None):
			name = make_customer(tax_code=blank).name
			self.assertIsNone(frappe.db.get_value("KH Customer", name, "tax_code"))


class TestNumbersAndLists(TestCase):
	"""Values of other types than the forms send: programs send them by REST."""

	def test_numbers_become_text(self):
		customer = make_customer(customer_name=12345, customer_code=5, phone=912345678.0, id_number=7.0)
		self.assertEqual(
			(customer.name, customer.customer_name, customer.phone, customer.phone_e164, customer.id_number),
			("5", "12345", "912345678", "+84912345678", "7"),
		)
		customer.update({"customer_code": 5, "customer_name": 1.5})
		self.assertEqual(customer.save().customer_name, "1.5")

	def test_a_short_number(self):
		with self.assertRaisesRegex(fields.InvalidField, "Phone.*123.*Digits are missing"):
			make_customer(phone=123)

	def test_a_tax_code_that_lost_its_zero(self):
		self.assertEqual(make_customer(tax_code=int(FPT)).tax_code, FPT)

	def test_neither_text_nor_number(self):
		for field in ("customer_name", "customer_code", "phone", "email", "website", "description"):
			for value in (["a"], {"a": 1}, True):
				with self.subTest(f"{field} {value}"), self.assertRaisesRegex(fields.InvalidField, "as text"):
					make_customer(**{field: value})
		with self.assertRaisesRegex(fields.InvalidField, "Tax Code.*Write the tax code as text"):
			make_customer(tax_code=[FPT])


class TestAccountManager(TestCase):
	REASON = "Owner.*Only enabled users of the desk"

	def test_colleague(self):
		colleague = make_user("dong-nghiep@example.com", "KH Sales User")
		self.assertEqual(make_customer(account_manager=colleague).account_manager, colleague)

	def test_guests_and_users_of_the_website(self):
		for user in ("Guest", make_user("khach-web@example.com")):
			with self.subTest(user), self.assertRaisesRegex(fields.InvalidField, self.REASON):
				make_customer(account_manager=user)

	def test_who_left_stays_but_gets_no_more_customers(self):
		left = make_user("da-nghi@example.com", "KH Sales User")
		customer = make_customer(account_manager=left)
		frappe.db.set_value("User", left, "enabled", 0)
		customer.status = "Active"
		self.assertEqual(customer.save().account_manager, left)
		with self.assertRaisesRegex(fields.InvalidField, self.REASON):
			make_customer(account_manager=left)


class TestOtherFields(TestCase):
	def test_email(self):
		self.assertEqual(make_customer(email=" hoa@example.com ").email, "hoa@example.com")
		self.assertEqual(make_customer(email="Hoa.Le@Example.com").email, "Hoa.Le@Example.com")
		for wrong in ("hoa@", "hoa.example.com", "a@example.com, b@example.com"):
			with self.assertRaisesRegex(fields.InvalidField, "Email.*This is not one email address"):
				make_customer(email=wrong)

	def test_dates(self):
		self.assertTrue(make_customer(date_of_birth=today()).name)
		for field, label in (("date_of_birth", "Date of Birth"), ("founding_date", "Founding Date")):
			with self.assertRaisesRegex(fields.InvalidField, f"{label}.*The date lies in the future"):
				make_customer(**{field: add_days(today(), 1)})
			with self.assertRaisesRegex(fields.InvalidField, f"{label}.*before the year 1900"):
				make_customer(**{field: "1899-12-31"})

	def test_other_forms_of_dates(self):
		for wrong in ("31/12/1990", "1990-02-30", "19901231", "hôm nay", 19901231, ["1990-12-31"]):
			for field, label in (("date_of_birth", "Date of Birth"), ("founding_date", "Founding Date")):
				with (
					self.subTest(f"{field} {wrong}"),
					self.assertRaisesRegex(fields.InvalidField, f"{label}.*This is not a date"),
				):
					make_customer(**{field: wrong})

	def test_ward_brings_its_province(self):
		self.assertEqual(make_customer(ward="00070").province, "01")

	def test_ward_of_another_province(self):
		with self.assertRaisesRegex(
			fields.InvalidField, "<strong>Ward</strong>: The ward lies in another province"
		):
			make_customer(ward="00070", province="79")

	def test_vietnamese_text_survives(self):
		text = "Ghi chú: đã gọi 3 lần, hẹn sau Tết Ất Tỵ. =1+1"
		name = make_customer(description=text).name
		self.assertEqual(frappe.db.get_value("KH Customer", name, "description"), text)

	def test_more_text_than_there_is_room_for(self):
		most = fields.TEXT_BYTES // len("ộ".encode())
		for text in ("ộ" * most, "x" * fields.TEXT_BYTES):
			name = make_customer(description=text).name
			self.assertEqual(frappe.db.get_value("KH Customer", name, "description"), text)
			with self.assertRaisesRegex(fields.InvalidField, "Notes.*Write at most 20,000 characters"):
				make_customer(description=text + "x")


class TestLife(TestCase):
	def test_changes_are_recorded(self):
		customer = make_customer()
		customer.status = "Active"
		customer.save(ignore_version=False)  # which tests ignore by default
		self.assertTrue(frappe.db.exists("Version", {"ref_doctype": "KH Customer", "docname": customer.name}))

	def test_deleting_takes_the_only_contact_along(self):
		customer = make_customer()
		contact = frappe.get_doc(doctype="Contact", first_name="Lan")
		contact.append("links", {"link_doctype": "KH Customer", "link_name": customer.name})
		contact.insert()
		customer.delete()
		self.assertFalse(frappe.db.exists("Contact", contact.name))
