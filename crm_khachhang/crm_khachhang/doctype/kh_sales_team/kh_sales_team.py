"""A team of salespeople in a tree; it decides who sees whose customers."""

import frappe
from frappe import _

from crm_khachhang.customers import fields, messages
from crm_khachhang.customers.trees import TitledTree

PARENT = "parent_kh_sales_team"


class KHSalesTeam(TitledTree):
	nsm_parent_field = PARENT
	loop_message = messages.TEAM_LOOP

	def validate(self):
		super().validate()
		self.check_people()
		self.check_members_once()

	def check_people(self):
		"""Refuse a new leader or member who cannot work in the desk; who was in the team before stays."""
		before = self.get_doc_before_save()
		known = {before.leader, *(row.user for row in before.members)} if before else set()
		new = {self.leader, *(row.user for row in self.members)} - known - {None, ""}
		filters = {"name": ("in", list(new)), "enabled": 1, "user_type": "System User"}
		good = set(frappe.get_all("User", filters=filters, pluck="name", order_by="name")) if new else set()
		for holder, field in [(self, "leader"), *((row, "user") for row in self.members)]:
			if holder.get(field) in new - good or holder.get(field) == "Guest":
				fields.refuse(holder, field, messages.TEAM_PERSON)

	def check_members_once(self):
		"""Refuse a person who stands twice among the members."""
		seen = set()
		for row in self.members:
			if row.user in seen:
				frappe.throw(
					_("Row {0}: {1} is in the team already. Remove this row.").format(
						row.idx, frappe.bold(frappe.utils.escape_html(frappe.utils.get_fullname(row.user)))
					),
					fields.InvalidField,
				)
			seen.add(row.user)
