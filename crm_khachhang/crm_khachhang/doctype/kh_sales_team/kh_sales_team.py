"""A team of salespeople in a tree; it decides who sees whose customers."""

from frappe.utils.nestedset import NestedSet


class KHSalesTeam(NestedSet):
	nsm_parent_field = "parent_kh_sales_team"
