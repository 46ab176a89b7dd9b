"""Attachments: always private, listed and read by whom the document is read."""

from pathlib import Path

import frappe

from crm_khachhang.access.tests import CompanyTestCase, ask

D = "KH Customer"


class TestFiles(CompanyTestCase):
	def test_asked_to_be_public_it_is_private(self):
		for attached in ((D, self.customers["nam"]), ("Contact", self.contact())):
			file = self.attach(*attached, content=f"mật {attached}", is_private=0)
			with self.subTest(attached[0]):
				self.assertEqual(file.is_private, 1)
				self.assertTrue(file.file_url.startswith("/private/files/"))
				self.assertTrue(Path(file.get_full_path()).is_file())
				self.assertFalse(Path(frappe.get_site_path("public", "files", file.file_name)).exists())

	def test_making_it_public_later(self):
		file = self.attach(D, self.customers["nam"])
		file.is_private = 0
		file.save()
		self.assertEqual(file.is_private, 1)
		self.assertTrue(file.file_url.startswith("/private/files/"))

	def test_the_same_content_elsewhere_stays_public(self):
		website = self.attach(None, None, content="biểu trưng", is_private=0)
		self.attach(D, self.customers["nam"], content="biểu trưng", is_private=0)
		website.reload()
		self.assertEqual((website.is_private, website.exists_on_disk()), (0, True))

	def test_list_and_record_agree(self):
		name = self.attach(D, self.customers["nam"]).name
		for person, sees in (("nam", True), ("south", True), ("accountant", True), ("mai", False)):
			self.as_user(person)
			with self.subTest(person):
				self.assertEqual(name in frappe.get_list("File", pluck="name", limit_page_length=0), sees)
				self.assertEqual(frappe.has_permission("File", doc=name), sees)

	def test_who_uploaded_it_and_sees_the_customer_no_more(self):
		self.as_user("nam")
		name = self.attach(D, self.customers["nam"]).name
		frappe.db.set_value(D, self.customers["nam"], "account_manager", self.users["mai"])
		self.assertNotIn(name, frappe.get_list("File", pluck="name", limit_page_length=0))
		self.assertFalse(frappe.has_permission("File", doc=name))

	def test_attaching_to_a_hidden_customer(self):
		self.as_user("mai")
		for name in (self.customers["nam"], "CT-99999"):
			with self.assertRaisesRegex(frappe.DoesNotExistError, f"{name} not found"):
				self.attach(D, name)

	def test_attaching_in_a_form_that_is_not_saved(self):
		self.as_user("mai")
		self.assertEqual(self.attach(D, "new-kh-customer-1").is_private, 1)

	def test_the_address_of_a_hidden_file(self):
		url = self.attach(D, self.customers["nam"]).file_url
		self.as_user("mai")
		stolen = frappe.get_doc(
			doctype="File",
			file_url=url,
			attached_to_doctype=D,
			attached_to_name=self.customers["mai"],
			is_private=1,
		)
		self.assertRaises(frappe.PermissionError, stolen.insert)
		own = self.attach(D, self.customers["mai"], content="của mình")
		own.file_url = url
		self.assertRaises(frappe.PermissionError, own.save)

	def test_downloading(self):
		url = self.attach(D, self.customers["nam"]).file_url
		self.as_user("mai")
		with self.assertRaisesRegex(frappe.DoesNotExistError, "not found"):
			ask("download_file", "GET", file_url=url)
		self.as_user("nam")
		ask("download_file", "GET", file_url=url)
		self.assertEqual(frappe.local.response.filecontent, "tuyệt mật")

	def test_a_private_file_named_in_a_field(self):
		"""As an export, which is attached to nothing: Frappe would attach it to the customer of who names it."""
		file = self.attach(None, None)
		self.as_user("mai")
		for url in (file.file_url, file.file_url.replace("kh_", "KH_"), "/private/files/none.xlsx"):
			customer = frappe.get_doc(D, self.customers["mai"])
			customer.image = url
			with self.subTest(url), self.assertRaisesRegex(frappe.ValidationError, "not yours to read"):
				customer.save()
			self.assertFalse(frappe.has_permission("File", doc=file.name))
		contact = frappe.get_doc(doctype="Contact", first_name="Lan", image=file.file_url)
		contact.append("links", {"link_doctype": D, "link_name": customer.name})
		self.assertRaisesRegex(frappe.ValidationError, "not yours to read", contact.insert)

	def test_one_of_the_same_name_to_the_database(self):
		hidden = self.attach(None, None)
		self.as_user("mai")
		own = self.attach(None, None, content="của mình")
		frappe.db.set_value("File", own.name, "file_url", hidden.file_url.replace("kh_", "KH_"))
		customer = frappe.get_doc(D, self.customers["mai"])
		customer.image = hidden.file_url.replace("kh_", "KH_")
		self.assertRaisesRegex(frappe.ValidationError, "not yours to read", customer.save)

	def test_ones_own_picture(self):
		self.as_user("mai")
		picture = self.attach(None, None)
		customer = frappe.get_doc(D, self.customers["mai"])
		customer.image = picture.file_url
		customer.save()
		picture.reload()
		self.assertEqual((picture.attached_to_doctype, picture.attached_to_name), (D, customer.name))

	def test_a_field_of_the_site(self):
		from crm_khachhang.exporting.tests import add_field

		add_field(self, "kh_contract", label="Hợp đồng", fieldtype="Attach")
		file = self.attach(None, None)
		self.as_user("mai")
		customer = frappe.get_doc(D, self.customers["mai"])
		customer.kh_contract = file.file_url
		self.assertRaisesRegex(frappe.ValidationError, "Hợp đồng", customer.save)

	def contact(self) -> str:
		return frappe.get_doc(doctype="Contact", first_name="Lan").insert().name

	def attach(self, doctype: str | None, name: str | None, content: str = "tuyệt mật", is_private: int = 1):
		file = frappe.get_doc(
			doctype="File",
			file_name=f"kh_{frappe.generate_hash(length=6)}.txt",
			content=content,
			attached_to_doctype=doctype,
			attached_to_name=name,
			is_private=is_private,
		).insert()
		self.addCleanup(file._delete_file_on_disk)
		return file
