"""Attachments of what follows the rule are private, and nobody reaches them by attaching their address elsewhere."""

from inspect import signature
from pathlib import Path

import frappe
from frappe.utils import cint

from crm_khachhang.access import not_found, protected, records

OWN_CHECK = "crm_khachhang.access.files.has_permission"
# A form that is not saved yet attaches to a name of its own, which no document can have.
UNSAVED = "new-"


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Return whether `user` sees what the file is and will be attached to, and may use its address.

	Raises frappe.DoesNotExistError for attaching to what is hidden, as for attaching to nothing.
	"""
	fields = ("attached_to_doctype", "attached_to_name", "file_url")
	stored = frappe.db.get_value("File", doc.name, fields) if doc.name else None
	doctype, name, url = stored or (None, None, None)
	if doctype and protected.hides(doctype, name, user):
		return records.denied(doc, user, ptype)
	if ptype in ("create", "write"):
		_check_target(doc, (doctype, name), user)
		if doc.file_url != url and not _may_use(doc.file_url, user):
			return False
	return records.others_allow(doc, ptype, user, OWN_CHECK)


def keep_private(doc, method: str | None = None) -> None:
	"""Make an attachment of ours private, whatever was asked for; for `before_validate`."""
	if is_ours(doc) and not doc.is_folder:
		doc.is_private = 1


def save_privately(doc, method: str | None = None) -> None:
	"""Put the content of a new attachment of ours beside the private files; for `before_insert`.

	Frappe has just saved it where the whole world reads it; only there is it this early.
	"""
	if not is_ours(doc) or cint(doc.is_private) or doc.is_folder or doc.is_remote_file:
		return
	public, url, content = Path(doc.get_full_path()), doc.file_url, content_of(doc)
	doc.is_private = 1
	doc.save_file(content=content)
	if not frappe.db.exists("File", {"file_url": url}):
		public.unlink(missing_ok=True)


def content_of(file) -> bytes:
	"""Return what the file holds. Frappe makes text of it where it can, which Frappe 16 can of any picture."""
	untouched = {"encodings": []} if "encodings" in signature(file.get_content).parameters else {}
	content = file.get_content(**untouched)
	return content if isinstance(content, bytes) else content.encode()


def is_ours(doc) -> bool:
	"""Return whether the file is attached to a document of ours, or to a contact or an address."""
	return doc.attached_to_doctype in protected.DOCTYPES


def may_name(url: str) -> bool:
	"""Return whether the session's user may write the address into a field that holds a file: of a private one only
	what they read.

	Frappe looks for the file as the database compares, to which "Á.txt" is "a.txt": whatever it may find must be theirs.
	"""
	if not url.startswith("/private") and ".." not in url:
		return True
	found = frappe.get_all(
		"File", filters={"file_url": url}, fields=["name", "file_url"], order_by="name", limit=20
	)
	same = [file.name for file in found if file.file_url == url]
	others = [file.name for file in found if file.file_url != url]
	return any(map(_reads, same)) and all(map(_reads, others))


def _reads(name: str) -> bool:
	return bool(frappe.has_permission("File", "read", doc=name))


def _check_target(doc, stored: tuple, user: str | None) -> None:
	doctype, name = doc.attached_to_doctype, doc.attached_to_name
	if doctype not in protected.DOCTYPES or (doctype, name) == stored or _is_unsaved(name):
		return
	if not protected.sees(doctype, name, user) or not frappe.db.exists(doctype, name):
		not_found.answer(doctype, name)


def _may_use(url: str | None, user: str | None) -> bool:
	"""Whether the address of a private file is nobody else's, or one that `user` reads anyway."""
	if not (url or "").startswith("/private/"):
		return True
	names = frappe.get_all("File", filters={"file_url": url}, pluck="name", order_by="name", limit=20)
	return not names or any(frappe.has_permission("File", "read", doc=name, user=user) for name in names)


def _is_unsaved(name: str | None) -> bool:
	return str(name or "").startswith(UNSAVED)
