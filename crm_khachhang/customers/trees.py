"""What the trees of the app have in common: titles unique among siblings, one root, no loops, nodes for the tree view."""

import frappe
from frappe.utils.nestedset import NestedSet, get_root_of

from crm_khachhang.customers import fields, messages


class TitledTree(NestedSet):
	"""A node that is named by a hash and shown by its title; a DocType says `nsm_parent_field` and `loop_message`."""

	loop_message = messages.GROUP_LOOP

	def validate(self):
		fields.set_name(self, self.meta.title_field)
		self.set_parent()
		self.check_loop()
		siblings = {self.nsm_parent_field: self.get(self.nsm_parent_field) or ("is", "not set")}
		fields.check_unique_name(self, self.meta.title_field, among=siblings)

	def set_parent(self):
		"""A node without a parent goes under the topmost one: the tree has one root."""
		root = get_root_of(self.doctype)
		if not self.get(self.nsm_parent_field) and root != self.name:
			self.set(self.nsm_parent_field, root)

	def check_loop(self):
		"""Refuse a parent that is this node or lies below it."""
		if not self.get(self.nsm_parent_field) or self.is_new():
			return
		above = frappe.db.get_value(
			self.doctype, self.get(self.nsm_parent_field), ["lft", "rgt"], as_dict=True
		)
		own = frappe.db.get_value(self.doctype, self.name, ["lft", "rgt"], as_dict=True)
		if above and own.lft <= above.lft and above.rgt <= own.rgt:
			fields.refuse(self, self.nsm_parent_field, self.loop_message)

	def on_update(self):
		self.make_parent_a_group()
		super().on_update()

	def make_parent_a_group(self):
		"""Whoever gets a node below shows it in the tree."""
		parent = self.get(self.nsm_parent_field)
		if parent and not frappe.db.get_value(self.doctype, parent, "is_group"):
			frappe.db.set_value(self.doctype, parent, "is_group", 1)


def nodes(doctype: str, parent: str = "") -> list[dict]:
	"""Return the nodes right below `parent`, or the topmost one, for Frappe's tree view; checks the right to read."""
	title = frappe.get_meta(doctype).title_field
	rows = frappe.get_list(
		doctype,
		filters={f"parent_{frappe.scrub(doctype)}": parent or ("is", "not set")},
		fields=["name", title, "is_group"],
		order_by=f"{title} asc",
		limit_page_length=0,
	)
	return [{"value": row.name, "title": row[title], "expandable": row.is_group} for row in rows]
