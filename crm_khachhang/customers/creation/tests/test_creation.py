import frappe
from frappe.utils import add_to_date, now_datetime

from crm_khachhang.access.roles import SALES_USER, VIEWER
from crm_khachhang.customers.contacts import people
from crm_khachhang.customers.creation import api
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.tests import TestCase, make_user

TOMORROW = add_to_date(now_datetime(), days=1).replace(microsecond=0)

COMPANY = {"customer_type": "Organization", "customer_name": "Công ty TNHH Thử Nghiệm"}
PEOPLE = [
	{"full_name": "Người Một", "phone": "0912 345 678"},
	{"full_name": "", "position": "", "phone": "", "email": ""},
	{"full_name": "Người Hai", "email": "hai@abc.vn"},
]
CALL = {"activity_type": "Call", "subject": "Gọi lại", "starts_on": str(TOMORROW)}


def count() -> tuple[int, ...]:
	return tuple(frappe.db.count(doctype) for doctype in ("KH Customer", "Contact", "KH Care Schedule"))


class TestCreating(TestCase):
	def test_all_at_once(self):
		seller = make_user("nguoi-ban@example.com", SALES_USER)
		frappe.set_user(seller)
		customer = api.create({**COMPANY, "account_manager": seller}, PEOPLE, CALL)
		self.assertEqual(customer["account_manager"], seller)
		self.assertEqual(
			[one["full_name"] for one in people.of(customer["name"])], ["Người Một", "Người Hai"]
		)
		planned = frappe.get_all(
			"KH Care Schedule", filters={"customer": customer["name"]}, fields=["subject", "assigned_to"]
		)
		self.assertEqual(planned, [{"subject": "Gọi lại", "assigned_to": seller}])
		self.assertEqual(customer["next_care_on"], TOMORROW)
		self.assertTrue(customer["primary_contact"].startswith("Người Một"))

	def test_as_the_desk_sends_it(self):
		"""The desk sends objects and lists as text."""
		given = [frappe.as_json(one) for one in (COMPANY, PEOPLE, CALL)]
		customer = api.create(*given)
		self.assertEqual(customer["customer_name"], COMPANY["customer_name"])
		self.assertEqual(len(people.of(customer["name"])), 2)
		self.assertEqual(customer["next_care_on"], TOMORROW)
		other = frappe.as_json({"customer_name": "Công ty TNHH Một Mình"})
		self.assertIsNone(api.create(other, "[]", "")["next_care_on"])

	def test_the_appointment_may_repeat(self):
		rule = {"repeats": "Daily", "repeat_every": 1, "repeat_count": 3, "repeat_until": None}
		customer = api.create(COMPANY, None, {**CALL, **rule})
		planned = frappe.get_all(
			"KH Care Schedule",
			{"customer": customer["name"]},
			["series", "repeat_count"],
			order_by="starts_on",
		)
		self.assertEqual(([one.repeat_count for one in planned]), [3, 3, 3])
		self.assertEqual(len({one.series for one in planned} - {None}), 1)
		self.assertEqual(customer["next_care_on"], TOMORROW)

	def test_without_people_and_appointment(self):
		customer = api.create(COMPANY)
		self.assertEqual((customer["primary_contact"], customer["next_care_on"]), (None, None))

	def test_nothing_is_saved_when_one_thing_is_refused(self):
		before = count()
		for contacts, appointment, words in (
			([{"full_name": "A", "phone": "12"}], CALL, "Contacts, row 1, Phone.*12.*Digits are missing"),
			([*PEOPLE, {"full_name": "", "email": "x@y.vn"}], None, "Contacts, row 4, First and Last Name"),
			(PEOPLE, {**CALL, "ends_on": "2020-01-01 08:00:00"}, "Ends On.*before the start"),
			(PEOPLE, {**CALL, "assigned_to": "Guest"}, "Assigned To.*enabled users of the desk"),
			(PEOPLE, {**CALL, "repeats": "Daily"}, "Repeat Until.*needs an end"),
			(PEOPLE, {**CALL, "repeats": "Daily", "repeat_until": "2090-01-01"}, "more than ten years"),
			(PEOPLE, {**CALL, "repeats": "Hourly", "repeat_count": 2}, "Repeats.*no such recurrence"),
		):
			with self.subTest(words):
				with self.assertRaisesRegex(InvalidField, words):
					api.create(COMPANY, contacts, appointment)
				self.assertEqual(count(), before)

	def test_in_vietnamese(self):
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		with self.assertRaisesRegex(InvalidField, "Người liên hệ, dòng 1, Điện thoại.*Số điện thoại thiếu"):
			api.create(COMPANY, [{"full_name": "A", "phone": "0912"}])

	def test_only_fields_of_the_form_are_taken(self):
		customer = api.create({**COMPANY, "owner": "Guest", "docstatus": 1, "name": "TAY", "flags": {}})
		self.assertEqual((customer["owner"], customer["docstatus"]), ("Administrator", 0))
		self.assertNotEqual(customer["name"], "TAY")

	def test_the_full_form_saves_what_the_popup_handed_over(self):
		customer = frappe.get_doc(
			{
				"doctype": "KH Customer",
				**COMPANY,
				"kh_companions": {"contacts": PEOPLE, "appointment": CALL},
			}
		).insert()
		self.assertEqual(len(people.of(customer.name)), 2)
		self.assertEqual(frappe.db.count("KH Care Schedule", {"customer": customer.name}), 1)
		customer.reload()
		customer.save()
		self.assertEqual(len(people.of(customer.name)), 2)

	def test_who_may_not_create(self):
		frappe.set_user(make_user("nguoi-xem@example.com", VIEWER))
		self.assertRaises(frappe.PermissionError, api.create, COMPANY)
