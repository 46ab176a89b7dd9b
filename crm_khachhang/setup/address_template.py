"""The way an address is written in Vietnam, for a site that has no address template yet.

Without any template Frappe cannot show an address, and a customer who has one could not be opened. A site that has
templates (ERPNext brings one) keeps its own.
"""

import frappe

COUNTRY = "Vietnam"
TEMPLATE = """{{ address_line1 }}
{%- if address_line2 %}, {{ address_line2 }}{% endif %}<br>
{{ city }}{% if state %}, {{ state }}{% endif %}
{%- if country and country != "Vietnam" %}<br>{{ country }}{% endif %}
{%- if phone %}<br>{{ _("Phone") }}: {{ phone }}{% endif %}
{%- if email_id %}<br>Email: {{ email_id }}{% endif %}
"""


def create() -> None:
	"""Create the template, as the default one, unless the site has any."""
	if not frappe.db.count("Address Template") and frappe.db.exists("Country", COUNTRY):
		template = frappe.get_doc(
			doctype="Address Template", country=COUNTRY, is_default=1, template=TEMPLATE
		)
		template.insert(ignore_permissions=True)


def delete() -> None:
	"""Delete the template if it is still ours to the letter. Frappe refuses to delete a default one by its own way."""
	if frappe.db.get_value("Address Template", COUNTRY, "template") == TEMPLATE:
		frappe.db.delete("Address Template", {"name": COUNTRY})
