"""E-mails as tests see them: queued, and never sent."""

from email import message_from_string, policy

import frappe


def queue_mails(test) -> None:
	"""Let the test queue e-mails, which Frappe mutes in tests, with the account that a site needs for them.

	The queue is empty then: the users that Frappe lays down for tests of its own leave their mails there.
	"""
	frappe.db.delete("Email Queue")
	frappe.db.delete("Email Queue Recipient")
	muted = frappe.flags.mute_emails
	frappe.flags.mute_emails = False
	test.addCleanup(setattr, frappe.flags, "mute_emails", muted)
	account = frappe.new_doc("Email Account")
	account.update({"email_account_name": "Thư đi", "email_id": "di@mails.example", "enable_outgoing": 1})
	account.update({"default_outgoing": 1, "smtp_server": "localhost", "no_smtp_authentication": 1})
	account.flags.ignore_validate = True
	account.insert()


def queued_for(address: str) -> list[str]:
	"""Return the texts of the e-mails that wait to be sent to `address`, decoded."""
	parents = frappe.get_all("Email Queue Recipient", filters={"recipient": address}, pluck="parent")
	rows = frappe.get_all("Email Queue", filters={"name": ("in", parents)}, pluck="message")
	return [text_of(message) for message in rows]


def text_of(message: str) -> str:
	"""Return the subject and all texts of an e-mail."""
	mail = message_from_string(message, policy=policy.default)
	parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
	return "\n".join([str(mail["Subject"]), *parts])
