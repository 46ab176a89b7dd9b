"""The e-mail of a reminder: the words of a template, or of the app, and the open debts as a table."""

import frappe
from frappe import _
from frappe.utils import escape_html, formatdate, getdate

from crm_khachhang.debts.money import shown, total
from crm_khachhang.debts.reminding.steps import Step

STATEMENT = "KH Debt Statement"


def send(about: dict, debts: list[dict], step: Step) -> None:
	"""Queue the e-mail to the customer. Raises frappe.OutgoingEmailError where the site sends none."""
	subject, message = _from_template(about, debts, step) if step.email_template else _own(about, debts, step)
	frappe.sendmail(
		recipients=[about.email],
		subject=subject,
		message=message,
		attachments=[statement(about.name)],
		reference_doctype="KH Customer",
		reference_name=about.name,
	)


def statement(customer: str) -> dict:
	"""Return the customer's statement of this year as an attachment, {fname, fcontent}."""
	return frappe.attach_print("KH Customer", customer, f"so-chi-tiet-{customer}", print_format=STATEMENT)


def _from_template(about: dict, debts: list[dict], step: Step) -> tuple[str, str]:
	"""A template may use customer_name, customer, debts, total, days, and `table`, which is HTML."""
	template = frappe.get_doc("Email Template", step.email_template)
	values = {
		**about,
		"customer": about.name,
		"debts": debts,
		"total": shown(total(debt.outstanding_amount for debt in debts)),
		"days": step.days,
		"table": table(debts),
	}
	formatted = template.get_formatted_email(values)
	return formatted["subject"], formatted["message"]


def _own(about: dict, debts: list[dict], step: Step) -> tuple[str, str]:
	amount = shown(total(debt.outstanding_amount for debt in debts))
	if step.days < 0:
		subject = _("Payment of {0} falls due soon").format(amount)
		opening = _("we would like to remind you of these payments that fall due soon:")
	elif step.days == 0:
		subject = _("Payment of {0} is due").format(amount)
		opening = _("we would like to remind you of these payments that are due:")
	else:
		subject = _("Payment of {0} is overdue").format(amount)
		opening = _("these payments are overdue, and we kindly ask you to settle them:")
	greeting = _("Dear {0},").format(escape_html(about.customer_name))
	closing = _("If you have paid meanwhile, please take no notice of this email. Thank you.")
	return subject, f"<p>{greeting}</p><p>{opening}</p>{table(debts)}<p>{closing}</p>"


def table(debts: list[dict]) -> str:
	"""Return the debts as an HTML table: what, when, how much."""
	heads = (_("Debt"), _("Description"), _("Due Date"), _("Outstanding"))
	cell = '<td style="padding: 4px 10px; border-bottom: 1px solid #ddd">{}</td>'
	lines = [
		"".join(
			map(
				cell.format,
				(
					debt.name,
					escape_html(debt.description or ""),
					formatdate(debt.due_date),
					shown(debt.outstanding_amount),
				),
			)
		)
		for debt in sorted(debts, key=lambda debt: debt.due_date)
	]
	head = "".join(cell.format(f"<b>{text}</b>") for text in heads)
	rows = "".join(f"<tr>{line}</tr>" for line in (head, *lines))
	return f'<table style="border-collapse: collapse">{rows}</table>'


def as_text(debts: list[dict]) -> str:
	"""Return the debts in lines of text, for who calls."""
	return "\n".join(
		_("{0}: {1}, due on {2}").format(
			debt.name, shown(debt.outstanding_amount), formatdate(getdate(debt.due_date))
		)
		for debt in sorted(debts, key=lambda debt: debt.due_date)
	)
