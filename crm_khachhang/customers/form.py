"""What the form of a customer shows beside its fields."""

import frappe
from frappe.model.document import Document

from crm_khachhang.customers import links
from crm_khachhang.customers.contacts import people
from crm_khachhang.vietnam import phone

MOST_REFERRED = 20


def load(customer: Document) -> None:
	"""Put links, people, addresses, terms and referred customers into the answer to the form."""
	from frappe.contacts.doctype.address.address import get_address_display_list

	customer.set_onload("kh_links", links_of(customer))
	customer.set_onload("kh_people", people.of(customer.name))
	customer.set_onload("addr_list", get_address_display_list(customer.doctype, customer.name))
	customer.set_onload("kh_tier", tier_of(customer))
	customer.set_onload("kh_terms", terms_of(customer))
	customer.set_onload("kh_referred", referred_by(customer))


def links_of(customer: Document) -> dict[str, str]:
	"""Return where a click on the phones, the e-mail, Zalo, Facebook and the website leads; "" for nowhere."""
	return {
		"phone": links.of_phone(customer.phone_e164),
		"other_phone": links.of_phone(customer.other_phone_e164),
		"email": links.of_email(customer.email),
		"zalo": links.of_zalo(customer.zalo, _e164(customer.zalo) or customer.phone_e164),
		"facebook": links.of_page(customer.facebook),
		"website": links.of_website(customer.website),
	}


def tier_of(customer: Document) -> dict | None:
	"""Return the name and the colour of the customer's tier."""
	if not customer.tier:
		return None
	return frappe.db.get_value("KH Customer Tier", customer.tier, ["tier_name", "color"], as_dict=True)


def terms_of(customer: Document) -> dict | None:
	"""Return the credit limit, payment days and care plan in force: the customer's own or the tier's."""
	try:
		from crm_khachhang.customers import terms
	except ImportError:
		return None
	return terms.effective(customer.name)


def referred_by(customer: Document) -> list[dict]:
	"""Return the customers that this one brought, as far as the session's user sees them."""
	return frappe.get_list(
		customer.doctype,
		filters={"referrer_doctype": customer.doctype, "referrer": customer.name},
		fields=["name", "customer_name", "status", "creation"],
		order_by="creation desc, name desc",
		limit_page_length=MOST_REFERRED,
	)


def _e164(text: str | None) -> str:
	try:
		return phone.normalize(text)
	except phone.InvalidPhone:
		return ""
