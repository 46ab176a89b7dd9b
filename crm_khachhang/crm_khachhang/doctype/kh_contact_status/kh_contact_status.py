"""Where a contact stands with us."""

from crm_khachhang.customers.masters.document import Master


class KHContactStatus(Master):
	pass
