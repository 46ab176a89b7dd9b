import frappe
from frappe.utils import add_days, today

from crm_khachhang.customers import codes, fields
from crm_khachhang.tests import TestCase, make_customer

FPT = "0101248141"


class TestNames(TestCase):
	def test_white_space_and_unicode_form(self):
		decomposed = "  Nguye\u0302\u0303n \t Va\u0306n  A "
		self.assertEqual(make_customer(customer_name=decomposed).customer_name, "Nguyễn Văn A")

	def test_script_in_a_name(self):
		with self.assertRaisesRegex(fields.InvalidField, "Customer Name.*A name cannot contain < or >"):
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

	def test_markup(self):
		with self.assertRaisesRegex(codes.InvalidCode, "Customer Code.*cannot be used"):
			make_customer(customer_code="<b>1</b>")

	def test_does_not_change_on_saving(self):
		customer = make_customer()
		customer.customer_code = "KHAC"
		self.assertRaises(frappe.CannotChangeConstantError, customer.save)

	def test_renaming_obeys_the_same_rules(self):
		make_customer(customer_code="vip-9")
		name = make_customer().name
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
		with self.assertRaisesRegex(fields.DuplicateTaxCode, f"Tax Code.*{FPT}.*{first.name}"):
			make_customer(tax_code="0101-248-141")

	def test_many_customers_have_none(self):
		for blank in ("", " ", None):
			name = make_customer(tax_code=blank).name
			self.assertIsNone(frappe.db.get_value("KH Customer", name, "tax_code"))

	def test_the_database_holds_the_line(self):
		make_customer(tax_code=FPT)
		other = make_customer()
		with self.assertRaises(Exception) as caught:
			frappe.db.set_value("KH Customer", other.name, "tax_code", FPT)
		self.assertTrue(frappe.db.is_duplicate_entry(caught.exception))


class TestOtherFields(TestCase):
	def test_email(self):
		self.assertEqual(make_customer(email=" hoa@example.com ").email, "hoa@example.com")
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
