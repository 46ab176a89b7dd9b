"""Removes what a site keeps about documents that are about to go.

Nothing here lists Frappe's DocTypes one by one: a field of type Link or Dynamic Link says itself what it
names. What Frappe keeps about a DocType (a Webhook, a Communication, a row of a user's own workspace)
goes. A document of another app, or one whose field somebody added, is other people's work: it stays and
loses the reference only.
"""

from collections.abc import Iterator

import frappe

Names = dict[str, list[str]]

# Journals of what happened on the site stay as they are.
KEPT = ("Activity Log", "Deleted Document", "Error Log", "Permission Log")

# Frappe's own records that are about more than the DocType they name; they only lose the reference.
CLEARED = ("Email Account", "Event", "IMAP Folder", "User", "User Type")

# They may be millions, and nothing hangs on them.
LEAVES = ("Comment", "Document Follow", "DocShare", "Tag Link", "Version", "View Log")

# What names a DocType in a field of another type, or in a table without a DocType.
SPELLED = (
	("Custom DocPerm", "parent"),
	("Custom Field", "options"),
	("Custom Role", "ref_doctype"),
	("List View Settings", "name"),
	("__UserSettings", "doctype"),
	("__global_search", "doctype"),
)


class References:
	"""The fields of a site that can name a document, except those of the DocTypes of one module.

	All metadata is read at once: what is read amid the deletions would stay in Frappe's cache, even after
	a dry run.
	"""

	def __init__(self, module: str):
		filters = {"module": ("!=", module), "is_virtual": 0, "name": ("not in", KEPT)}
		tables = set(frappe.db.get_tables(cached=False))
		metas = [frappe.get_meta(name) for name in frappe.get_all("DocType", filters, pluck="name")]
		self.metas = {meta.name: meta for meta in metas if meta.issingle or f"tab{meta.name}" in tables}
		self.frappes = frappe.get_all("Module Def", {"app_name": "frappe"}, pluck="name")
		self.spelled = [row for row in SPELLED if row[0] in self.metas or row[0] in tables]

	def remove_doctypes(self, doctypes: list[str]) -> Names:
		"""Remove what names the DocTypes; return the deleted documents that others may name in turn."""
		for table, column in self.spelled:
			if table in self.metas:
				delete_with_children(self.metas[table], {column: ("in", doctypes)})
			else:
				frappe.db.delete(table, {column: ("in", doctypes)})
		return self._remove({"DocType": doctypes}, always=True)

	def remove_documents(self, gone: Names) -> Names:
		"""Remove what names the documents `gone`: rows of tables, and records that cannot be without them."""
		return self._remove({doctype: names for doctype, names in gone.items() if names}, always=False)

	def _remove(self, gone: Names, always: bool) -> Names:
		"""`always`: delete also the records that may leave the field empty."""
		deleted: Names = {}
		for meta in self.metas.values():
			for field, filters in _conditions(meta, gone):
				if meta.issingle:
					_clear_single(meta, field, filters)
				elif self._goes_with(meta, field, always):
					names = delete_with_children(meta, filters)
					deleted.setdefault(meta.name, []).extend(names)
				else:
					_clear(meta, field, filters)
		return deleted

	def _goes_with(self, meta, field, always: bool) -> bool:
		if field.get("is_custom_field") or meta.custom or meta.module not in self.frappes:
			return False
		if meta.name in CLEARED:
			return False
		return bool(always or meta.istable or field.reqd or field.fieldtype == "Dynamic Link")


def _conditions(meta, gone: Names) -> Iterator[tuple]:
	"""Yield each field that can name one of the documents, with the filters for the rows in which it does."""
	for field in meta.get("fields", {"fieldtype": "Link"}):
		if field.options in gone and not field.get("is_virtual"):
			yield field, {field.fieldname: ("in", gone[field.options])}
	for field in meta.get("fields", {"fieldtype": "Dynamic Link"}):
		if meta.has_field(field.options) and not field.get("is_virtual"):
			for doctype, names in gone.items():
				yield field, {field.options: doctype, field.fieldname: ("in", names)}


def delete_with_children(meta, filters: dict) -> list[str]:
	"""Delete the rows with their child rows; return the names of those that others may name."""
	if meta.istable or meta.name in LEAVES:
		frappe.db.delete(meta.name, filters)
		return []
	names = frappe.get_all(meta.name, filters=filters, pluck="name", order_by="name", limit_page_length=0)
	if names:
		for table in meta.get_table_fields():
			frappe.db.delete(table.options, {"parenttype": meta.name, "parent": ("in", names)})
		frappe.db.delete(meta.name, {"name": ("in", names)})
	return names


def _clear(meta, field, filters: dict) -> None:
	"""Empty the field, and with it the fields whose DocType it says."""
	dependent = meta.get("fields", {"fieldtype": "Dynamic Link", "options": field.fieldname})
	values = {f.fieldname: None for f in [field, *dependent]}
	if frappe.db.exists(meta.name, filters):
		frappe.db.set_value(meta.name, filters, values, update_modified=False)


def _clear_single(meta, field, filters: dict) -> None:
	if field.fieldtype == "Link":
		frappe.db.delete(
			"Singles", {"doctype": meta.name, "field": field.fieldname, "value": filters[field.fieldname]}
		)
