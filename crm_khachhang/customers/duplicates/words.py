"""A match as people read it. Of a customer that the reader may not see: that it exists, and who manages it."""

import frappe
from frappe import _
from frappe.utils import get_fullname, get_link_to_form

from crm_khachhang.access import customers as access
from crm_khachhang.customers.duplicates.rules import CUSTOMER, Rule, escaped, labels

# Further matches say nothing new to a person.
MOST_SHOWN = 5


def shown(matches: list) -> list:
	"""Return the matches worth telling, with `visible` set on each customer: whether the session's user sees it."""
	first = matches[:MOST_SHOWN]
	names = [match.customer.name for match in first]
	# Who sees all sees also a customer that was committed after their transaction began.
	seen = set(names) if access.sees_all() else access.visible_names(names)
	for match in first:
		match.customer.visible = match.customer.name in seen
	return first


def sentence(match, values, linked: bool = True) -> str:
	"""Return one safe HTML sentence on a match of a customer with `values`; call `shown` before."""
	rule, customer = match.rules[0], match.customer
	what = frappe.bold(field_words(rule, values))
	like = rule.similar and match.score < 100
	if not customer.get("visible"):
		return _unseen(what, like, customer.account_manager)
	title = escaped(customer.customer_name)
	link = get_link_to_form(CUSTOMER, customer.name, title) if linked else title
	text = (
		_("{0} is like that of customer {1} ({2}).")
		if like
		else _("{0} already belongs to customer {1} ({2}).")
	)
	text = text.format(what, link, escaped(customer.name))
	if not customer.account_manager:
		return text
	return text + " " + _("Managed by {0}.").format(escaped(get_fullname(customer.account_manager)))


def _unseen(what: str, like: bool, account_manager: str | None) -> str:
	text = _("{0} is like that of an existing customer") if like else _("{0} already exists")
	text = text.format(what)
	if account_manager:
		return _("{0}, managed by {1}.").format(text, escaped(get_fullname(account_manager)))
	return _("{0}, not managed by anybody yet.").format(text)


def field_words(rule: Rule, values) -> str:
	"""Return the labels of the rule's fields, with the value if there is just one and somebody typed it."""
	value = values.get(rule.fields[0]) if len(rule.fields) == 1 and not rule.similar else ""
	return (
		f"{labels(rule.fields)} {escaped(value)}" if isinstance(value, str) and value else labels(rule.fields)
	)
