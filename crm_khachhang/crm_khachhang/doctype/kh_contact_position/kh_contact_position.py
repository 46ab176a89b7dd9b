"""What a contact does for the customer."""

from crm_khachhang.customers.masters.document import Master


class KHContactPosition(Master):
	pass
