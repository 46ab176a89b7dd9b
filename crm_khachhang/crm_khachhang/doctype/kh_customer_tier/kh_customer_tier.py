"""A tier of customers: its criteria, and what its customers get by default."""

from crm_khachhang.customers import fields, messages
from crm_khachhang.customers.masters.document import Master

# Zero: the criterion does not count.
CRITERIA = ("min_revenue", "min_orders", "max_days_since_purchase")


class KHCustomerTier(Master):
	def validate(self):
		super().validate()
		if self.period_days and not any(self.get(criterion) for criterion in CRITERIA):
			fields.refuse(self, "period_days", messages.PERIOD_WITHOUT_CRITERIA)
