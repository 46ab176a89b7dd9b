"""Where exports lie: private files that only who started the export reads, and Administrator.

They are attached to nothing: whoever reads a document reads what is attached to it. A KH Manager sees who exported
what, but not the file: User Permissions may keep some of its customers from them.
"""

import os
from contextlib import suppress
from pathlib import Path

import frappe
from frappe.utils import get_files_path, now_datetime

EXPORT = "KH Export"
STEM = "khach-hang"


def unfinished(export: str, worker: str) -> Path:
	"""Return where a worker writes; nothing of it is seen before `keep`."""
	return _folder() / f".{STEM}-{export}-{worker}.part"


def keep(export: str, part: Path, extension: str) -> str:
	"""Make the finished file a private one of the session's user, in one move; return its address.

	Not by the document API of File, which reads all of it into memory and refuses what is too large to upload.
	"""
	file_name = f"{STEM}-{now_datetime():%Y%m%d-%H%M}-{export}.{extension}"
	path = _folder() / file_name
	os.replace(part, path)
	frappe.db.after_rollback.add(lambda: path.unlink(missing_ok=True))
	file = frappe.new_doc("File")
	file.update({"file_name": file_name, "file_url": f"/private/files/{file_name}", "is_private": 1})
	file.folder = frappe.db.get_value("File", {"is_attachments_folder": 1})
	file.file_size = path.stat().st_size
	# Frappe leaves a file on the disk when another has the same hash: two exports are two files.
	file.content_hash = frappe.generate_hash(length=32)
	file.set_user_and_timestamp()
	file.db_insert()
	return file.file_url


def remove(export: str, url: str | None) -> None:
	"""Remove the file of the export, and what interrupted workers left; from the disk once that is committed."""
	remove_unfinished(export)
	if url:
		# The document API would delete from the disk at once, and a rollback brings nothing back.
		frappe.db.delete("File", {"file_url": url})
		frappe.db.after_commit.add(lambda: _unlink(_folder() / url.rpartition("/")[2]))


def _unlink(path: Path) -> None:
	"""Remove a file whose record is gone by now; one that cannot be removed stops nothing."""
	try:
		path.unlink(missing_ok=True)
	except OSError:
		frappe.logger().warning(f"KH Export: {path.name} could not be removed", exc_info=True)


def of_all() -> list[str]:
	"""Return the records of the files of all exports, for an uninstallation."""
	urls = frappe.get_all(EXPORT, filters={"file_url": ("is", "set")}, pluck="file_url", order_by="name")
	return frappe.get_all("File", filters={"file_url": ("in", urls or [""])}, pluck="name", order_by="name")


def remove_unfinished(export: str) -> None:
	"""Remove what interrupted workers left."""
	for path in _folder().glob(f".{STEM}-{export}-*.part"):
		with suppress(FileNotFoundError):
			path.unlink()


def may_read(owner: str) -> bool:
	"""Return whether the session's user may read the file of an export that `owner` started."""
	return frappe.session.user in (owner, "Administrator")


def _folder() -> Path:
	return Path(get_files_path(is_private=1))
