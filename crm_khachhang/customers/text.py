"""Tidying of typed text, and equality of names as Vietnamese readers see it."""

import unicodedata


def tidy(text: str | None) -> str:
	"""Return `text` in NFC, with runs of white space as one space and none at the ends."""
	return " ".join(unicodedata.normalize("NFC", text or "").split())


def for_like(text: str) -> str:
	"""Return `text` so that LIKE takes each character of it as itself."""
	return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def same_name_key(text: str | None) -> str:
	"""Return a key under which two names are equal in any letter case but never across accents.

	MariaDB's utf8mb4_unicode_ci holds "Bán" and "Bạn" for the same, so names are compared in Python.
	"""
	return unicodedata.normalize("NFC", tidy(text).casefold())
