"""One import: its file, how it is meant to go, how far it is, what became of it.

People write the file and `CHOICES`. All else is the server's (`OF_THE_SERVER`), whatever a request says: Frappe takes
read-only fields from anybody who may save the document.
"""

from frappe import _, throw
from frappe.model.document import Document

from crm_khachhang.importing import options, results, rights, run, source

# What decides what becomes of the rows.
CHOICES = ("mode", "match_by", "duplicates", "account_manager", "date_order", "create_masters")

OF_THE_FILE = ("title", "mapping", "header_row", "content_hash")
OF_THE_RUN = (
	*("status", "path", "error", "reference_doctype", "started_by", "started_on", "finished_on", "undone_by"),
	*("total_rows", "created", "updated", "skipped", "failed", "undone", "kept", "names_left"),
	*("position", "seconds", "last_progress_on", "attempts"),
)
OF_THE_SERVER = (*OF_THE_FILE, *OF_THE_RUN)


class KHImport(Document):
	def before_insert(self):
		self.update({field: self.meta.get_field(field).default for field in OF_THE_SERVER})

	def validate(self):
		rights.require_import()
		if before := self.get_doc_before_save():
			self.update({field: before.get(field) for field in ("owner", "creation", *OF_THE_SERVER)})
		run.require_changeable(self.status)
		self.match_by = ",".join(options.split_match(self.match_by))
		if self.has_value_changed("import_file") or self.has_value_changed("sheet_name"):
			source.read_header(self)
		elif self.status != "Draft" and any(self.has_value_changed(field) for field in CHOICES):
			self.status = "Draft"  # what was found, or is being found, is not true any more

	def on_trash(self):
		if run.hold(self.name).status in run.OPEN:
			throw(_("This import is still running. Cancel it, then delete it."))
		results.delete_with_import(self.name)
