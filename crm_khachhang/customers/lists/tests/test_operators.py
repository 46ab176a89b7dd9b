"""The filter "no purchase for … days"."""

from unittest.mock import patch

import frappe
from frappe import translate
from frappe.desk.reportview import get_count
from frappe.utils import add_days, today

from crm_khachhang.customers.lists import api, operators
from crm_khachhang.tests import TestCase, make_customer


class TestNoPurchaseFor(TestCase):
	def setUp(self):
		super().setUp()
		frappe.db.delete("KH Customer")
		self.names = {}
		for title, days in (("never", None), ("long ago", 61), ("on the day", 60), ("lately", 5)):
			name = make_customer(customer_name=title, phone=None).name
			if days is not None:
				frappe.db.set_value("KH Customer", name, "last_purchase_date", add_days(today(), -days))
			self.names[title] = name

	def found(self, days: str) -> set[str]:
		filters = [["KH Customer", "last_purchase_date", "no purchase for", days]]
		rows = frappe.get_list("KH Customer", filters=filters, fields=["customer_name"])
		return {row.customer_name for row in rows}

	def test_includes_who_never_bought(self):
		self.assertEqual(self.found("60"), {"never", "long ago"})
		self.assertEqual(self.found("30"), {"never", "long ago", "on the day"})

	def test_the_count_above_the_list_agrees(self):
		frappe.local.form_dict = frappe._dict(
			doctype="KH Customer",
			filters=frappe.as_json([["KH Customer", "last_purchase_date", "no purchase for", "60"]]),
			fields="[]",
			distinct="false",
		)
		self.assertEqual(get_count(), 2)

	def test_asking_for_them_reads_nothing(self):
		"""The query that reads the translations asks for them: reading these again would never end."""
		frappe.local.lang = "vi"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		translate.clear_cache()
		with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as sql:
			operators.filters_config()
		sql.assert_not_called()

	def test_the_desk_offers_days(self):
		field = api.no_purchase_field()
		self.assertEqual([option["value"] for option in field["options"]], ["30", "60", "90", "180", "365"])
