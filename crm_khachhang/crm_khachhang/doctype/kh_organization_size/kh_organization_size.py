"""How large an organization is."""

from crm_khachhang.customers.masters.document import Master


class KHOrganizationSize(Master):
	pass
