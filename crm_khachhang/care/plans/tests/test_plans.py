"""What a plan plans, for whom, and what becomes of it."""

import frappe
from frappe.utils import get_datetime, getdate, today

from crm_khachhang.access.roles import SALES_USER
from crm_khachhang.care.plans import choosing, jobs
from crm_khachhang.care.plans.carrying_out import Named, Outcome, bring_up_to_date
from crm_khachhang.care.plans.tests.company import (
	APPOINTMENT,
	appointments,
	day,
	make_group,
	make_plan,
	make_tier,
)
from crm_khachhang.care.working_time import current
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.customers.merging import api as merging
from crm_khachhang.customers.sales import record, reverse
from crm_khachhang.customers.tiers.api import compute_one
from crm_khachhang.tests import TestCase, make_customer, make_user, queries_of

NOTHING = Outcome(0, 0)


class TestRules(TestCase):
	def test_days_before_what_they_are_counted_from(self):
		with self.assertRaisesRegex(InvalidField, "Days After.*only birthdays"):
			make_plan({"days_after": -1})

	def test_too_far_away(self):
		with self.assertRaisesRegex(InvalidField, "Days After"):
			make_plan({"days_after": 4000})

	def test_no_hour_of_the_day(self):
		with self.assertRaisesRegex(InvalidField, "Hour.*from 0 to 23"):
			make_plan({"hour": 24})

	def test_days_before_a_birthday(self):
		self.assertTrue(make_plan({"anchor": "Birthday", "days_after": -7}))

	def test_a_plan_with_appointments_stays(self):
		plan = make_plan()
		make_customer(care_plan=plan)
		with self.assertRaises(frappe.LinkExistsError):
			frappe.delete_doc("KH Care Plan", plan)

	def test_a_plan_that_made_nothing_goes_with_its_choices(self):
		plan = make_plan({"anchor": "First Purchase"})
		customer = make_customer()
		choosing.choose(customer, plan)
		frappe.delete_doc("KH Care Plan", plan)
		self.assertFalse(frappe.db.exists("KH Care Plan Customer", {"customer": customer.name}))


class TestWorkingTime(TestCase):
	def test_a_touch_on_a_day_off_waits_for_the_next_working_time(self):
		sunday = 6 - getdate(today()).weekday() or 7
		plan = make_plan({"days_after": sunday, "hour": 20})
		frappe.db.set_single_value("KH Settings", "move_to_working_time", 1)
		customer = make_customer(care_plan=plan)
		monday = current().next_working_day(getdate(day(sunday + 1)))
		self.assertEqual(appointments(customer, "starts_on"), [get_datetime(f"{monday} 08:00:00")])
		self.assertEqual(bring_up_to_date(plan, Named((customer.name,))), NOTHING)


class TestWhose(TestCase):
	def test_the_tier_s(self):
		seller = make_user("kh_plan@plans.example", SALES_USER)
		plan = make_plan({"hour": 10, "activity_type": "Visit", "description": "Mang quà"})
		customer = make_customer(tier=make_tier(plan), account_manager=seller)
		found = frappe.get_last_doc(APPOINTMENT, {"customer": customer.name})
		self.assertEqual(
			(found.subject, found.activity_type, found.assigned_to, found.status, found.care_plan),
			("Hỏi thăm", "Visit", seller, "Planned", plan),
		)
		self.assertEqual((str(found.starts_on), found.description), (f"{day(7)} 10:00:00", "Mang quà"))
		next_care_on = frappe.db.get_value("KH Customer", customer.name, "next_care_on")
		self.assertEqual(next_care_on, found.starts_on)

	def test_nobody_s(self):
		make_plan()
		self.assertEqual(appointments(make_customer(tier=make_tier())), [])

	def test_the_group_s_and_those_below(self):
		plan = make_plan()
		group = make_group(plan)
		below = make_group(None, group, "Nhóm con")
		for name in (group, below):
			self.assertEqual(appointments(make_customer(customer_group=name)), ["Hỏi thăm"])

	def test_the_nearest_one(self):
		own, of_tier, of_group = (make_plan({"subject": name}, plan_name=name) for name in "ABC")
		tier, group = make_tier(of_tier), make_group(of_group)
		for values, wanted in (
			({"care_plan": own, "tier": tier, "customer_group": group}, ["A"]),
			({"tier": tier, "customer_group": group}, ["B"]),
			({"customer_group": group}, ["C"]),
		):
			customer = make_customer(**values)
			self.assertEqual(appointments(customer), wanted)
			for plan in (own, of_tier, of_group):  # in sets the same as one by one
				self.assertEqual(bring_up_to_date(plan, Named((customer.name,))), NOTHING)

	def test_chosen_besides(self):
		of_tier, chosen = make_plan(plan_name="A"), make_plan({"subject": "Chúc Tết"}, plan_name="B")
		customer = make_customer(tier=make_tier(of_tier))
		self.assertEqual(choosing.choose(customer, chosen), Outcome(1, 0))
		self.assertEqual(sorted(appointments(customer)), ["Chúc Tết", "Hỏi thăm"])

	def test_switched_off(self):
		plan = make_plan(enabled=0)
		self.assertEqual(appointments(make_customer(care_plan=plan)), [])

	def test_a_customer_without_plan_costs_no_query(self):
		tier = make_tier()
		frappe.get_cached_doc("KH Customer Tier", tier)
		customer = make_customer(tier=tier)
		from crm_khachhang.care.plans.joining import customer_saved

		customer._doc_before_save = None
		self.assertEqual(queries_of(lambda: customer_saved(customer)), 0)


class TestAnchors(TestCase):
	def planned(self, anchor: str, customer, days_after: int = 10, **touch) -> list[str]:
		plan = make_plan({"anchor": anchor, "days_after": days_after} | touch)
		choosing.choose(customer, plan)
		bring_up_to_date(plan, Named((customer.name,)))
		return [str(getdate(at)) for at in appointments(customer, "starts_on", status="Planned")]

	def test_created(self):
		customer = make_customer()
		customer.db_set("creation", f"{day(-4)} 23:59:59.5", update_modified=False)
		self.assertEqual(self.planned("Customer Created", customer), [day(6)])

	def test_created_too_long_ago(self):
		customer = make_customer()
		customer.db_set("creation", f"{day(-11)} 08:00:00", update_modified=False)
		self.assertEqual(self.planned("Customer Created", customer), [])

	def test_beyond_the_days_ahead(self):
		self.assertEqual(self.planned("Customer Created", make_customer(), 91), [])

	def test_last_purchase(self):
		customer = make_customer(last_purchase_date=day(-1))
		self.assertEqual(self.planned("Last Purchase", customer), [day(9)])

	def test_first_purchase(self):
		customer = make_customer()
		order = frappe.get_doc(doctype="ToDo", description="Đơn hàng").insert().name
		record(customer.name, day(-30), 100, voucher_type="ToDo", voucher_no=order)
		reverse("ToDo", order)
		for days in (-5, -2):
			record(customer.name, day(days), 100)
		self.assertEqual(self.planned("First Purchase", customer), [day(5)])

	def test_tier_change(self):
		gold, silver = make_tier(tier_name="V"), make_tier(tier_name="B")
		customer = make_customer(tier=silver)
		customer.tier = gold
		customer.save()
		frappe.db.set_value(
			"KH Tier Change", {"customer": customer.name}, "changed_on", f"{day(-3)} 08:00:00"
		)
		self.assertEqual(self.planned("Tier Change", customer), [day(7)])

	def test_a_tier_from_the_beginning_is_no_change(self):
		self.assertEqual(self.planned("Tier Change", make_customer(tier=make_tier())), [])

	def test_birthday(self):
		born = getdate(day(20)).replace(year=1990)
		self.assertEqual(self.planned("Birthday", make_customer(date_of_birth=born), -3), [day(17)])

	def test_no_date_of_birth(self):
		self.assertEqual(self.planned("Birthday", make_customer(), -3), [])

	def test_anniversary_of_an_organization(self):
		founded = getdate(day(20)).replace(year=2010)
		company = {"customer_type": "Organization", "customer_name": "Công ty Sao Mai"}
		self.assertEqual(
			self.planned("Birthday", make_customer(founding_date=founded, **company), 0), [day(20)]
		)

	def test_applied(self):
		self.assertEqual(self.planned("Plan Applied", make_customer(), 2), [day(2)])


class TestAgain(TestCase):
	def setUp(self):
		super().setUp()
		self.plan = make_plan({"days_after": 7}, {"days_after": 14, "subject": "Gọi lại"})
		self.tier = make_tier(self.plan)
		self.customer = make_customer(tier=self.tier)

	def again(self) -> Outcome:
		return bring_up_to_date(self.plan, Named((self.customer.name,)))

	def statuses(self) -> list:
		return appointments(self.customer, "subject", "status")

	def test_twice_changes_nothing(self):
		before = appointments(self.customer, "name", "modified")
		self.assertEqual(self.again(), NOTHING)
		self.assertEqual(jobs.carry_out(self.plan), NOTHING)
		self.assertEqual(appointments(self.customer, "name", "modified"), before)

	def test_what_people_did_stays(self):
		first = frappe.get_last_doc(APPOINTMENT, {"customer": self.customer.name, "subject": "Hỏi thăm"})
		first.status = "Cancelled"
		first.save()
		second = frappe.get_last_doc(APPOINTMENT, {"customer": self.customer.name, "subject": "Gọi lại"})
		second.starts_on = f"{day(20)} 15:00:00"
		second.save()
		self.assertEqual(self.again(), NOTHING)
		self.assertEqual(
			str(frappe.db.get_value(APPOINTMENT, second.name, "starts_on")), f"{day(20)} 15:00:00"
		)

	def test_leaving_the_tier_cancels_what_is_planned(self):
		done = frappe.get_last_doc(APPOINTMENT, {"customer": self.customer.name, "subject": "Hỏi thăm"})
		done.status = "Done"
		done.save()
		own = frappe.get_doc(
			doctype=APPOINTMENT,
			customer=self.customer.name,
			subject="Của tôi",
			starts_on=f"{day(30)} 09:00:00",
		).insert()
		self.customer.reload()
		self.customer.tier = None
		self.customer.save()
		self.assertEqual(
			self.statuses(), [("Hỏi thăm", "Done"), ("Gọi lại", "Cancelled"), ("Của tôi", "Planned")]
		)
		outcome = appointments(self.customer, "outcome", status="Cancelled")
		self.assertEqual(outcome, ["Không còn theo kế hoạch chăm sóc"])
		next_care_on = frappe.db.get_value("KH Customer", self.customer.name, "next_care_on")
		self.assertEqual(next_care_on, get_datetime(own.starts_on))

	def test_coming_back(self):
		for tier in (None, self.tier):
			self.customer.tier = tier
			self.customer.save()
		planned = appointments(self.customer, status="Planned")
		self.assertEqual(planned, ["Hỏi thăm", "Gọi lại"])

	def test_another_tier_s_plan_at_once(self):
		other = make_plan({"subject": "Tặng quà"}, plan_name="Khách quý")
		self.customer.tier = make_tier(other, tier_name="Khách quý")
		self.customer.save()
		self.assertEqual(appointments(self.customer, status="Planned"), ["Tặng quà"])

	def test_a_computed_tier_at_once(self):
		plan = make_plan(
			{"anchor": "Tier Change", "days_after": 1, "subject": "Chúc mừng"}, plan_name="Lên hạng"
		)
		make_tier(plan, tier_name="Lên hạng", rank=99, min_revenue=1000)
		customer = make_customer(customer_name="Khách mua nhiều")
		record(customer.name, today(), 5000)
		self.assertTrue(compute_one(customer.name))
		self.assertEqual(appointments(customer), ["Chúc mừng"])

	def test_a_touch_that_is_gone(self):
		plan = frappe.get_doc("KH Care Plan", self.plan)
		plan.touches = plan.touches[:1]
		plan.save()
		self.assertEqual(jobs.carry_out(self.plan), Outcome(0, 1))
		self.assertEqual(self.statuses(), [("Hỏi thăm", "Planned"), ("Gọi lại", "Cancelled")])

	def test_switched_off(self):
		plan = frappe.get_doc("KH Care Plan", self.plan)
		plan.enabled = 0
		plan.save()
		self.assertEqual(jobs.carry_out(self.plan), Outcome(0, 2))

	def test_bought_again(self):
		plan = make_plan(
			{"anchor": "Last Purchase", "days_after": 30, "subject": "Mời mua"}, plan_name="Mời mua"
		)
		self.customer.last_purchase_date = day(-10)
		self.customer.care_plan = plan
		self.customer.save()
		self.assertEqual(
			appointments(self.customer, "starts_on", status="Planned")[0].date(), getdate(day(20))
		)
		record(self.customer.name, today(), 100)
		self.assertEqual(jobs.carry_out(plan), Outcome(1, 1))
		found = appointments(self.customer, "starts_on", status="Planned")
		self.assertEqual([at.date() for at in found], [getdate(day(30))])

	def test_another_code(self):
		frappe.rename_doc("KH Customer", self.customer.name, "KH-DOI-MA")
		self.customer.name = "KH-DOI-MA"
		self.assertEqual(self.again(), NOTHING)
		self.assertEqual(jobs.carry_out(self.plan), NOTHING)

	def test_merged(self):
		other = make_customer(customer_name="Nguyễn Thị Hoa 2", tier=self.tier)
		merging.merge([self.customer.name, other.name], self.customer.name)
		self.assertEqual(len(appointments(self.customer, status="Planned")), 4)
		self.assertEqual(jobs.carry_out(self.plan), Outcome(0, 2))
		self.assertEqual(appointments(self.customer, status="Planned"), ["Hỏi thăm", "Gọi lại"])

	def test_deleted(self):
		choosing.choose(self.customer, self.plan)
		self.customer.delete()
		self.assertFalse(frappe.db.exists("KH Care Plan Customer", {"care_plan": self.plan}))


class TestNightly(TestCase):
	def test_many_customers_few_queries(self):
		plan = make_plan({"days_after": 7}, {"days_after": 14})
		frappe.db.set_value("KH Care Plan", plan, "made_on", None)
		names = [make_customer(customer_name=f"Khách đêm {i}").name for i in range(30)]
		frappe.db.set_value("KH Customer", {"name": ("in", names)}, "care_plan", plan)
		few = queries_of(lambda: jobs.carry_out(plan))
		self.assertEqual(frappe.db.count(APPOINTMENT, {"care_plan": plan}), 60)
		self.assertLess(few, 60)
		self.assertEqual(str(frappe.db.get_value("KH Care Plan", plan, "made_on")), today())

	def test_what_the_scheduler_missed(self):
		plan = make_plan({"days_after": 1})
		customer = make_customer()
		customer.db_set({"care_plan": plan, "creation": f"{day(-3)} 08:00:00"}, update_modified=False)
		frappe.db.set_value("KH Care Plan", plan, "made_on", day(-4))
		jobs.nightly()
		self.assertEqual([str(at) for at in appointments(customer, "starts_on")], [f"{today()} 09:00:00"])

	def test_a_plan_that_was_off_makes_up_for_nothing(self):
		plan = make_plan(enabled=0)
		frappe.db.set_value("KH Care Plan", plan, "made_on", day(-4))
		doc = frappe.get_doc("KH Care Plan", plan)
		doc.save()
		self.assertIsNone(doc.made_on)
