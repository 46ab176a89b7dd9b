"""Assignments, tags, followers and messages: they neither show a hidden customer nor open a way to it."""

import frappe

from crm_khachhang.access.tests import CompanyTestCase, ask

D = "KH Customer"


class TestAssignments(CompanyTestCase):
	"""Who is assigned to a customer sees it, so nobody may assign themselves."""

	def test_an_assignment_to_oneself(self):
		self.as_user("mai")
		with self.assertRaisesRegex(frappe.LinkValidationError, f"Reference Name: {self.customers['nam']}"):
			self.todo("nam", "mai").insert()
		self.assertEqual(self.listed(), {"mai"})

	def test_a_task_of_ones_own_is_not_moved_to_a_hidden_customer(self):
		self.as_user("mai")
		task = frappe.get_doc(doctype="ToDo", description="x", allocated_to=self.users["mai"]).insert()
		task.update({"reference_type": D, "reference_name": self.customers["nam"]})
		self.assertRaises(frappe.LinkValidationError, task.save)

	def test_a_closed_assignment_is_not_opened_again(self):
		task = self.todo("nam", "mai").insert()
		self.as_user("mai")
		task.reload()
		task.status = "Closed"
		task.save()
		self.assertEqual(self.listed(), {"mai"})
		task = frappe.get_doc("ToDo", task.name)
		task.status = "Open"
		self.assertRaises(frappe.PermissionError, task.save)
		task.reload()
		task.status = "Open"
		self.assertRaises(frappe.LinkValidationError, task.save, ignore_permissions=True)

	def test_who_sees_it_assigns_others(self):
		self.as_user("nam")
		ask(
			"frappe.desk.form.assign_to.add",
			doctype=D,
			name=self.customers["nam"],
			assign_to='["%s"]' % self.users["mai"],
		)
		self.assertFalse(frappe.db.exists("DocShare", {"share_name": self.customers["nam"]}))
		self.as_user("mai")
		self.assertEqual(self.listed(), {"mai", "nam"})

	def todo(self, customer: str, person: str):
		return frappe.get_doc(
			doctype="ToDo",
			reference_type=D,
			reference_name=self.customers[customer],
			allocated_to=self.users[person],
			description="Gọi lại",
		)


class TestReferences(CompanyTestCase):
	def test_records_about_a_customer(self):
		made = {
			"Tag Link": {
				"document_type": D,
				"document_name": self.customers["nam"],
				"title": "x",
				"tag": self.tag(),
			},
			"Document Follow": {
				"ref_doctype": D,
				"ref_docname": self.customers["nam"],
				"user": self.users["nam"],
			},
		}
		for doctype, values in made.items():
			name = frappe.get_doc(doctype=doctype, **values).insert().name
			for person, sees in (("nam", True), ("south", True), ("mai", False), ("clerk", False)):
				self.as_user(person)
				with self.subTest(doctype=doctype, person=person):
					self.assertEqual(
						name in frappe.get_list(doctype, pluck="name", limit_page_length=0), sees
					)
					self.assertEqual(frappe.has_permission(doctype, doc=name), sees)
			with self.subTest(doctype), self.assertRaises(frappe.LinkValidationError):
				frappe.get_doc(doctype=doctype, **values).insert()
			frappe.set_user("Administrator")

	def test_records_about_nothing_stay(self):
		self.as_user("mai")
		name = (
			frappe.get_doc(doctype="ToDo", description="Mua trà", allocated_to=self.users["mai"])
			.insert()
			.name
		)
		self.assertIn(name, frappe.get_list("ToDo", pluck="name"))
		self.assertTrue(frappe.has_permission("ToDo", doc=name))

	def test_a_message_about_a_customer(self):
		self.as_user("nam")
		mail = frappe.get_doc(
			doctype="Communication",
			subject="Báo giá",
			content="x",
			reference_doctype=D,
			reference_name=self.customers["nam"],
		).insert(ignore_permissions=True)
		self.assertTrue(frappe.has_permission("Communication", doc=mail.name))
		frappe.db.set_value(D, self.customers["nam"], "account_manager", self.users["mai"])
		self.assertFalse(frappe.has_permission("Communication", doc=mail.name))
		self.assertNotIn(mail.name, frappe.get_list("Communication", pluck="name"))

	def test_documents_with_a_tag(self):
		tag = self.tag()
		for person in ("mai", "nam"):
			frappe.get_doc(D, self.customers[person]).add_tag(tag)
		self.as_user("mai")
		found = ask("frappe.desk.doctype.tag.tag.get_documents_for_tag", tag=f"#{tag}")
		self.assertEqual([row["name"] for row in found], [self.customers["mai"]])
		listed = ask("frappe.desk.doctype.tag.tag.get_tagged_docs", doctype=D, tag=f"%{tag}%")
		self.assertEqual([row[0] for row in listed], [self.customers["mai"]])

	def tag(self) -> str:
		return frappe.get_doc(doctype="Tag", name="Tết Ất Tỵ").insert(ignore_if_duplicate=True).name
