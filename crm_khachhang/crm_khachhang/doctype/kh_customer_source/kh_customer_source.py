"""Where a customer came from."""

from crm_khachhang.customers.masters.document import Master


class KHCustomerSource(Master):
	pass
