import frappe

from crm_khachhang.customers.duplicates import indexes, rules
from crm_khachhang.customers.duplicates.tests import set_rules
from crm_khachhang.tests import TestCase, make_user


class TestRules(TestCase):
	def test_a_new_site_has_rules(self):
		settings = frappe.get_doc("KH Settings")
		shown = [
			(r.fieldnames, r.comparison, r.action, r.customer_type or "") for r in settings.duplicate_rules
		]
		self.assertEqual(
			shown,
			[
				("tax_code", "Exact", "Block", ""),
				("phone", "Exact", "Warn", ""),
				("email", "Exact", "Warn", ""),
				("customer_name", "Similar", "Warn", "Organization"),
			],
		)

	def test_refused(self):
		for row, words in (
			({"fieldnames": ""}, "Choose at least one field"),
			({"fieldnames": " , "}, "Choose at least one field"),
			({"fieldnames": "phone,nothing"}, "has no field nothing"),
			({"fieldnames": "<b>"}, "has no field &lt;b&gt;"),
			({"fieldnames": "customer_code"}, "Customer Code cannot be compared"),
			({"fieldnames": "image"}, "Image cannot be compared"),
			({"fieldnames": "status"}, "Status cannot be compared"),
			({"fieldnames": "name_key"}, "Name Key cannot be compared"),
			({"fieldnames": "province,tier"}, "Many customers share the same Province . Tier"),
			({"fieldnames": "phone,email,tax_code,customer_name,website,facebook"}, "at most 5 fields"),
			({"fieldnames": "email", "comparison": "Similar"}, "Only names are compared by similarity"),
			({"fieldnames": "customer_name", "comparison": "Similar", "similarity": 20}, "from 70 to 100"),
			({"fieldnames": "customer_name", "comparison": "Similar", "similarity": 101}, "from 70 to 100"),
		):
			with (
				self.subTest(str(row)),
				self.assertRaisesRegex(rules.InvalidDuplicateRule, f"Duplicate rule 1: .*{words}"),
			):
				set_rules(row)

	def test_the_same_rule_twice(self):
		with self.assertRaisesRegex(rules.InvalidDuplicateRule, "Duplicate rule 2: .*the same as rule 1"):
			set_rules({"fieldnames": "phone,email"}, {"fieldnames": "email,other_phone", "action": "Warn"})
		set_rules({"fieldnames": "phone"}, {"fieldnames": "phone", "same_type_only": 1})

	def test_both_phone_fields_are_one(self):
		set_rules({"fieldnames": "other_phone , phone"})
		self.assertEqual(frappe.get_doc("KH Settings").duplicate_rules[0].fieldnames, "phone")

	def test_a_disabled_rule_and_one_of_a_deleted_field_say_nothing(self):
		set_rules({"fieldnames": "email", "enabled": 0}, {"fieldnames": "tax_code"})
		settings = frappe.get_doc("KH Settings")
		frappe.db.set_value("KH Duplicate Rule", settings.duplicate_rules[1].name, "fieldnames", "gone")
		frappe.clear_document_cache("KH Settings", "KH Settings")
		self.assertEqual(rules.get_rules(), [])

	def test_suitable_fields_have_labels(self):
		fields = {field["value"]: field for field in rules.suitable_fields()}
		self.assertEqual(fields["tax_code"]["label"], "Tax Code")
		self.assertTrue(fields["tax_code"]["alone"])
		self.assertFalse(fields["province"]["alone"])
		self.assertFalse({"name_key", "customer_code", "other_phone", "image"} & set(fields))

	def test_a_manager_changes_them_and_a_sales_user_does_not(self):
		manager = make_user("quan-ly-trung@example.com", "KH Manager")
		sales_user = make_user("sale-trung@example.com", "KH Sales User")
		frappe.set_user(manager)
		set_rules({"fieldnames": "email"})
		frappe.set_user(sales_user)
		with self.assertRaises(frappe.PermissionError):
			set_rules({"fieldnames": "phone"})


class TestIndexes(TestCase):
	def test_of_what_has_none(self):
		for fields, expected in (
			(("tax_code",), []),
			(("phone",), []),
			(("customer_name",), [["name_key", "customer_type"]]),
			(("facebook",), [["facebook", "customer_type"]]),
			(("province", "email"), [["email", "province", "customer_type"]]),
			(
				("phone", "website"),
				[
					["phone_e164", "website", "customer_type"],
					["other_phone_e164", "website", "customer_type"],
				],
			),
		):
			with self.subTest(fields):
				self.assertEqual(indexes.needed([rules.Rule(fields)]), expected)
