"""What an appointment or a series tells to who has it without seeing its customer: its own text, and not who the customer
or its contact is."""

from frappe.model.document import Document

from crm_khachhang.access import protected
from crm_khachhang.access.customers import sees_all, visible_names

# Where Frappe keeps the titles of what a document links to, while it is printed: {"DocType::name": title}.
TITLES = "__link_titles"


class OwnText:
	"""A document with a customer and a contact, both of which who reads it may not see; comes before Document."""

	def as_dict(self, *arguments, **options):
		"""What forms and programs are sent."""
		found = super().as_dict(*arguments, **options)
		if "contact" in found and hides_contact(self):
			found["contact"] = None
		return found

	def before_print(self, settings=None):
		"""Frappe has asked nobody whether the titles may be shown."""
		if hides_contact(self):
			self.contact = None
		titles = getattr(self, TITLES, None) or {}
		for key in list(titles):
			if not protected.sees(*key.split("::", 1)):
				del titles[key]


def hides_contact(document: Document) -> bool:
	"""Return whether the session's user sees the document without its customer, whose contact it names."""
	if not document.get("contact") or sees_all():
		return False
	return not visible_names([document.customer])


def keep_contact(appointment: Document) -> None:
	"""Who was not shown the contact saves the appointment without it, and means nothing by that."""
	before = appointment.get_doc_before_save()
	if (
		before
		and not appointment.contact
		and appointment.customer == before.customer
		and hides_contact(before)
	):
		appointment.contact = before.contact
