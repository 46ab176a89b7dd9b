"""The rules of one care plan."""

from frappe.model.document import Document
from frappe.utils import cint

from crm_khachhang.care.plans.touches import BIRTHDAY
from crm_khachhang.customers import fields, messages
from crm_khachhang.customers.text import tidy

LAST_HOUR = 23
MOST_DAYS = 3650
MOST_DAYS_BEFORE = 180


def check_touches(plan: Document) -> None:
	"""Refuse days that lie before what they are counted from, but for birthdays; days too far away, and what is no hour."""
	for touch in plan.touches:
		touch.subject = tidy(touch.subject)
		least = -MOST_DAYS_BEFORE if touch.anchor == BIRTHDAY else 0
		if not least <= cint(touch.days_after) <= MOST_DAYS:
			fields.refuse(touch, "days_after", messages.DAYS_AFTER)
		if not 0 <= cint(touch.hour) <= LAST_HOUR:
			fields.refuse(touch, "hour", messages.HOUR)


def forget_absence(plan: Document) -> None:
	"""A plan that was switched off begins anew: what it would have made meanwhile is not made up for."""
	if not plan.enabled:
		plan.made_on = None
