"""Counts, charts, groups and searches: numbers and hits of what one sees, and of nothing else."""

import json

import frappe
from frappe.utils import global_search

from crm_khachhang.access.tests import CompanyTestCase, ask
from crm_khachhang.tests import NOT_PERMITTED, queries_of

D = "KH Customer"
CHART = "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"


class TestCounts(CompanyTestCase):
	"""Mai sees one of the customers, her own."""

	def setUp(self):
		super().setUp()
		self.as_user("mai")

	def test_counts(self):
		like = json.dumps([[D, "customer_name", "like", "Khách của %"]])
		card = json.dumps({"name": "x", "document_type": D, "function": "Count", "filters_json": "[]"})
		for path, arguments in (
			("frappe.client.get_count", {"doctype": D, "filters": like}),
			("frappe.desk.reportview.get_count", {"doctype": D, "filters": like, "fields": "[]"}),
			("frappe.desk.doctype.number_card.number_card.get_result", {"doc": card, "filters": like}),
		):
			with self.subTest(path):
				self.assertEqual(ask(path, **arguments), 1)

	def test_counts_of_other_records(self):
		frappe.get_doc(D, self.customers["nam"]).add_comment("Comment", "Bí mật")
		for doctype in ("Comment", "Version", "DocShare"):
			with self.subTest(doctype), self.assertRaises(NOT_PERMITTED):
				ask("frappe.client.get_count", doctype=doctype)

	def test_groups(self):
		for field, value in (("account_manager", self.users["mai"]), ("customer_name", "Khách của mai")):
			rows = ask(
				"frappe.desk.listview.get_group_by_count", "GET", doctype=D, current_filters="[]", field=field
			)
			with self.subTest(field):
				self.assertEqual([(row.name, row.count) for row in rows], [(value, 1)])

	def test_tags_in_the_sidebar(self):
		frappe.set_user("Administrator")
		frappe.get_doc(D, self.customers["nam"]).add_tag("Tết")
		self.as_user("mai")
		stats = ask("frappe.desk.reportview.get_sidebar_stats", doctype=D, stats='["_user_tags"]')["stats"]
		self.assertNotIn("Tết", json.dumps(stats, ensure_ascii=False))

	def test_report_view_and_export(self):
		rows = ask("frappe.desk.reportview.get", doctype=D, fields='["name"]')
		self.assertEqual(rows["values"], [[self.customers["mai"]]])
		with self.assertRaises(frappe.PermissionError):
			ask("frappe.desk.reportview.export_query", doctype=D, fields='["name"]', file_format_type="CSV")

	def test_a_column_added_to_a_report(self):
		values = ask("frappe.desk.query_report.get_data_for_custom_field", doctype=D, field="customer_name")
		self.assertEqual(values, {self.customers["mai"]: "Khách của mai"})

	def test_a_chart_is_not_kept_for_somebody_else(self):
		chart = self.chart()
		self.as_user("manager")
		everybodys = self.total(ask(CHART, chart_name=chart, refresh=1))
		self.assertGreater(everybodys, 1)
		self.as_user("mai")
		for arguments in (
			{"chart_name": chart},
			{"chart_name": chart, "refresh": 1},
			{"chart": f'{{"name": "{chart}"}}'},
		):
			with self.subTest(arguments):
				try:
					self.assertLessEqual(self.total(ask(CHART, **arguments)), 1)
				except (KeyError, TypeError, AttributeError, frappe.ValidationError):
					pass  # a chart that says nothing about itself cannot be drawn
		self.as_user("manager")
		self.assertEqual(self.total(ask(CHART, chart_name=chart)), everybodys)

	def test_a_heatmap_counts_everything_and_is_refused(self):
		chart = json.dumps({"name": "x", "type": "Heatmap", "document_type": D, "based_on": "creation"})
		with self.assertRaisesRegex(frappe.PermissionError, "heatmap counts all documents"):
			ask(CHART, chart=chart, heatmap_year="2026")

	def test_link_search(self):
		for more in ({}, {"ignore_user_permissions": 1}):
			found = self.found("frappe.desk.search.search_link", txt="Khách của", **more)
			with self.subTest(more):
				self.assertEqual(found, {self.customers["mai"]})

	def test_link_search_of_what_hangs_on_it(self):
		frappe.set_user("Administrator")
		lan = frappe.get_doc(doctype="Contact", first_name="Lan")
		lan.append("links", {"link_doctype": D, "link_name": self.customers["nam"]})
		lan.insert()
		self.as_user("mai")
		answer = ask(
			"frappe.desk.search.search_link", doctype="Contact", txt="Lan", ignore_user_permissions=1
		)
		self.assertFalse(answer or frappe.local.response.get("results"))

	def test_global_search_where_an_administrator_switched_it_on(self):
		frappe.set_user("Administrator")
		frappe.db.delete("__global_search", {"doctype": D})
		for person in ("mai", "nam"):
			values = (
				D,
				self.customers[person],
				f"Khách của {person} globalword",
				f"Khách của {person}",
				0,
				"",
			)
			frappe.qb.into("__global_search").columns(
				"doctype", "name", "content", "title", "published", "route"
			).insert(*values).run()
		self.addCleanup(frappe.db.delete, "__global_search", {"doctype": D})
		rows = [frappe._dict(doctype=D, name=self.customers[person], rank=1) for person in ("mai", "nam")]
		self.addCleanup(setattr, global_search, "search", global_search.search)
		global_search.search = lambda **_arguments: rows
		self.as_user("mai")
		found = ask("frappe.utils.global_search.search", text="globalword")
		self.assertEqual([row.name for row in found], [self.customers["mai"]])
		few = queries_of(lambda: ask("frappe.utils.global_search.search", text="globalword"))
		rows += [frappe._dict(doctype=D, name=name, rank=1) for name in self.customers.values()]
		many = queries_of(lambda: ask("frappe.utils.global_search.search", text="globalword"))
		self.assertEqual(few, many)

	def found(self, path: str, **arguments) -> set[str]:
		answer = ask(path, doctype=D, **arguments) or frappe.local.response.get("results")
		return {row["value"] for row in answer}

	def chart(self) -> str:
		frappe.set_user("Administrator")
		return (
			frappe.get_doc(
				doctype="Dashboard Chart",
				chart_name="KH thử",
				chart_type="Count",
				document_type=D,
				based_on="creation",
				timespan="Last Year",
				time_interval="Yearly",
				timeseries=1,
				type="Bar",
				filters_json="[]",
				is_public=1,
			)
			.insert()
			.name
		)

	@staticmethod
	def total(data: dict) -> float:
		return sum(data["datasets"][0]["values"])
