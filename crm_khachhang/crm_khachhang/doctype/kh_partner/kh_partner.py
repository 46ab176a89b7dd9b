"""A supplier or partner who may refer customers."""

from frappe.model.document import Document

from crm_khachhang.customers import fields

PHONE_FIELDS = {"phone": "phone_e164"}


class KHPartner(Document):
	def validate(self):
		fields.set_tax_code(self)  # before set_texts: numbers have lost the zeros in front of them
		fields.set_texts(self)
		fields.set_name(self, "partner_name")
		fields.check_unique_name(self, "partner_name")
		fields.set_phones(self, PHONE_FIELDS)
		fields.set_email(self)
