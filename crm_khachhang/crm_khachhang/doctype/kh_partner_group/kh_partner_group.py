"""A group of partners."""

from crm_khachhang.customers.masters.document import Master


class KHPartnerGroup(Master):
	pass
