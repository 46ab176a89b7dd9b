import frappe
from frappe.utils import add_to_date, get_datetime, now_datetime

from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.care import api
from crm_khachhang.care.dates import refresh_dates
from crm_khachhang.customers.contacts import people
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.tests import TestCase, make_customer, make_user


def moment(**shift):
	return add_to_date(now_datetime(), **shift).replace(microsecond=0)


def make_appointment(customer, **values):
	defaults = {
		"doctype": "KH Care Schedule",
		"customer": customer.name,
		"activity_type": "Call",
		"starts_on": moment(days=1),
	}
	return frappe.get_doc(defaults | values).insert()


def dates_of(customer):
	return tuple(frappe.db.get_value("KH Customer", customer.name, ["next_care_on", "last_care_on"]))


class TestRules(TestCase):
	def test_named_after_its_kind(self):
		self.assertEqual(make_appointment(make_customer()).subject, "Call")

	def test_end_before_start(self):
		with self.assertRaisesRegex(InvalidField, "Ends On.*before the start"):
			make_appointment(make_customer(), ends_on=moment(hours=1))

	def test_assigned_to_somebody_who_cannot_work(self):
		with self.assertRaisesRegex(InvalidField, "Assigned To.*Choose another person"):
			make_appointment(make_customer(), assigned_to="Guest")

	def test_contact_of_another_customer(self):
		stranger = people.add(make_customer(customer_name="Khách Khác").name, {"full_name": "Người Lạ"})
		with self.assertRaisesRegex(InvalidField, "Contact.*does not belong to the customer"):
			make_appointment(make_customer(), contact=stranger.name)

	def test_customer_that_the_user_does_not_see(self):
		hidden = make_customer(account_manager="Administrator")
		frappe.set_user(make_user("nguoi-ban@example.com", SALES_USER))
		with self.assertRaisesRegex(InvalidField, "Customer.*: There is no such customer"):
			make_appointment(hidden)
		self.assertRaises(frappe.PermissionError, api.get_appointments, hidden.name)

	def test_done_on(self):
		appointment = make_appointment(make_customer())
		appointment.status = "Done"
		self.assertTrue(appointment.save().done_on)
		appointment.status = "Planned"
		self.assertIsNone(appointment.save().done_on)


class TestDates(TestCase):
	def test_next_is_the_earliest_open_one_and_last_the_latest_done(self):
		customer = make_customer()
		self.assertEqual(dates_of(customer), (None, None))
		late = make_appointment(customer, starts_on=moment(days=3))
		soon = make_appointment(customer, starts_on=moment(days=2))
		self.assertEqual(dates_of(customer), (soon.starts_on, None))
		api.finish(soon.name, "Khách sẽ đặt hàng")
		self.assertEqual(dates_of(customer)[0], late.starts_on)
		self.assertEqual(dates_of(customer)[1], frappe.db.get_value("KH Care Schedule", soon.name, "done_on"))
		frappe.delete_doc("KH Care Schedule", late.name)
		self.assertIsNone(dates_of(customer)[0])

	def test_moved_to_another_customer(self):
		customer, other = make_customer(), make_customer(customer_name="Khách Khác")
		appointment = make_appointment(customer)
		appointment.customer = other.name
		appointment.save()
		self.assertEqual((dates_of(customer)[0], dates_of(other)[0]), (None, appointment.starts_on))

	def test_of_many_customers(self):
		customers = [make_customer(customer_name=f"Khách {number}") for number in range(3)]
		starts = [make_appointment(one).starts_on for one in customers]
		names = [one.name for one in customers]
		frappe.db.set_value("KH Customer", {"name": ("in", names)}, "next_care_on", None)
		refresh_dates(names)
		self.assertEqual([dates_of(one)[0] for one in customers], starts)

	def test_a_form_opened_earlier_does_not_put_them_back(self):
		customer = make_customer()
		opened = frappe.get_doc("KH Customer", customer.name)
		appointment = make_appointment(customer)
		opened.description = "đã gọi"
		opened.save()
		self.assertEqual(dates_of(customer)[0], appointment.starts_on)


class TestEndpoints(TestCase):
	def test_planned_for_the_owner(self):
		seller = make_user("nguoi-ban@example.com", SALES_USER)
		customer = make_customer(account_manager=seller)
		starts_on = moment(days=1)
		shown = api.plan(customer.name, {"activity_type": "Visit", "starts_on": str(starts_on)})
		self.assertEqual(
			[(one.assigned_to, one.subject, get_datetime(one.starts_on)) for one in shown["next"]],
			[(seller, "Visit", starts_on)],
		)
		done = api.finish(shown["next"][0].name, "Đã gặp")
		self.assertEqual([(one.status, one.outcome) for one in done["past"]], [("Done", "Đã gặp")])
