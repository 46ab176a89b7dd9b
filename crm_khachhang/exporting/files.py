"""Where exports lie: private files that only who started the export reads, and System Managers.

A KH Manager sees who exported what, but not the file: User Permissions may keep some of its customers from them.
"""

import os
from contextlib import suppress
from pathlib import Path

import frappe
from frappe.utils import get_files_path, now_datetime
from pypika.terms import Criterion

from crm_khachhang.access import records

EXPORT = "KH Export"
STEM = "khach-hang"
OWN_ROLE = "System Manager"


def unfinished(export: str, worker: str) -> Path:
	"""Return where a worker writes; nothing of it is seen before `keep`."""
	return _folder() / f".{STEM}-{export}-{worker}.part"


def keep(export: str, part: Path, extension: str) -> str:
	"""Make the finished file an attachment of the export, in one move; return its address.

	Not by the document API of File, which reads all of it into memory and refuses what is too large to upload.
	"""
	file_name = f"{STEM}-{now_datetime():%Y%m%d-%H%M}-{export}.{extension}"
	os.replace(part, _folder() / file_name)
	file = frappe.new_doc("File")
	file.update({"file_name": file_name, "file_url": f"/private/files/{file_name}", "is_private": 1})
	file.update({"attached_to_doctype": EXPORT, "attached_to_name": export})
	file.folder = frappe.db.get_value("File", {"is_attachments_folder": 1})
	file.file_size = (_folder() / file_name).stat().st_size
	# Frappe leaves a file on the disk when another has the same hash: two exports are two files.
	file.content_hash = frappe.generate_hash(length=32)
	file.set_user_and_timestamp()
	file.db_insert()
	return file.file_url


def remove(export: str) -> None:
	"""Remove the file of the export, and what interrupted workers left."""
	filters = {"attached_to_doctype": EXPORT, "attached_to_name": export}
	for name in frappe.get_all("File", filters=filters, pluck="name", order_by="name"):
		frappe.delete_doc("File", name, ignore_permissions=True)
	remove_unfinished(export)


def remove_unfinished(export: str) -> None:
	"""Remove what interrupted workers left."""
	for path in _folder().glob(f".{STEM}-{export}-*.part"):
		with suppress(FileNotFoundError):
			path.unlink()


def may_read(owner: str, user: str | None = None) -> bool:
	"""Return whether `user` may read the file of an export that `owner` started."""
	user = user or frappe.session.user
	return user in (owner, "Administrator") or OWN_ROLE in frappe.get_roles(user)


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Return False for the file of somebody else's export; for the hook on File."""
	stored = frappe.db.get_value("File", doc.name, ["attached_to_doctype", "owner"]) if doc.name else None
	doctype, owner = stored or (None, None)
	return doctype != EXPORT or may_read(owner, user)


def permission_query_conditions(user: str | None = None) -> str:
	"""Return the same for lists of files."""
	user = user or frappe.session.user
	if user == "Administrator" or OWN_ROLE in frappe.get_roles(user):
		return ""
	return records.as_text(_condition(user))


def _condition(user: str) -> Criterion:
	file = frappe.qb.DocType("File")
	return (
		file.attached_to_doctype.isnull()
		| (file.attached_to_doctype != EXPORT)
		| (file.owner == records.literal(user))
	)


def _folder() -> Path:
	return Path(get_files_path(is_private=1))
