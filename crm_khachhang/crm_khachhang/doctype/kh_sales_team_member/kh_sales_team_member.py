"""One member of a team."""

from frappe.model.document import Document


class KHSalesTeamMember(Document):
	pass
