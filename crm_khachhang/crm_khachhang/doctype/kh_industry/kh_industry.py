"""The trade that a customer is in."""

from crm_khachhang.customers.masters.document import Master


class KHIndustry(Master):
	pass
