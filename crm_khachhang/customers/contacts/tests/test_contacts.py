import socket
from contextlib import contextmanager

import frappe
from frappe.utils import add_days, getdate, nowdate

from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.customers.contacts import api, people, primary
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.tests import TestCase, make_customer, make_user


def primary_of(customer) -> str | None:
	return frappe.db.get_value("KH Customer", customer.name, "primary_contact")


def add(customer, name="Trần Văn Bình", **person):
	return people.add(customer.name, {"full_name": name, **person})


class TestAdding(TestCase):
	def test_what_the_dialog_gives(self):
		customer = make_customer()
		position = frappe.get_doc(doctype="KH Contact Position", position_name="Kế toán kho").insert().name
		contact = add(customer, phone="0168 234 5678", email="binh@abc.vn", position=position)
		self.assertEqual(
			(contact.first_name, contact.mobile_no, contact.email_id, contact.kh_position),
			("Trần Văn Bình", "0168 234 5678", "binh@abc.vn", position),
		)
		shown = people.of(customer.name)
		self.assertEqual([one["full_name"] for one in shown], ["Trần Văn Bình"])
		self.assertTrue(shown[0]["is_primary"])
		self.assertEqual(shown[0]["position_name"], "Kế toán kho")

	def test_two_people_of_the_same_name(self):
		customer = make_customer()
		first, second = add(customer), add(customer)
		self.assertNotEqual(first.name, second.name)
		self.assertEqual(len(people.of(customer.name)), 2)

	def test_refusals_name_the_field(self):
		customer = make_customer()
		for person, words in (
			({"full_name": " "}, "First and Last Name.*cannot be empty"),
			({"full_name": "<b>x</b>"}, "First and Last Name.*angle brackets"),
			({"full_name": "A", "phone": "09123"}, "Phone.*09123.*Digits are missing"),
			({"full_name": "A", "email": "a@"}, "Email.*not one email address"),
		):
			with self.subTest(person), self.assertRaisesRegex(InvalidField, words):
				people.add(customer.name, person)

	def test_phones_are_checked_on_every_path_when_they_change(self):
		contact = add(make_customer(), phone="0912 345 678")
		frappe.db.set_value("Contact Phone", contact.phone_nos[0].name, "phone", "123")
		contact.reload()
		contact.department = "Kho"
		contact.save()  # An old number stays as it is.
		contact.append("phone_nos", {"phone": "0999"})
		with self.assertRaisesRegex(InvalidField, "Contacts, row 2, Phone.*0999.*Digits are missing"):
			contact.save()

	def test_contacts_of_nobody_are_not_ours_to_check(self):
		contact = frappe.get_doc(doctype="Contact", first_name="Ai Đó", phone_nos=[{"phone": "0999"}])
		self.assertEqual(contact.insert().phone_nos[0].phone, "0999")


class TestDateOfBirth(TestCase):
	REFUSED = (
		("tomorrow", "Date of Birth.*lies in the future. Check the day"),
		("1899-12-31", "Date of Birth.*before the year 1900"),
		("31/12/1990", "Date of Birth.*not a date. Write year-month-day"),
		("1990-02-30", "Date of Birth.*not a date"),
	)

	def test_shown_with_the_people(self):
		customer = make_customer()
		contact = add(customer, date_of_birth="1990-03-12")
		self.assertEqual(people.of(customer.name)[0]["date_of_birth"], getdate("1990-03-12"))
		people.change(contact, customer.name, {"full_name": "Trần Văn Bình", "date_of_birth": ""})
		self.assertIsNone(people.of(customer.name)[0]["date_of_birth"])

	def test_today_is_one(self):
		self.assertEqual(str(add(make_customer(), date_of_birth=nowdate()).kh_date_of_birth), nowdate())

	def test_refused(self):
		customer = make_customer()
		for given, words in self.REFUSED:
			value = add_days(nowdate(), 1) if given == "tomorrow" else given
			with self.subTest(value):
				self.assertRaisesRegex(InvalidField, words, add, customer, date_of_birth=value)
				contact = frappe.get_doc(doctype="Contact", first_name="Ai Đó", kh_date_of_birth=value)
				self.assertRaisesRegex(InvalidField, words, contact.insert)
		self.assertEqual(people.of(customer.name), [])

	def test_an_old_one_stays_as_it_is(self):
		contact = add(make_customer())
		frappe.db.set_value("Contact", contact.name, "kh_date_of_birth", "1850-01-01")
		contact.reload()
		contact.department = "Kho"
		contact.save()
		self.assertEqual(str(contact.kh_date_of_birth), "1850-01-01")


class TestPrimary(TestCase):
	def setUp(self):
		super().setUp()
		self.customer = make_customer()
		self.first = add(self.customer, "Người Một")
		self.second = add(self.customer, "Người Hai")

	def test_the_first_one(self):
		self.assertEqual(primary_of(self.customer), self.first.name)

	def test_chosen(self):
		api.set_primary(self.customer.name, self.second.name)
		self.assertEqual(primary_of(self.customer), self.second.name)

	def test_never_a_contact_of_others(self):
		stranger = add(make_customer(customer_name="Khách Khác"), "Người Lạ")
		primary.choose(self.customer.name, stranger.name)
		self.assertEqual(primary_of(self.customer), self.first.name)
		self.customer.reload()
		self.customer.primary_contact = stranger.name
		self.customer.save()
		self.assertEqual(primary_of(self.customer), self.first.name)

	def test_unlinked(self):
		api.unlink(self.customer.name, self.first.name)
		self.assertEqual(primary_of(self.customer), self.second.name)
		api.unlink(self.customer.name, self.second.name)
		self.assertFalse(primary_of(self.customer))
		api.link(self.customer.name, self.first.name)
		self.assertEqual(primary_of(self.customer), self.first.name)

	def test_deleted(self):
		frappe.delete_doc("Contact", self.first.name)
		self.assertEqual(primary_of(self.customer), self.second.name)

	def test_merged_into_one_of_another_customer(self):
		other = make_customer(customer_name="Khách Khác")
		kept = add(other, "Người Ba")
		frappe.rename_doc("Contact", self.first.name, kept.name, merge=True)
		self.assertEqual(primary_of(self.customer), kept.name)
		self.assertEqual(
			{one["full_name"] for one in people.of(self.customer.name)}, {"Người Ba", "Người Hai"}
		)

	def test_renamed(self):
		new = frappe.rename_doc("Contact", self.first.name, "nguoi-mot")
		self.assertEqual(primary_of(self.customer), new)

	def test_belongs_to_several_customers(self):
		other = make_customer(customer_name="Khách Khác")
		api.link(other.name, self.first.name)
		self.assertEqual(primary_of(other), self.first.name)
		api.unlink(self.customer.name, self.first.name)
		self.assertEqual(primary_of(other), self.first.name)
		self.assertEqual(primary_of(self.customer), self.second.name)

	def test_deleting_the_customer(self):
		frappe.delete_doc("KH Customer", self.customer.name)
		self.assertFalse(frappe.db.exists("Contact", self.first.name))


class TestRights(TestCase):
	def test_only_who_may_change_the_customer(self):
		seller = make_user("nguoi-ban@example.com", SALES_USER)
		others = make_customer(account_manager="Administrator")
		frappe.set_user(seller)
		for call in (
			lambda: api.get_people(others.name),
			lambda: api.add(others.name, {"full_name": "A"}),
			lambda: api.link(others.name, "x"),
			lambda: api.unlink(others.name, "x"),
			lambda: api.set_primary(others.name, "x"),
		):
			with self.assertRaises(frappe.PermissionError):
				call()

	def test_a_sales_user_and_their_own_customer(self):
		seller = make_user("nguoi-ban@example.com", SALES_USER)
		frappe.set_user(seller)
		own = make_customer(account_manager=seller)
		self.assertEqual(len(api.add(own.name, {"full_name": "Người Một", "email": "mot@abc.vn"})), 1)


@contextmanager
def no_network():
	"""Record and refuse every look-up of another machine; Frappe asks gravatar.com outside of tests only."""
	asked, original = [], socket.getaddrinfo

	def refuse(host, *arguments, **options):
		if host not in ("localhost", "127.0.0.1", None):
			asked.append(host)
			raise OSError(f"no network in this test: {host}")
		return original(host, *arguments, **options)

	in_test, frappe.flags.in_test = frappe.flags.in_test, False
	socket.getaddrinfo = refuse
	try:
		yield asked
	finally:
		socket.getaddrinfo = original
		frappe.flags.in_test = in_test


class TestQuiet(TestCase):
	def test_no_outside_service_is_asked(self):
		customer = make_customer()
		with no_network() as asked:
			contact = add(customer, email="mot@abc.vn")
			contact.append("email_ids", {"email_id": "hai@abc.vn"})
			contact.save()
			people.unlink(contact, customer.name)
		self.assertEqual(asked, [])
		self.assertFalse(frappe.db.get_value("Contact", contact.name, "image"))

	def test_the_recorder_sees_who_is_asked(self):
		with no_network() as asked, self.assertRaises(OSError):
			socket.create_connection(("secure.gravatar.com", 443))
		self.assertEqual(set(asked), {"secure.gravatar.com"})
