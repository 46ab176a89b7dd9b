"""Who referred a customer: not itself, not in a circle, not what the user may not see."""

import frappe

from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.customers import fields, referrers
from crm_khachhang.tests import TestCase, make_customer, make_user

BY_CUSTOMER = {"referrer_doctype": "KH Customer"}


def make_partner(**values):
	return frappe.get_doc({"doctype": "KH Partner", "partner_name": "Cộng tác viên Bình"} | values).insert()


class TestReferrers(TestCase):
	def chain(self, length: int) -> list:
		"""Each customer was referred by the one before."""
		customers = [make_customer(customer_name="Khách 0")]
		for n in range(1, length):
			customers.append(
				make_customer(customer_name=f"Khách {n}", referrer=customers[-1].name, **BY_CUSTOMER)
			)
		return customers

	def test_itself(self):
		customer = make_customer()
		customer.update(BY_CUSTOMER | {"referrer": customer.name})
		with self.assertRaisesRegex(fields.InvalidField, "Referrer.*cannot refer itself"):
			customer.save()

	def test_a_circle(self):
		first, *_between, last = self.chain(4)
		first.update(BY_CUSTOMER | {"referrer": last.name})
		with self.assertRaisesRegex(fields.InvalidField, "Referrer.*was referred by this customer"):
			first.save()

	def test_in_vietnamese(self):
		first, last = self.chain(2)
		first.update(BY_CUSTOMER | {"referrer": last.name})
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		with self.assertRaisesRegex(
			fields.InvalidField, "Người giới thiệu.*do chính khách hàng này giới thiệu"
		):
			first.save()

	def test_a_circle_that_is_there_already_ends(self):
		first, last = self.chain(2)
		first.db_set(BY_CUSTOMER | {"referrer": last.name})
		self.assertTrue(referrers.closes_circle("KHÁC", first.name))

	def test_saving_something_else_asks_nothing(self):
		first, last = self.chain(2)
		first.db_set(BY_CUSTOMER | {"referrer": last.name})
		first.reload()
		first.status = "Active"
		first.save()

	def test_two_branches_are_no_circle(self):
		first, second = self.chain(2)
		third = make_customer(customer_name="Khách khác", referrer=first.name, **BY_CUSTOMER)
		third.referrer = second.name
		third.save()

	def test_without_a_kind(self):
		customer = make_customer(referrer=make_customer().name, **BY_CUSTOMER)
		customer.referrer_doctype = ""
		with self.assertRaisesRegex(frappe.ValidationError, "Referred By must be set first"):
			customer.save()

	def test_customers_of_others_look_like_none(self):
		hidden = make_customer(customer_name="Khách của người khác").name
		frappe.set_user(make_user("kh_gioithieu@test.example", SALES_USER))
		for name in (hidden, "KHÔNG CÓ"):
			with (
				self.subTest(name),
				self.assertRaisesRegex(frappe.LinkValidationError, f"Could not find Referrer: {name}$"),
			):
				make_customer(customer_name="Khách của tôi", referrer=name, **BY_CUSTOMER)

	def test_partners(self):
		partner = make_partner()
		customer = make_customer(referrer_doctype="KH Partner", referrer=partner.name)
		self.assertEqual(customer.referrer, partner.name)
		partner.enabled = 0
		partner.save()
		customer.status = "Active"
		customer.save()
		with self.assertRaisesRegex(fields.InvalidField, "Referrer.*partner is disabled"):
			make_customer(referrer_doctype="KH Partner", referrer=partner.name)


class TestPartners(TestCase):
	"""The rules of a customer's fields hold for partners."""

	def test_phone_and_tax_code(self):
		partner = make_partner(phone=" 01681234567 ", tax_code="0101 248 141")
		self.assertEqual(
			(partner.phone, partner.phone_e164, partner.tax_code),
			("01681234567", "+84381234567", "0101248141"),
		)

	def test_refused(self):
		for field, value, reason in (
			("phone", "0912", "Phone.*Digits are missing"),
			("email", "binh@", "Email.*not one email address"),
			("tax_code", "0101248142", "Tax Code.*check digit"),
			("partner_name", "<b>Bình</b>", "Partner Name.*angle brackets"),
		):
			with self.subTest(field), self.assertRaisesRegex(fields.InvalidField, reason):
				make_partner(**{field: value})

	def test_one_that_referred_stays(self):
		partner = make_partner()
		make_customer(referrer_doctype="KH Partner", referrer=partner.name)
		self.assertRaises(frappe.LinkExistsError, partner.delete)
