"""A group of customers, in a tree below one topmost group."""

from crm_khachhang.customers.trees import TitledTree

PARENT = "parent_kh_customer_group"


class KHCustomerGroup(TitledTree):
	nsm_parent_field = PARENT
