"""Assignments, tags, followers and messages: they neither show a hidden customer nor open a way to it."""

import json

import frappe

from crm_khachhang.access.tests import CompanyTestCase, answer_of, ask

D = "KH Customer"


def event(name: str) -> str:
	"""A meeting with the customer, as JSON; `name` is JSON too."""
	participants = f'[{{"reference_doctype": "{D}", "reference_docname": {name}}}]'
	return (
		'{"doctype": "Event", "subject": "x", "starts_on": "2100-01-01 08:00:00", '
		f'"event_participants": {participants}}}'
	)


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

	def test_filters_in_the_place_of_a_name(self):
		"""Frappe looks the name up by them before anybody asks who may see it."""
		frappe.db.set_value(D, self.customers["nam"], "email", "an@nam.example")
		self.as_user("mai")
		by_email = '{"email": "{name}"}'
		for doc in (
			f'{{"doctype": "ToDo", "description": "x", "reference_type": "{D}", "reference_name": {by_email}}}',
			f'{{"doctype": "{D}", "customer_name": "x", "referrer_doctype": "{D}", "referrer": {by_email}}}',
			f'{{"doctype": "KH Care Schedule", "customer": {by_email}, "starts_on": "2030-01-01 08:00"}}',
			f'{{"doctype": "Contact", "first_name": "x", "links": [{{"link_doctype": "{D}", "link_name": {by_email}}}]}}',
			event(by_email),
		):
			with self.subTest(doc):
				answers = []
				for email in ("an@nam.example", "khong@co.example"):
					frappe.db.savepoint("asking")
					answers.append(answer_of("frappe.client.insert", email, {"doc": doc}))
					frappe.db.rollback(save_point="asking")
				self.assertEqual(*answers)
				self.assertNotIn(self.customers["nam"], str(answers))

	def test_what_everybody_may_write(self):
		"""Events and reminders: of one's own customer, not of a hidden one."""
		self.as_user("mai")
		frappe.get_doc(json.loads(event(f'"{self.customers["mai"]}"'))).insert()
		self.assertNotFound("frappe.client.insert", doc=event('"{name}"'))
		if frappe.db.exists("DocType", "Reminder"):
			reminder = {"doctype": "Reminder", "remind_at": "2100-01-01 08:00:00", "description": "x"}
			reminder |= {"user": self.users["mai"], "reminder_doctype": D, "reminder_docname": "{name}"}
			self.assertNotFound("frappe.client.insert", doc=json.dumps(reminder))

	def test_an_event_of_before_is_saved(self):
		"""Who lost the customer meanwhile may still close what they planned."""
		self.as_user("mai")
		made = frappe.get_doc(json.loads(event(f'"{self.customers["mai"]}"'))).insert()
		frappe.db.set_value(D, self.customers["mai"], "account_manager", self.users["nam"])
		made.reload()
		made.status = "Closed"
		made.save()

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
