"""One touch of a care plan: so many days after what, and what is done then."""

from frappe.model.document import Document


class KHCarePlanTouch(Document):
	pass
