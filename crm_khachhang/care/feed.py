"""The private calendar feed of a person: the appointments that they have, for the calendar of their phone.

Its address is a secret. It holds no password, but a number that is computed from the site's key and from a random
number of the person's document: so it can be shown again, a copy of the database gives nobody's away, and a new number
revokes it.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import get_fullname, get_system_timezone, get_url, get_url_to_form, now, now_datetime
from frappe.utils.password import get_encryption_key

from crm_khachhang.access import customers, related
from crm_khachhang.care import ics, subscriptions, telling
from crm_khachhang.care.dates import APPOINTMENT, CUSTOMER
from crm_khachhang.care.length import lasts_all_day
from crm_khachhang.care.subscriptions import SUBSCRIPTION

PATH = "/api/method/crm_khachhang.care.feed_api.ics"
PAST, FUTURE = timedelta(days=60), timedelta(days=400)
MOST = 5000
DONE_SIGN = "✓ "


def address_of(user: str) -> str:
	"""Return the address of the user's feed; "" while there is none."""
	row = frappe.db.get_value(SUBSCRIPTION, {"user": user}, ["name", "feed_nonce"], as_dict=True)
	if not row or not row.feed_nonce:
		return ""
	return get_url(f"{PATH}?token={row.name}.{_secret(row.name, row.feed_nonce)}")


def renew(user: str) -> str:
	"""Give the user's feed a new address and return it; the old one ends."""
	subscriptions.ensure([user])
	subscriptions.write(user, feed_nonce=secrets.token_hex(16), feed_since=now())
	return address_of(user)


def revoke(user: str) -> None:
	"""End the user's feed."""
	subscriptions.write(user, feed_nonce=None, feed_since=None)


def user_of(token: str) -> str | None:
	"""Return whose feed the token opens; None for one that opens nothing, or nothing any more."""
	name, _dot, secret = token.partition(".")
	row = frappe.db.get_value(SUBSCRIPTION, name, ["user", "feed_nonce"], as_dict=True) or frappe._dict()
	# What does not exist takes as long as what is wrong.
	expected = _secret(name, row.feed_nonce or secrets.token_hex(16))
	is_right = hmac.compare_digest(expected.encode(), secret.encode("utf-8", "replace"))
	return row.user if is_right and row.feed_nonce and telling.reaches(row.user) else None


def _secret(name: str, nonce: str) -> str:
	said = f"kh_care_feed:{name}:{nonce}".encode()
	mac = hmac.new(get_encryption_key().encode(), said, sha256).digest()
	return urlsafe_b64encode(mac).decode().rstrip("=")


def content_for(user: str) -> bytes:
	"""Return the user's feed in their language, whoever asks for it."""
	before, frappe.local.lang = frappe.local.lang, get_user_lang(user)
	try:
		title = f"{_('Care Appointments')} – {get_fullname(user)}"
		return ics.feed(entries_of(user, now_datetime()), zone(), title)
	finally:
		frappe.local.lang = before


def zone() -> ZoneInfo:
	"""Return the time zone of the site, in which its moments are."""
	return ZoneInfo(get_system_timezone())


def entries_of(user: str, moment: datetime) -> list[ics.Entry]:
	"""Return the user's appointments around `moment`, with those customers that the user sees."""
	appointments = _appointments(user, moment)
	known = _customers({one.customer for one in appointments}, user)
	contacts = _contacts({one.contact for one in appointments if one.contact and one.customer in known})
	return [entry(one, known.get(one.customer), contacts.get(one.contact)) for one in appointments]


def uid(name: str) -> str:
	"""Return how calendars know the appointment: the same in the feed and in invitations."""
	return f"{name}@{frappe.local.site}"


def entry(appointment: dict, customer: dict | None, contact: dict | None) -> ics.Entry:
	"""Return the appointment as its person sees it; without a `customer` nothing of the customer."""
	done = DONE_SIGN if appointment.status == "Done" else ""
	title = " – ".join(filter(None, (appointment.subject, customer and customer.customer_name)))
	url = get_url_to_form(APPOINTMENT, appointment.name)
	return ics.Entry(
		uid(appointment.name),
		done + title,
		appointment.starts_on,
		appointment.ends_on,
		appointment.creation,
		appointment.modified,
		lasts_all_day(appointment),
		_(appointment.activity_type),
		"\n".join(filter(None, (*_facts(customer, contact), appointment.description, url))),
		address_text(customer) if customer else "",
		url,
	)


def _facts(customer: dict | None, contact: dict | None) -> list[str]:
	if not customer:
		return []
	who = [f"{customer.customer_name} ({customer.name})", customer.phone]
	person = [contact.full_name, contact.phone or contact.mobile_no] if contact else []
	return [" · ".join(filter(None, part)) for part in (who, person)]


def address_text(customer: dict) -> str:
	"""Return the address of the customer in one line."""
	return ", ".join(filter(None, (customer.address_line, customer.ward_name, customer.province_name)))


def _appointments(user: str, moment: datetime) -> list[dict]:
	one = frappe.qb.DocType(APPOINTMENT)
	fields = ("name", "customer", "contact", "activity_type", "subject", "description", "status")
	times = ("starts_on", "ends_on", "all_day", "creation", "modified")
	query = frappe.qb.from_(one).select(*(one[field] for field in (*fields, *times)))
	query = query.where((one.assigned_to == user) & (one.status != "Cancelled"))
	query = query.where((one.starts_on >= moment - PAST) & (one.starts_on < moment + FUTURE))
	rule = related.visible(APPOINTMENT, user)
	query = query if rule is None else query.where(rule)
	return query.orderby(one.starts_on).limit(MOST).run(as_dict=True)


def _customers(names: set[str], user: str) -> dict[str, dict]:
	seen = customers.visible_names(list(names), user)
	return {row.name: row for row in customers_with_addresses(seen)}


def customers_with_addresses(names: set[str]) -> list[dict]:
	"""Return name, phone, email and address of the customers."""
	one, ward, province = (frappe.qb.DocType(name) for name in (CUSTOMER, "KH Ward", "KH Province"))
	query = frappe.qb.from_(one).left_join(ward).on(ward.name == one.ward)
	query = query.left_join(province).on(province.name == one.province)
	query = query.select(one.name, one.customer_name, one.phone, one.email, one.address_line)
	query = query.select(ward.ward_name, province.full_name.as_("province_name"))
	return query.where(one.name.isin(sorted(names) or [""])).run(as_dict=True)


def _contacts(names: set[str]) -> dict[str, dict]:
	fields = ["name", "first_name", "last_name", "phone", "mobile_no"]
	rows = frappe.get_all("Contact", filters={"name": ("in", sorted(names))}, fields=fields) if names else []
	for row in rows:
		row.full_name = " ".join(filter(None, (row.first_name, row.last_name)))
	return {row.name: row for row in rows}
