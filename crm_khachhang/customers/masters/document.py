"""What the controllers of all masters share."""

from frappe.model.document import Document

from crm_khachhang.customers import fields


class Master(Document):
	"""A master with a title that no other master of its list has; the DocType says which field it is."""

	def validate(self):
		fields.set_name(self, self.meta.title_field)
		fields.check_unique_name(self, self.meta.title_field)
