"""What all masters share: unique titles, merging, colours, the lists that a site begins with."""

import frappe

from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.customers import boot, fields
from crm_khachhang.customers.masters import GROUP, MASTERS, SOURCE, TIER, api, colours, merging
from crm_khachhang.tests import NOT_PERMITTED, TestCase, make_customer, make_user

PARENT = "parent_kh_customer_group"
ROOT = {PARENT: ("is", "not set")}


def make_master(doctype: str, title: str, **values):
	"""Insert and return a master of the DocType with this title."""
	title_field = frappe.get_meta(doctype).title_field
	required = {"rank": 1} if doctype == TIER else {}
	return frappe.get_doc({"doctype": doctype, title_field: title} | required | values).insert()


class TestTitles(TestCase):
	def test_unique_in_any_letter_case(self):
		for doctype in MASTERS:
			make_master(doctype, "Thử danh mục")
			with self.subTest(doctype), self.assertRaisesRegex(fields.DuplicateName, "already in the list"):
				make_master(doctype, " THỬ  danh mục ")

	def test_accents_make_another_title(self):
		for doctype in MASTERS:
			with self.subTest(doctype):
				self.assertNotEqual(make_master(doctype, "Bán").name, make_master(doctype, "Bạn").name)

	def test_titles_change_freely(self):
		source = make_master(SOURCE, "Tên cũ")
		customer = make_customer(source=source.name)
		source.source_name = "Tên mới"
		source.save()
		self.assertEqual(frappe.db.get_value("KH Customer", customer.name, "source.source_name"), "Tên mới")

	def test_every_site_begins_with_entries(self):
		for doctype in MASTERS:
			self.assertGreaterEqual(frappe.db.count(doctype), 4, doctype)

	def test_only_managers_change_them(self):
		frappe.set_user(make_user("kd@masters.example", SALES_USER))
		for doctype in MASTERS:
			with self.subTest(doctype):
				self.assertRaises(frappe.PermissionError, make_master, doctype, "Của tôi")


class TestMerging(TestCase):
	def test_everything_follows(self):
		for doctype, fieldname in (
			(SOURCE, "source"),
			(TIER, "tier"),
			("KH Industry", "industry"),
			("KH Organization Size", "organization_size"),
		):
			with self.subTest(doctype):
				loser, winner = (make_master(doctype, title).name for title in ("Thua", "Thắng"))
				customers = [make_customer(**{fieldname: loser}).name for _ in range(2)]
				self.assertEqual(api.merge(doctype, loser, winner), "Thắng")
				for customer in customers:
					self.assertEqual(frappe.db.get_value("KH Customer", customer, fieldname), winner)
				self.assertFalse(frappe.db.exists(doctype, loser))

	def test_of_contacts_and_partners(self):
		status, other = (make_master("KH Contact Status", title).name for title in ("Một", "Hai"))
		contact = frappe.get_doc(doctype="Contact", first_name="Lan", kh_status=status).insert()
		merging.merge("KH Contact Status", status, other)
		self.assertEqual(frappe.db.get_value("Contact", contact.name, "kh_status"), other)
		group, other = (make_master("KH Partner Group", title).name for title in ("Một", "Hai"))
		partner = frappe.get_doc(doctype="KH Partner", partner_name="Đối tác", partner_group=group).insert()
		merging.merge("KH Partner Group", group, other)
		self.assertEqual(frappe.db.get_value("KH Partner", partner.name, "partner_group"), other)

	def test_history_and_saved_filters_follow(self):
		loser, winner = make_master(TIER, "Thua").name, make_master(TIER, "Thắng").name
		customer = make_customer(tier=loser)
		customer.tier = None
		customer.save()
		saved = frappe.get_doc(
			doctype="List Filter",
			reference_doctype="KH Customer",
			filter_name="Của tôi",
			filters=frappe.as_json([["KH Customer", "tier", "=", loser]]),
		).insert()
		merging.merge(TIER, loser, winner)
		change = frappe.get_all("KH Tier Change", {"customer": customer.name}, pluck="from_tier")
		self.assertEqual(change, [winner])
		self.assertIn(winner, frappe.db.get_value("List Filter", saved.name, "filters"))

	def test_the_comment_names_titles(self):
		loser, winner = make_master(SOURCE, "Thua").name, make_master(SOURCE, "Thắng").name
		merging.merge(SOURCE, loser, winner)
		comments = frappe.get_all(
			"Comment", {"reference_doctype": SOURCE, "reference_name": winner}, pluck="content"
		)
		self.assertTrue(any("Thua" in text and "Thắng" in text for text in comments), comments)
		self.assertFalse(any(loser in text for text in comments), comments)

	def test_into_itself_or_nothing(self):
		source = make_master(SOURCE, "Một mình").name
		with self.assertRaisesRegex(merging.CannotMerge, "into itself"):
			merging.merge(SOURCE, source, source)
		with self.assertRaisesRegex(frappe.DoesNotExistError, "does not exist any more"):
			merging.merge(SOURCE, source, "khong-co")
		with self.assertRaisesRegex(merging.CannotMerge, "Only masters"):
			merging.merge("KH Customer", "a", "b")

	def test_who_may(self):
		loser, winner = make_master(SOURCE, "Thua").name, make_master(SOURCE, "Thắng").name
		manager = make_user("ql@masters.example", MANAGER)
		frappe.set_user(make_user("kd@masters.example", SALES_USER))
		for call in (lambda: api.merge(SOURCE, loser, winner), lambda: api.used_by(SOURCE, loser)):
			with self.assertRaises(NOT_PERMITTED):
				call()
		frappe.set_user(manager)
		self.assertRaises(frappe.PermissionError, api.merge, "User", "Guest", "Administrator")
		self.assertEqual(api.merge(SOURCE, loser, winner), "Thắng")

	def test_how_many_customers_have_it(self):
		source = make_master(SOURCE, "Đếm").name
		make_customer(source=source)
		self.assertEqual(api.used_by(SOURCE, source), 1)


class TestMergingGroups(TestCase):
	def make_tree(self):
		"""A(A1, A2(A21)) and B beside each other."""
		a, b = make_master(GROUP, "A"), make_master(GROUP, "B")
		a1, a2 = (make_master(GROUP, title, **{PARENT: a.name}) for title in ("A1", "A2"))
		a21 = make_master(GROUP, "A21", **{PARENT: a2.name})
		return [group.name for group in (a, b, a1, a2, a21)]

	def parent(self, group: str) -> str:
		return frappe.db.get_value(GROUP, group, PARENT)

	def check_tree(self):
		"""Every group lies within its parent, and no two share a number."""
		groups = {g.name: g for g in frappe.get_all(GROUP, fields=["name", "lft", "rgt", PARENT])}
		numbers = [number for g in groups.values() for number in (g.lft, g.rgt)]
		self.assertEqual(sorted(numbers), list(range(1, 2 * len(groups) + 1)))
		for group in groups.values():
			if parent := groups.get(group[PARENT]):
				self.assertTrue(parent.lft < group.lft < group.rgt < parent.rgt)

	def test_a_group_into_a_leaf(self):
		a, b, a1, a2, a21 = self.make_tree()
		customer = make_customer(customer_group=a).name
		merging.merge(GROUP, a, b)
		self.assertEqual([self.parent(a1), self.parent(a2), self.parent(a21)], [b, b, a2])
		self.assertEqual(frappe.db.get_value("KH Customer", customer, "customer_group"), b)
		self.check_tree()

	def test_a_leaf_into_a_group(self):
		a, b, *_ = self.make_tree()
		merging.merge(GROUP, b, a)
		self.assertFalse(frappe.db.exists(GROUP, b))
		self.check_tree()

	def test_a_lower_group_into_the_higher(self):
		a, _b, _a1, a2, a21 = self.make_tree()
		merging.merge(GROUP, a2, a)
		self.assertEqual(self.parent(a21), a)
		self.check_tree()

	def test_a_higher_group_into_the_lower(self):
		a, _b, _a1, a2, _a21 = self.make_tree()
		with self.assertRaisesRegex(merging.CannotMerge, "lies below this one"):
			merging.merge(GROUP, a, a2)

	def test_subgroups_of_one_name(self):
		a, b, *_ = self.make_tree()
		make_master(GROUP, "a1", **{PARENT: b})
		with self.assertRaisesRegex(merging.CannotMerge, "A1.*Merge or rename these first"):
			merging.merge(GROUP, a, b)

	def test_the_topmost(self):
		root = frappe.db.get_value(GROUP, ROOT, "name")
		with self.assertRaisesRegex(merging.CannotMerge, "topmost"):
			merging.merge(GROUP, root, make_master(GROUP, "A").name)


class TestColours(TestCase):
	def test_in_small_letters_without_gray(self):
		gold = make_master(TIER, "Vàng thử", color="Yellow").name
		plain = make_master(TIER, "Thường", color="Gray").name
		self.assertEqual(colours.of_all()[TIER].get(gold), "yellow")
		self.assertNotIn(plain, colours.of_all()[TIER])

	def test_known_from_the_beginning_to_our_people_only(self):
		for user, known in (("kd@masters.example", True), ("la@masters.example", False)):
			frappe.set_user("Administrator")
			frappe.set_user(make_user(user, SALES_USER if known else "Report Manager"))
			facts = {}
			boot.extend(facts)
			self.assertEqual("crm_khachhang" in facts, known)
