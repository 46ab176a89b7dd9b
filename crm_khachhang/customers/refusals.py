"""What a rule raises when it refuses something, as opposed to what breaks."""

from html import unescape

import frappe
from frappe.utils import cstr, strip_html

# Frappe's error of a second document with the same name is a NameError, no ValidationError.
REFUSALS = (frappe.ValidationError, frappe.PermissionError, frappe.DuplicateEntryError)


def plain(text: object) -> str:
	"""Return what a message says, without its HTML, on one line."""
	spaced = cstr(text).replace("<br>", " ").replace("</li>", "; ").replace("</p>", " ")
	return " ".join(unescape(strip_html(spaced)).split())
