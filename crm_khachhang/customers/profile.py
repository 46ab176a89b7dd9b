"""What the print format "KH Customer Profile" shows of a customer: fields that have a value, people, picture."""

import base64
import io
import mimetypes

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, format_datetime, get_user_date_format, strip_html
from PIL import Image, UnidentifiedImageError

from crm_khachhang.access import files, protected
from crm_khachhang.customers.contacts import people

# Side of the picture in pixels: three centimetres at 300 dpi.
PICTURE_SIZE = 360

# Shown in the head of the sheet, or nothing to read on paper.
NOT_LISTED = (
	"customer_name",
	"customer_type",
	"customer_code",
	"image",
	"referrer_doctype",
	"display_order",
	"primary_contact",
)

FORMATTED = ("Date", "Time", "Duration", "Currency", "Float", "Int", "Percent")
MARKED_UP = ("Text Editor", "HTML Editor", "Markdown Editor")

LAYOUT = ("Tab Break", "Section Break", "Column Break", "HTML", "Button", "Fold", "Heading", "Image")


def prepare(customer: Document) -> None:
	"""Put the parts of the sheet on the document as `kh_profile`; Frappe calls it before each print."""
	customer.kh_profile = frappe._dict(
		picture=picture(customer),
		sections=sections(customer),
		people=people.of(customer.name),
		addresses=addresses(customer),
	)


def sections(customer: Document) -> list[dict]:
	"""Return the fields with a value by tab: [{"label", "rows": [(label, text)]}]; custom fields as others."""
	shown, current = [], None
	for field in customer.meta.fields:
		if field.fieldtype == "Tab Break":
			current = {"label": _(field.label), "rows": []}
			shown.append(current)
		elif current and _is_printed(customer, field):
			current["rows"].append((_(field.label), text_of(customer, field)))
	return [section for section in shown if section["rows"]]


def _is_printed(customer: Document, field) -> bool:
	if field.fieldtype in LAYOUT or field.fieldname in NOT_LISTED or field.hidden or field.print_hide:
		return False
	value = customer.get(field.fieldname)
	is_number = field.fieldtype in ("Check", "Int", "Float", "Currency", "Percent")
	return bool(value) and not (is_number and not float(value)) and _may_read(customer, field)


def _may_read(customer: Document, field) -> bool:
	return not cint(field.permlevel) or customer.has_permlevel_access_to(field.fieldname, field)


def text_of(customer: Document, field) -> str:
	"""Return what people read in the field: the title instead of the name of a linked document."""
	value = customer.get(field.fieldname)
	if field.fieldtype == "Check":
		return _("Yes")
	if field.fieldtype == "Select":
		return _(value)
	if field.fieldtype in ("Link", "Dynamic Link"):
		doctype = field.options if field.fieldtype == "Link" else customer.get(field.options)
		return title_of(doctype, value)
	if field.fieldtype == "Datetime":  # nobody makes an appointment to the second
		return format_datetime(value, get_user_date_format().replace("mm", "MM") + " HH:mm")
	if field.fieldtype in FORMATTED:
		return cstr(customer.get_formatted(field.fieldname))
	return strip_html(cstr(value)) if field.fieldtype in MARKED_UP else cstr(value)


def title_of(doctype: str, name: str) -> str:
	"""Return the title of a document; its name where there is none, or none for the session's user to know."""
	if not protected.sees(doctype, name):
		return name
	title_field = frappe.get_meta(doctype).title_field
	return _(cstr(title_field and frappe.db.get_value(doctype, name, title_field)) or name)


def addresses(customer: Document) -> list[str]:
	"""Return the customer's addresses, each as HTML of the address template."""
	from frappe.contacts.doctype.address.address import get_address_display_list

	return [one.get("display") for one in get_address_display_list(customer.doctype, customer.name)]


def picture(customer: Document) -> str:
	"""Return the customer's picture as a data URI: a PDF is made without the reader's session.

	"" without one, and for a file that the session's user may not read, whoever named it here.
	"""
	for name in frappe.get_all(
		"File", filters={"file_url": customer.image or "", "is_folder": 0}, pluck="name"
	):
		file = frappe.get_doc("File", name)
		if (mimetypes.guess_type(file.file_url)[0] or "").startswith("image/") and file.has_permission(
			"read"
		):
			return _small(file)
	return ""


def _small(file: Document) -> str:
	try:
		image = Image.open(io.BytesIO(files.content_of(file)))
		image.thumbnail((PICTURE_SIZE, PICTURE_SIZE))
		out = io.BytesIO()
		image.convert("RGBA").save(out, "PNG")
	except (
		OSError,
		UnidentifiedImageError,
		Image.DecompressionBombError,
	):  # Gone from the disk, or no picture.
		return ""
	return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
