"""Merging customers: whose values stay, what moves, who may, and that nothing is done by halves."""

import frappe
from frappe.share import add as share

from crm_khachhang.access import files
from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.customers.merging import api, carry_out
from crm_khachhang.tests import TestCase, make_customer, make_user
from crm_khachhang.tests.related import make_address, make_care, make_contact, make_sale

FPT = "0101248141"


class MergeTestCase(TestCase):
	def setUp(self):
		super().setUp()
		self.master = make_customer(customer_name="Công ty Minh Anh", phone="0912 345 678")
		self.loser = make_customer(customer_name="Cty Minh Anh", phone="0987 654 321", email="a@minhanh.vn")
		self.third = make_customer(customer_name="Minh Anh Co", phone="", tax_code=FPT)
		self.names = [self.master.name, self.loser.name, self.third.name]

	def merge(self, *others: str, **arguments):
		names = [self.master.name, *(others or self.names[1:])]
		record = carry_out.merge(names, self.master.name, **arguments)
		self.master.reload()
		return record


class TestValues(MergeTestCase):
	def test_the_masters_and_where_it_has_none_the_first(self):
		self.merge()
		self.assertEqual(
			(self.master.customer_name, self.master.phone, self.master.email, self.master.tax_code),
			("Công ty Minh Anh", "0912 345 678", "a@minhanh.vn", FPT),
		)
		for name in self.names[1:]:
			self.assertFalse(frappe.db.exists("KH Customer", name))

	def test_chosen(self):
		self.merge(choices={"customer_name": self.loser.name, "phone": self.loser.name})
		self.assertEqual(
			(self.master.customer_name, self.master.phone_e164), ("Cty Minh Anh", "+84987654321")
		)
		self.assertEqual(self.master.customer_code, self.names[0])

	def test_an_empty_value_can_be_chosen(self):
		self.merge(choices={"email": self.master.name})
		self.assertFalse(self.master.email)

	def test_all_notes(self):
		self.master.db_set("description", "Gọi buổi sáng")
		self.loser.db_set("description", "Thích cà phê")
		self.third.db_set("description", "Gọi buổi sáng")
		self.merge(choices={"description": "*"})
		self.assertEqual(self.master.description, "Gọi buổi sáng\nThích cà phê")

	def test_a_ward_stays_with_its_province(self):
		self.master.db_set("province", "79")
		self.loser.db_set({"province": "01", "ward": "00070"})
		self.merge(choices={"address_line": self.loser.name})
		self.assertEqual((self.master.province, self.master.ward), ("01", "00070"))

	def test_a_country_alone_is_no_address(self):
		self.master.db_set("country", "Vietnam")
		self.loser.db_set({"address_line": "12 Láng Hạ", "country": "Vietnam"})
		self.merge()
		self.assertEqual(self.master.address_line, "12 Láng Hạ")

	def test_what_the_app_computed(self):
		self.master.db_set({"total_debt": 100, "last_purchase_date": "2026-01-01"})
		self.loser.db_set({"total_debt": 50, "last_purchase_date": "2026-05-01"})
		self.merge()
		self.assertEqual((self.master.total_debt, str(self.master.last_purchase_date)), (150, "2026-05-01"))

	def test_side_by_side(self):
		preview = api.preview(frappe.as_json(self.names))
		fields = {row["key"]: row for row in preview["fields"]}
		self.assertEqual(
			fields["customer_name"]["values"],
			dict(zip(self.names, ("Công ty Minh Anh", "Cty Minh Anh", "Minh Anh Co"), strict=True)),
		)
		self.assertTrue(fields["customer_name"]["differs"])
		self.assertFalse(fields["customer_type"]["differs"])
		self.assertEqual(fields["email"]["empty"], [self.names[0], self.names[2]])
		self.assertFalse({"customer_code", "phone_e164", "search_text", "total_debt"} & set(fields))


class TestWhatMoves(MergeTestCase):
	def test_documents(self):
		care, sale = make_care(self.loser.name), make_sale(self.third.name)
		contact, address = make_contact("Lan", self.loser.name), make_address("Kho", self.third.name)
		comment = self.loser.add_comment("Comment", "Khách quen")
		file = frappe.get_doc(
			doctype="File",
			file_name="hop-dong.txt",
			content="Hợp đồng",
			attached_to_doctype="KH Customer",
			attached_to_name=self.loser.name,
		).insert()
		mail = frappe.get_doc(
			doctype="Communication",
			subject="Báo giá",
			content="…",
			reference_doctype="KH Customer",
			reference_name=self.loser.name,
		).insert()
		self.merge()
		for document, field in (
			(care, "customer"),
			(sale, "customer"),
			(comment, "reference_name"),
			(file, "attached_to_name"),
			(mail, "reference_name"),
		):
			self.assertEqual(
				frappe.db.get_value(document.doctype, document.name, field),
				self.master.name,
				document.doctype,
			)
		for document in (contact, address):
			document.reload()
			self.assertEqual([link.link_name for link in document.links], [self.master.name])
		self.assertEqual(files.content_of(file).decode(), "Hợp đồng")

	def test_preview_counts(self):
		make_care(self.loser.name)
		make_care(self.loser.name)
		make_contact("Lan", self.loser.name)
		counts = {row["label"]: row["counts"] for row in api.preview(self.names)["moves"]}
		self.assertEqual(counts["KH Care Schedule"], {self.loser.name: 2})
		self.assertEqual(counts["Contact"], {self.loser.name: 1})

	def test_a_shared_contact_is_linked_once(self):
		contact = make_contact("Lan", self.master.name, self.loser.name, self.third.name)
		self.loser.db_set("primary_contact", contact.name)
		self.merge()
		contact.reload()
		self.assertEqual([link.link_name for link in contact.links], [self.master.name])
		self.assertEqual(self.master.primary_contact, contact.name)

	def test_tags_followers_likes_and_shares(self):
		user = make_user("kh_chiase@test.example", SALES_USER)
		for customer, tag in ((self.master, "VIP"), (self.loser, "VIP"), (self.loser, "Hà Nội")):
			customer.add_tag(tag)
		share("KH Customer", self.master.name, user, read=1)
		share("KH Customer", self.loser.name, user, read=1, write=1)
		for customer in (self.master, self.loser):
			frappe.get_doc(
				doctype="Document Follow", ref_doctype="KH Customer", ref_docname=customer.name, user=user
			).insert(ignore_permissions=True)
		self.loser.db_set("_liked_by", frappe.as_json([user]))
		self.merge()
		self.assertEqual(sorted(self.master.get_tags()), ["Hà Nội", "VIP"])
		tags = frappe.get_all("Tag Link", {"document_name": self.master.name}, pluck="tag")
		self.assertEqual(sorted(tags), ["Hà Nội", "VIP"])
		[shared] = frappe.get_all(
			"DocShare", {"share_name": self.master.name, "user": user}, ["read", "write"]
		)
		self.assertEqual((shared.read, shared.write), (1, 1))
		self.assertEqual(frappe.db.count("Document Follow", {"ref_docname": self.master.name}), 1)
		self.assertIn(user, frappe.db.get_value("KH Customer", self.master.name, "_liked_by"))

	def test_assignments(self):
		user = make_user("kh_viec@test.example", SALES_USER)
		for customer, words in ((self.master, "Gọi lại"), (self.loser, "Gửi báo giá")):
			frappe.get_doc(
				doctype="ToDo",
				allocated_to=user,
				description=words,
				reference_type="KH Customer",
				reference_name=customer.name,
			).insert()
		self.merge()
		[task] = frappe.get_all(
			"ToDo", {"reference_name": self.master.name, "status": "Open"}, ["allocated_to", "description"]
		)
		self.assertEqual(task.allocated_to, user)
		self.assertTrue("Gọi lại" in task.description and "Gửi báo giá" in task.description)
		self.assertEqual(self.master.get_assigned_users(), {user})

	def test_referrers(self):
		link = {"referrer_doctype": "KH Customer"}
		referred = make_customer(customer_name="Được giới thiệu", referrer=self.loser.name, **link)
		self.master.db_set(link | {"referrer": self.third.name})
		self.merge()
		self.assertEqual(frappe.db.get_value("KH Customer", referred.name, "referrer"), self.master.name)
		self.assertFalse(self.master.referrer or self.master.referrer_doctype)

	def test_a_circle_of_referrers_is_opened(self):
		link = {"referrer_doctype": "KH Customer"}
		between = make_customer(customer_name="Ở giữa", referrer=self.loser.name, **link)
		self.master.db_set(link | {"referrer": between.name})
		self.merge()
		self.assertFalse(self.master.referrer)

	def test_the_record(self):
		record = self.merge()
		self.assertEqual(
			(record.master, record.merged_by, record.loser_codes),
			(self.master.name, "Administrator", f"{self.loser.name}, {self.third.name}"),
		)
		values = {row.customer_code: frappe.parse_json(row.record) for row in record.losers}
		self.assertEqual(values[self.loser.name]["phone"], "0987 654 321")
		self.assertEqual(values[self.third.name]["tax_code"], FPT)
		lines = frappe.get_all("Comment", {"reference_name": self.master.name}, pluck="content")
		self.assertTrue(any(self.loser.name in line and record.name in line for line in lines), lines)

	def test_the_record_outlives_the_customer(self):
		record = self.merge()
		frappe.delete_doc("KH Customer", self.master.name)
		record.reload()
		self.assertEqual((record.master, record.master_code), (None, self.names[0]))

	def test_merging_the_result_again(self):
		record = self.merge(self.loser.name)
		carry_out.merge([self.master.name, self.third.name], self.third.name)
		record.reload()
		self.assertEqual(record.master, self.third.name)


class TestRights(MergeTestCase):
	def test_only_a_manager(self):
		sales = make_user("kh_ban@test.example", SALES_USER)
		for name in self.names:
			frappe.db.set_value("KH Customer", name, "account_manager", sales)
		manager = make_user("kh_ql@test.example", MANAGER)
		frappe.set_user(sales)
		with self.assertRaisesRegex(frappe.PermissionError, "Only a KH Manager"):
			api.preview(self.names)
		with self.assertRaisesRegex(frappe.PermissionError, "Only a KH Manager"):
			api.merge(self.names, self.master.name)
		frappe.set_user(manager)
		self.assertEqual(api.merge(self.names, self.master.name)["master"], self.master.name)

	def test_the_record_is_for_managers(self):
		record = self.merge()
		for role, may in ((MANAGER, True), (SALES_USER, False)):
			user = make_user(f"{frappe.scrub(role)}_bb@test.example", role)
			self.assertEqual(frappe.has_permission(record.doctype, "read", doc=record, user=user), may)
			self.assertFalse(frappe.has_permission(record.doctype, "write", doc=record, user=user))

	def test_guessed_and_wrong_names(self):
		with self.assertRaisesRegex(carry_out.ChangedMeanwhile, "do not exist any more"):
			api.merge([self.master.name, "KHÔNG CÓ"], self.master.name)
		for names, master in (
			([self.master.name], self.master.name),
			([self.master.name] * 2, self.master.name),
			(self.names, "KHÁC"),
			([str(n) for n in range(21)], "1"),
		):
			with self.assertRaisesRegex(carry_out.CannotMerge, "Choose 2 to 20 customers"):
				api.merge(names, master)

	def test_not_by_renaming(self):
		with self.assertRaisesRegex(frappe.ValidationError, "cannot be merged by renaming"):
			frappe.rename_doc("KH Customer", self.loser.name, self.master.name, merge=True)

	def test_somebody_changed_one_meanwhile(self):
		seen = {row["name"]: row["modified"] for row in api.preview(self.names)["customers"]}
		self.loser.reload()
		self.loser.status = "Active"
		self.loser.save()
		with self.assertRaisesRegex(carry_out.ChangedMeanwhile, "Cty Minh Anh.*meanwhile"):
			api.merge(self.names, self.master.name, seen=seen)


class TestNothingByHalves(MergeTestCase):
	def test_a_refused_value(self):
		make_contact("Lan", self.loser.name)
		before = self.state()
		frappe.db.savepoint("as_a_request")
		frappe.db.set_value("KH Customer", self.loser.name, "email", "không phải", update_modified=False)
		with self.assertRaisesRegex(frappe.ValidationError, "Email"):
			self.merge(choices={"email": self.loser.name})
		frappe.db.rollback(save_point="as_a_request")
		self.assertEqual(self.state(), before)

	def state(self):
		return [
			frappe.get_all("KH Customer", {"name": ("in", self.names)}, ["*"], order_by="name"),
			frappe.get_all("Dynamic Link", {"link_name": ("in", self.names)}, ["*"], order_by="name"),
			frappe.db.count("KH Customer Merge"),
		]
