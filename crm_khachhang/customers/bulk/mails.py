"""The bulk action "email": one e-mail to each customer, through Frappe's queue of e-mails."""

import frappe
from frappe import _
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.utils import cstr, escape_html, get_formatted_email, strip_html
from frappe.utils.html_utils import sanitize_html

from crm_khachhang.access.arguments import text
from crm_khachhang.customers.bulk.results import Row, Skipped
from crm_khachhang.customers.text import tidy

CUSTOMER = "KH Customer"
TEMPLATE = "Email Template"
UNSUBSCRIBED = "Email Unsubscribe"

LONGEST_SUBJECT = 255
LONGEST_MESSAGE = 1_000_000

# What a typed text may name between braces. Jinja would let its author read what they may not.
PLACEHOLDERS = ("customer_name", "customer_code")


def check(parameters: dict) -> dict:
	"""Return {template} or {subject, message}; throw when something is missing or no mail can leave the site."""
	if not EmailAccount.find_outgoing(match_by_doctype=CUSTOMER):
		frappe.throw(
			_("This site cannot send e-mails yet. Ask the administrator to set up an outgoing email account.")
		)
	template = text(parameters.get("template"), "template")
	if template:
		frappe.get_doc(TEMPLATE, template).check_permission("read")
		return {"template": template}
	subject = tidy(text(parameters.get("subject"), "subject", most=LONGEST_SUBJECT))
	message = sanitize_html(text(parameters.get("message"), "message", most=LONGEST_MESSAGE))
	if not subject or not (strip_html(message).strip() or "<img" in message):
		frappe.throw(_("Write a subject and a message, or choose a template."))
	return {"subject": subject, "message": message}


def title(parameters: dict) -> str:
	"""Return e.g. "E-mail: Chúc mừng năm mới"."""
	return "{0}: {1}".format(_("E-mail"), parameters.get("template") or parameters["subject"])


def apply(row: Row, parameters: dict) -> None:
	"""Queue the e-mail and keep it in the customer's history."""
	customer = frappe.get_doc(CUSTOMER, row.customer)
	customer.check_permission("email")
	if not customer.email:
		raise Skipped(_("The customer has no e-mail address."))
	if _is_unsubscribed(customer):
		raise Skipped(_("The customer does not want e-mails."))
	subject, message = _texts(customer, parameters)
	_queue(customer, subject, message)


def _is_unsubscribed(customer) -> bool:
	table = frappe.qb.DocType(UNSUBSCRIBED)
	of_customer = (table.reference_doctype == CUSTOMER) & (table.reference_name == customer.name)
	query = frappe.qb.from_(table).select(table.name).limit(1)
	query = query.where((table.email == customer.email) & (of_customer | (table.global_unsubscribe == 1)))
	return bool(query.run())


def _texts(customer, parameters: dict) -> tuple[str, str]:
	if template := parameters.get("template"):
		formatted = frappe.get_cached_doc(TEMPLATE, template).get_formatted_email(customer.as_dict())
		return formatted["subject"], formatted["message"]
	subject, message = parameters["subject"], parameters["message"]
	for fieldname in PLACEHOLDERS:
		value = cstr(customer.get(fieldname))
		subject = subject.replace("{" + fieldname + "}", value)
		message = message.replace("{" + fieldname + "}", escape_html(value))
	return subject, message


def _queue(customer, subject: str, message: str) -> None:
	"""A Communication, so that the customer's timeline shows it, and the queue's entry that it follows."""
	sender = get_formatted_email(frappe.session.user)
	communication = frappe.new_doc("Communication")
	communication.update(
		{
			"communication_medium": "Email",
			"sent_or_received": "Sent",
			"subject": subject,
			"content": message,
			"sender": sender,
			"recipients": customer.email,
			"reference_doctype": CUSTOMER,
			"reference_name": customer.name,
		}
	)
	communication.insert(ignore_permissions=True)
	frappe.sendmail(
		recipients=[customer.email],
		sender=sender,
		reply_to=sender,
		subject=subject,
		message=message,
		reference_doctype=CUSTOMER,
		reference_name=customer.name,
		communication=communication.name,
	)
