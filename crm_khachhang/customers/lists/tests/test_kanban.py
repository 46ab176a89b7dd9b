"""The kanban board of customers: dragging obeys rights and rules, and the board tells nobody a code."""

import frappe

from crm_khachhang.access.roles import SALES_USER, VIEWER
from crm_khachhang.customers.lists import api, kanban
from crm_khachhang.tests import TestCase, make_customer, make_user

BOARD = kanban.BOARDS[0].name


class TestKanban(TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.mai = make_user("kh_kanban_mai@test.example", SALES_USER)
		cls.viewer = make_user("kh_kanban_viewer@test.example", VIEWER)
		cls.own = make_customer(customer_name="Khách của Mai", account_manager=cls.mai).name
		cls.other = make_customer(customer_name="Khách của người khác").name

	def move(self, name: str, to: str):
		# Indexes of a list that somebody else may have filtered otherwise: they must not matter.
		return api.update_order_for_single_card(BOARD, name, "Prospect", to, 25, 3)

	def test_the_board_is_there_for_everybody(self):
		frappe.set_user(self.viewer)
		self.assertIn(BOARD, frappe.get_list("Kanban Board", pluck="name"))

	def test_its_columns_are_the_statuses(self):
		board = frappe.get_doc("Kanban Board", BOARD)
		options = frappe.get_meta("KH Customer").get_options("status").split("\n")
		self.assertEqual([column.column_name for column in board.columns], options)

	def test_dragging_changes_the_status_in_the_name_of_the_user(self):
		frappe.set_user(self.mai)
		self.move(self.own, "Active")
		values = frappe.db.get_value("KH Customer", self.own, ["status", "modified_by"])
		self.assertEqual(values, ("Active", self.mai))

	def test_dragging_asks_for_the_right_to_write(self):
		frappe.set_user(self.viewer)
		self.assertRaises(frappe.PermissionError, self.move, self.own, "Active")
		frappe.set_user(self.mai)
		self.assertRaises(frappe.PermissionError, self.move, self.other, "Active")
		self.assertEqual(frappe.db.get_value("KH Customer", self.other, "status"), "Prospect")

	def test_a_status_that_does_not_exist_is_refused(self):
		frappe.set_user(self.mai)
		with self.assertRaisesRegex(frappe.ValidationError, "Status"):
			self.move(self.own, "Asleep")

	def test_no_order_of_cards_is_kept(self):
		board, updated = api.update_order(BOARD, frappe.as_json({"Prospect": [self.own, self.other]}))
		self.assertEqual(updated, [])
		board.reload()
		board.columns[0].order = frappe.as_json([self.own])
		board.save()
		orders = frappe.get_all("Kanban Board Column", filters={"parent": BOARD}, pluck="order")
		self.assertEqual(set(orders), {None})

	def test_boards_of_other_lists_keep_their_order(self):
		board = frappe.get_doc(
			doctype="Kanban Board",
			kanban_board_name="Việc cần làm",
			reference_doctype="ToDo",
			field_name="status",
			columns=[{"column_name": "Open"}, {"column_name": "Closed"}],
		).insert()
		todo = frappe.get_doc(doctype="ToDo", description="Gọi khách").insert()
		api.add_card(board.name, todo.name, "Open")
		self.assertIn(todo.name, frappe.get_doc("Kanban Board", board.name).columns[0].order)
		api.update_order(board.name, frappe.as_json({"Open": [], "Closed": [todo.name]}))
		self.assertEqual(frappe.db.get_value("ToDo", todo.name, "status"), "Closed")

	def test_creating_the_board_again_changes_nothing(self):
		frappe.db.set_value("Kanban Board", BOARD, "private", 1)
		kanban.create_boards()
		self.assertEqual(frappe.db.get_value("Kanban Board", BOARD, "private"), 1)
