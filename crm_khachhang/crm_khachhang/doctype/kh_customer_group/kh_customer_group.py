"""A group of customers, in a tree below one topmost group."""

import frappe
from frappe.utils.nestedset import NestedSet, get_root_of

from crm_khachhang.customers import fields, messages

PARENT = "parent_kh_customer_group"


class KHCustomerGroup(NestedSet):
	nsm_parent_field = PARENT

	def validate(self):
		fields.set_name(self, "group_name")
		self.set_parent()
		self.check_loop()
		siblings = {PARENT: self.get(PARENT) or ("is", "not set")}
		fields.check_unique_name(self, "group_name", among=siblings)

	def set_parent(self):
		"""A group without a parent goes under the topmost one: the tree has one root."""
		root = get_root_of(self.doctype)
		if not self.get(PARENT) and root != self.name:
			self.set(PARENT, root)

	def check_loop(self):
		"""Refuse a parent that is this group or lies below it."""
		if not self.get(PARENT) or self.is_new():
			return
		parent = frappe.db.get_value(self.doctype, self.get(PARENT), ["lft", "rgt"], as_dict=True)
		own = frappe.db.get_value(self.doctype, self.name, ["lft", "rgt"], as_dict=True)
		if parent and own.lft <= parent.lft and parent.rgt <= own.rgt:
			fields.refuse(self, PARENT, messages.GROUP_LOOP)

	def on_update(self):
		self.make_parent_a_group()
		super().on_update()

	def make_parent_a_group(self):
		"""Whoever gets a subgroup shows it in the tree."""
		parent = self.get(PARENT)
		if parent and not frappe.db.get_value(self.doctype, parent, "is_group"):
			frappe.db.set_value(self.doctype, parent, "is_group", 1)
