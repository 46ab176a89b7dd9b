"""One import: its file, how it is meant to go, how far it is, what became of it."""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.importing import options, results, rights, run, source

# What decides what becomes of the rows.
CHOICES = ("mode", "match_by", "duplicates", "account_manager", "date_order", "create_masters")


class KHImport(Document):
	def onload(self):
		run.notice_death(self)

	def before_insert(self):
		rights.require_import()
		self.status = "Draft"

	def validate(self):
		rights.require_import()
		self.match_by = ",".join(options.split_match(self.match_by))
		if self.status not in run.CHANGEABLE and not self.flags.by_the_run:
			frappe.throw(_("This import has run. Make a new one for another file."))
		if self.has_value_changed("import_file") or self.has_value_changed("sheet_name"):
			source.read_header(self)
			self.title = _name_of_file(self.import_file)
		elif self.status == "Checked" and any(self.has_value_changed(field) for field in CHOICES):
			self.status = "Draft"  # what was found is not true any more

	def on_trash(self):
		if self.status in run.OPEN:
			frappe.throw(_("This import is still running. Cancel it, then delete it."))
		results.delete(self.name)


def _name_of_file(file_url: str | None) -> str | None:
	"""Return what people call the file: of a second one of a name, Frappe adds a piece of its hash to the address."""
	if not file_url:
		return None
	content_hash = frappe.db.get_value("File", {"file_url": file_url}, "content_hash") or ""
	stem, dot, ending = file_url.rsplit("/", 1)[-1].rpartition(".")
	if len(content_hash) > 6 and stem.endswith(content_hash[-6:]):
		stem = stem[:-6]
	return f"{stem}{dot}{ending}"
