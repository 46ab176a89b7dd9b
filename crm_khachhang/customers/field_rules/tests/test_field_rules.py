"""Field rules hold in the form's metadata, in the API and for contacts of customers."""

import frappe
from frappe import client

from crm_khachhang.access.roles import MANAGER, SALES_USER
from crm_khachhang.customers.field_rules import api
from crm_khachhang.customers.field_rules.rules import MODULE, InvalidFieldRule
from crm_khachhang.tests import NOT_PERMITTED, TestCase, make_customer, make_user

SETTER = "Property Setter"


def set_rules(*rules: dict, document: str = "KH Customer"):
	"""Replace the field rules of KH Settings by `rules` (field_name, hidden, required, in_popup) and save."""
	settings = frappe.get_doc("KH Settings")
	settings.set("field_rules", [])
	for rule in rules:
		settings.append("field_rules", {"document": document} | rule)
	return settings.save()


def setters(field: str) -> dict[str, str]:
	"""The Property Setters of the field of KH Customer: property -> value."""
	rows = frappe.get_all(
		SETTER, filters={"doc_type": "KH Customer", "field_name": field}, fields=["property", "value"]
	)
	return {row.property: row.value for row in rows}


class FieldRuleTestCase(TestCase):
	def _undo(self):
		super()._undo()
		frappe.clear_cache(doctype="KH Customer")

	def field(self, fieldname: str):
		return frappe.get_meta("KH Customer").get_field(fieldname)


class TestRulesOfCustomers(FieldRuleTestCase):
	def test_required(self):
		set_rules({"field_name": "email", "required": 1})
		self.assertEqual((self.field("email").reqd, self.field("email").allow_in_quick_entry), (1, 1))
		with self.assertRaisesRegex(frappe.MandatoryError, "email"):
			make_customer()
		self.assertIn("Email", str(frappe.message_log))
		make_customer(email="hoa@example.com")

	def test_required_in_the_api(self):
		set_rules({"field_name": "email", "required": 1})
		frappe.set_user(make_user("kd@field.example", SALES_USER))
		with self.assertRaisesRegex(frappe.MandatoryError, "email"):
			client.insert({"doctype": "KH Customer", "customer_name": "Lan"})

	def test_an_existing_customer_that_lacks_it(self):
		customer = make_customer()
		set_rules({"field_name": "email", "required": 1})
		old = frappe.get_doc("KH Customer", customer.name)
		with self.assertRaisesRegex(frappe.MandatoryError, f"{customer.name}.*email"):
			old.save()

	def test_required_of_one_type_only(self):
		set_rules({"field_name": "date_of_birth", "required": 1}, {"field_name": "industry", "required": 1})
		self.assertEqual(self.field("date_of_birth").reqd, 0)
		self.assertEqual(
			self.field("date_of_birth").mandatory_depends_on, 'eval:doc.customer_type=="Individual"'
		)
		self.assertEqual(self.field("date_of_birth").allow_in_quick_entry, 1)
		with self.assertRaisesRegex(frappe.MandatoryError, "Date of Birth.*must not be empty"):
			make_customer()
		make_customer(date_of_birth="1990-12-31")
		with self.assertRaisesRegex(frappe.MandatoryError, "Industry.*must not be empty"):
			make_customer(customer_type="Organization")
		industry = frappe.db.get_value("KH Industry", {}, "name")
		make_customer(customer_type="Organization", industry=industry)

	def test_imports_may_say_that_nothing_is_mandatory(self):
		set_rules({"field_name": "date_of_birth", "required": 1})
		customer = frappe.get_doc(doctype="KH Customer", customer_name="Lan")
		customer.flags.ignore_mandatory = True
		self.assertTrue(customer.insert().name)

	def test_hidden_and_in_the_popup(self):
		set_rules({"field_name": "facebook", "hidden": 1}, {"field_name": "website", "in_popup": 1})
		self.assertEqual(self.field("facebook").hidden, 1)
		self.assertEqual(self.field("website").allow_in_quick_entry, 1)
		self.assertEqual(setters("website"), {"allow_in_quick_entry": "1"})

	def test_out_of_the_popup(self):
		set_rules({"field_name": "tier", "in_popup": 0})
		self.assertEqual(self.field("tier").allow_in_quick_entry, 0)

	def test_the_rule_goes(self):
		set_rules({"field_name": "email", "required": 1}, {"field_name": "gender", "required": 1})
		self.assertEqual(
			frappe.db.get_value(SETTER, {"field_name": "email", "property": "reqd"}, "module"), MODULE
		)
		set_rules()
		self.assertEqual((setters("email"), setters("gender")), ({}, {}))
		self.assertEqual(self.field("email").reqd, 0)
		make_customer()

	def test_a_rule_that_says_the_standard_is_not_kept(self):
		set_rules({"field_name": "email", "required": 1})
		settings = set_rules({"field_name": "email", "required": 0, "in_popup": 1})
		self.assertEqual((settings.field_rules, setters("email")), ([], {}))

	def test_saving_other_settings_leaves_customize_form_alone(self):
		set_rules({"field_name": "email", "required": 1})
		frappe.make_property_setter(
			{"doctype": "KH Customer", "fieldname": "email", "property": "reqd", "value": "0"}
		)
		settings = frappe.get_doc("KH Settings")
		settings.code_pattern = "KHAC.####"
		settings.save()
		self.assertEqual(self.field("email").reqd, 0)
		settings.reload()
		settings.run_method("onload")
		self.assertEqual(settings.field_rules, [])
		settings.append("field_rules", {"document": "KH Customer", "field_name": "email", "required": 1})
		settings.save()
		self.assertEqual(self.field("email").reqd, 1)

	def test_without_system_manager(self):
		frappe.set_user(make_user("ql@field.example", MANAGER))
		set_rules({"field_name": "email", "required": 1})
		self.assertEqual(self.field("email").reqd, 1)
		self.assertEqual(frappe.get_roles().count("System Manager"), 0)

	def test_not_by_others(self):
		frappe.set_user(make_user("kd@field.example", SALES_USER))
		self.assertRaises(frappe.PermissionError, set_rules, {"field_name": "email", "required": 1})
		with self.assertRaises(NOT_PERMITTED):
			api.overview()


class TestRefusals(FieldRuleTestCase):
	def test_reasons(self):
		for rule, reason in (
			({"field_name": "nothing", "hidden": 1}, "There is no such field"),
			({"field_name": "search_text", "hidden": 0}, "There is no such field"),
			({"field_name": "identity_section", "hidden": 1}, "There is no such field"),
			({"field_name": "email", "hidden": 1, "required": 1}, "Email.*hidden and required"),
			(
				{"field_name": "email", "hidden": 1, "in_popup": 1},
				"Email.*A hidden field cannot be in the popup",
			),
			({"field_name": "customer_name", "hidden": 1}, "Customer Name.*The app needs this field"),
			({"field_name": "customer_code", "hidden": 1}, "Customer Code.*The app needs this field"),
			({"field_name": "customer_type"}, "Customer Type.*The app needs this field"),
			({"field_name": "customer_code", "required": 1}, "Customer Code.*The app fills this field"),
			({"field_name": "total_debt", "required": 1}, "Total Debt.*cannot be required"),
			({"field_name": "payment_days", "required": 1}, "zero counts as a value"),
			({"field_name": "total_debt", "in_popup": 1}, "Total Debt.*The popup cannot show"),
		):
			with self.subTest(rule), self.assertRaisesRegex(InvalidFieldRule, reason):
				set_rules(rule)

	def test_twice(self):
		with self.assertRaisesRegex(InvalidFieldRule, "Email.*two rules"):
			set_rules({"field_name": "email", "hidden": 1}, {"field_name": "email", "in_popup": 1})

	def test_hidden_and_required_with_a_default(self):
		set_rules({"field_name": "status", "hidden": 1, "required": 1})
		self.assertEqual(make_customer().status, "Prospect")

	def test_other_documents(self):
		with self.assertRaisesRegex(frappe.ValidationError, "There is no such field|Document"):
			set_rules({"field_name": "email"}, document="User")

	def test_in_vietnamese(self):
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		with self.assertRaisesRegex(InvalidFieldRule, "Tên khách hàng.*Ứng dụng cần trường này"):
			set_rules({"field_name": "customer_name", "hidden": 1})


class TestRulesOfContacts(FieldRuleTestCase):
	def make_contact(self, customer: str | None = None, **values):
		contact = frappe.get_doc(doctype="Contact", first_name="Lan", **values)
		if customer:
			contact.append("links", {"link_doctype": "KH Customer", "link_name": customer})
		return contact.insert()

	def test_only_contacts_of_customers(self):
		set_rules({"field_name": "designation", "required": 1}, document="Contact")
		customer = make_customer().name
		with self.assertRaisesRegex(frappe.MandatoryError, "Designation.*must not be empty"):
			self.make_contact(customer)
		self.assertTrue(self.make_contact(customer, designation="Giám đốc").name)
		self.assertTrue(self.make_contact().name)
		self.assertFalse(frappe.db.exists(SETTER, {"doc_type": "Contact"}))

	def test_of_tables(self):
		set_rules({"field_name": "phone_nos", "required": 1}, document="Contact")
		customer = make_customer().name
		with self.assertRaises(frappe.MandatoryError):
			self.make_contact(customer)
		self.make_contact(customer, phone_nos=[{"phone": "0912345678"}])

	def test_essential(self):
		with self.assertRaisesRegex(InvalidFieldRule, "First Name.*The app needs"):
			set_rules({"field_name": "first_name", "hidden": 1}, document="Contact")


class TestOverview(FieldRuleTestCase):
	def test_what_it_says_of_a_field(self):
		set_rules({"field_name": "organization_size", "required": 1})
		customers, contacts = api.overview()
		fields = {field["fieldname"]: field for field in customers["fields"]}
		self.assertEqual(fields["organization_size"]["now"], {"hidden": 0, "required": 1, "in_popup": 1})
		self.assertEqual(fields["organization_size"]["standard"], {"hidden": 0, "required": 0, "in_popup": 0})
		self.assertEqual(fields["organization_size"]["customer_type"], "Organization")
		self.assertTrue(fields["customer_name"]["essential"])
		self.assertNotIn("phone_e164", fields)
		self.assertNotIn("links", [field["fieldname"] for field in contacts["fields"]])


class TestCustomFields(FieldRuleTestCase):
	"""A field added in the form builder is ruled like any other."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.custom = frappe.get_doc(
			doctype="Custom Field",
			dt="KH Customer",
			fieldname="favourite_color",
			label="Màu yêu thích",
			fieldtype="Data",
			insert_after="phone",
			in_standard_filter=1,
		).insert()
		frappe.db.commit()

	@classmethod
	def tearDownClass(cls):
		frappe.delete_doc("Custom Field", cls.custom.name)
		frappe.db.commit()
		frappe.clear_cache(doctype="KH Customer")
		super().tearDownClass()

	def test_ruled(self):
		self.assertIn("Màu yêu thích", [field["label"] for field in api.overview()[0]["fields"]])
		set_rules({"field_name": "favourite_color", "required": 1})
		df = self.field("favourite_color")
		self.assertEqual((df.reqd, df.allow_in_quick_entry), (1, 1))
		with self.assertRaisesRegex(frappe.MandatoryError, "favourite_color"):
			make_customer()
		name = make_customer(favourite_color="Xanh").name
		found = frappe.get_list("KH Customer", filters={"favourite_color": "Xanh"}, pluck="name")
		self.assertEqual(found, [name])
