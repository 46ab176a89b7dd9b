"""Guests of an appointment that is deleted.

The form of an appointment asks whether they are told. Where nobody was asked (a list, another program, the deletion of the
customer) they are: who waits for an appointment is not left waiting.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from crm_khachhang.care.dates import OPEN
from crm_khachhang.care.inviting import invited, sending


def tell(appointment: Document) -> None:
	"""Tell those who expect the appointment that it is cancelled, unless who deletes it said no (`flags.kh_tell_guests`).

	Of one that was cancelled or is over, somebody decided before.
	"""
	answer = appointment.flags.get("kh_tell_guests")
	wanted = appointment.status in OPEN if answer is None else answer
	left = (
		[guest for guest in invited.of([appointment.name]) if not _call_off(guest, answer)] if wanted else []
	)
	if left:
		names = ", ".join(guest.guest_name or guest.email for guest in left)
		frappe.msgprint(
			_("This site sends no email. Tell {0} yourself that the appointment {1} is cancelled.").format(
				*(frappe.bold(frappe.utils.escape_html(words)) for words in (names, appointment.subject))
			),
			indicator="orange",
		)


def _call_off(guest: dict, answer: bool | None) -> bool:
	"""Return whether the guest was told: a site that sends no e-mail any more keeps nobody from deleting, who was not
	asked."""
	try:
		sending.call_off(guest)
	except sending.NoOutgoingEmail:
		if answer:
			raise
		frappe.clear_last_message()
		return False
	return True
