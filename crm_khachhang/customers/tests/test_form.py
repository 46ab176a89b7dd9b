"""What the form of a customer shows and keeps: links, history, comments, files, tags, sharing, following, print."""

import base64
import io
import json

import frappe
from frappe.desk.doctype.tag.tag import add_tag
from frappe.desk.form.document_follow import follow_document
from frappe.desk.form.load import getdoc
from frappe.desk.form.utils import add_comment
from frappe.handler import upload_file
from frappe.share import add as share_with
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.customers import form, profile
from crm_khachhang.customers.contacts import people
from crm_khachhang.customers.fields import InvalidField
from crm_khachhang.tests import TestCase, make_customer, make_user

PROFILE = "KH Customer Profile"


def picture_bytes() -> bytes:
	out = io.BytesIO()
	Image.new("RGB", (900, 600), "red").save(out, "PNG")
	return out.getvalue()


def attach(customer, content: bytes, name: str = "anh.png"):
	return frappe.get_doc(
		doctype="File",
		file_name=name,
		content=content,
		is_private=1,
		attached_to_doctype="KH Customer",
		attached_to_name=customer.name,
	).insert()


class TestLinks(TestCase):
	def test_what_the_form_gets(self):
		customer = make_customer(website="abc.vn", facebook="abc", email="a@b.vn", zalo="0987 654 321")
		self.assertEqual(
			form.links_of(customer),
			{
				"phone": "tel:+84912345678",
				"other_phone": "",
				"email": "mailto:a@b.vn",
				"zalo": "https://zalo.me/0987654321",
				"facebook": "https://www.facebook.com/abc",
				"website": "https://abc.vn",
			},
		)

	def test_script_is_refused(self):
		for fieldname, label in (("website", "Website"), ("facebook", "Facebook"), ("image", "Image")):
			with self.subTest(fieldname), self.assertRaisesRegex(InvalidField, label):
				make_customer(**{fieldname: "javascript:alert(1)"})

	def test_the_form_loads_with_all_of_it(self):
		customer = make_customer()
		people.add(customer.name, {"full_name": "Người Một"})
		referred = make_customer(
			customer_name="Khách Được Giới Thiệu", referrer_doctype="KH Customer", referrer=customer.name
		)
		frappe.response.docs = []
		getdoc("KH Customer", customer.name)
		loaded = frappe.response.docs[0].get("__onload")
		self.assertEqual([one["full_name"] for one in loaded["kh_people"]], ["Người Một"])
		self.assertEqual([one.name for one in loaded["kh_referred"]], [referred.name])
		self.assertEqual(loaded["kh_care"], {"next": [], "past": []})


class TestFrameworkFeatures(TestCase):
	def setUp(self):
		super().setUp()
		self.seller = make_user("nguoi-ban@example.com", SALES_USER)
		frappe.set_user(self.seller)
		self.customer = make_customer(account_manager=self.seller)

	def test_history_of_changes(self):
		changed = frappe.get_doc("KH Customer", self.customer.name)
		changed.status = "Active"
		changed.save(ignore_version=False)  # Frappe keeps none in tests unless asked.
		frappe.set_user("Administrator")
		versions = frappe.get_all(
			"Version", filters={"ref_doctype": "KH Customer", "docname": changed.name}, pluck="data"
		)
		self.assertIn(["status", "Prospect", "Active"], json.loads(versions[0])["changed"])

	def test_comment(self):
		comment = add_comment("KH Customer", self.customer.name, "Khách dễ tính", self.seller, "Người Bán")
		self.assertEqual(comment.reference_name, self.customer.name)

	def test_tag(self):
		add_tag("VIP", "KH Customer", self.customer.name)
		self.assertIn("VIP", frappe.db.get_value("KH Customer", self.customer.name, "_user_tags"))

	def test_share(self):
		frappe.set_user("Administrator")
		colleague = make_user("dong-nghiep@example.com", SALES_USER)
		self.assertFalse(frappe.has_permission("KH Customer", "read", doc=self.customer.name, user=colleague))
		share_with("KH Customer", self.customer.name, colleague, read=1)
		self.assertTrue(frappe.has_permission("KH Customer", "read", doc=self.customer.name, user=colleague))

	def test_follow(self):
		frappe.db.set_value("User", self.seller, "document_follow_notify", 1)
		self.customer.add_comment("Comment", "x")
		self.assertTrue(follow_document("KH Customer", self.customer.name, self.seller))

	def test_attachments_are_private(self):
		upload = FileStorage(io.BytesIO(b"hop dong"), filename="hop-dong.txt")
		builder = EnvironBuilder(method="POST", data={"file": upload})
		frappe.local.request = Request(builder.get_environ())
		self.addCleanup(delattr, frappe.local, "request")
		frappe.local.form_dict = frappe._dict(
			doctype="KH Customer", docname=self.customer.name, is_private="1", folder="Home/Attachments"
		)
		file = upload_file()
		self.assertTrue(file.file_url.startswith("/private/files/"))
		self.assertEqual(frappe.get_meta("KH Customer").make_attachments_public, 0)


class TestProfile(TestCase):
	def setUp(self):
		super().setUp()
		self.customer = make_customer(
			customer_type="Organization", customer_name="Công ty Thử Nghiệm", email="a@b.vn"
		)
		people.add(self.customer.name, {"full_name": "Người Một", "phone": "0987 654 321"})

	def html(self) -> str:
		return frappe.get_print("KH Customer", self.customer.name, PROFILE)

	def test_default_of_customers(self):
		self.assertEqual(frappe.get_meta("KH Customer").default_print_format, PROFILE)

	def test_fields_and_people(self):
		html = self.html()
		for text in ("Công ty Thử Nghiệm", self.customer.name, "a@b.vn", "Người Một", "0987 654 321"):
			self.assertIn(text, html)

	def test_titles_instead_of_names(self):
		group = frappe.get_all("KH Customer Group", fields=["name", "group_name"], limit=1)[0]
		self.customer.customer_group = group.name
		self.customer.save()
		html = self.html()
		self.assertIn(group.group_name, html)
		self.assertNotIn(group.name, html)

	def test_markup_is_shown_as_text(self):
		self.customer.description = "giá < 5 & <script>alert(1)</script>"
		self.customer.db_update()
		self.assertNotIn("<script>alert(1)", self.html())

	def test_a_referrer_that_the_reader_does_not_see_is_not_named(self):
		referrer = make_customer(customer_name="Công ty Bí Mật", account_manager="Administrator")
		seller = make_user("nguoi-in@example.com", SALES_USER)
		self.customer.db_set(
			{"referrer_doctype": "KH Customer", "referrer": referrer.name, "account_manager": seller}
		)
		self.assertIn("Công ty Bí Mật", self.html())
		frappe.set_user(seller)
		html = self.html()
		self.assertNotIn("Công ty Bí Mật", html)
		self.assertIn(referrer.name, html)

	def test_custom_fields(self):
		frappe.get_doc(
			doctype="Custom Field",
			dt="KH Customer",
			fieldname="kh_khu_vuc",
			label="Khu vực",
			fieldtype="Data",
			insert_after="email",
		).db_insert()  # Without its column: changing the table would end the transaction.
		frappe.clear_cache(doctype="KH Customer")
		self.addCleanup(frappe.clear_cache, doctype="KH Customer")
		customer = frappe.get_doc("KH Customer", self.customer.name)
		customer.kh_khu_vuc = "Miền Tây"
		profile.prepare(customer)
		rows = [row for section in customer.kh_profile.sections for row in section["rows"]]
		self.assertIn(("Khu vực", "Miền Tây"), rows)

	def test_private_picture_is_embedded_and_small(self):
		file = attach(self.customer, picture_bytes())
		self.customer.db_set("image", file.file_url)
		uri = profile.picture(self.customer)
		image = Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2])))
		self.assertEqual(image.size, (360, 240))
		self.assertIn(uri, self.html())

	def test_picture_of_somebody_elses_customer(self):
		others = make_customer(customer_name="Khách Khác", account_manager="Administrator")
		file = attach(others, picture_bytes(), "cua-nguoi-khac.png")
		seller = make_user("nguoi-ban@example.com", SALES_USER)
		own = make_customer(customer_name="Khách Của Tôi", account_manager=seller)
		own.db_set("image", file.file_url)
		frappe.set_user(seller)
		self.assertEqual(profile.picture(own), "")
		frappe.set_user("Administrator")
		frappe.set_user(make_user("quan-ly@example.com", MANAGER))
		self.assertTrue(profile.picture(own))

	def test_broken_picture(self):
		self.customer.db_set("image", attach(self.customer, b"khong phai anh").file_url)
		self.assertEqual(profile.picture(self.customer), "")
