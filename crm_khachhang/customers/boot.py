"""What every page of the desk knows from the beginning: small facts that lists and forms show at once."""

from crm_khachhang.access.roles import has_app_permission
from crm_khachhang.customers.field_rules import required
from crm_khachhang.customers.masters import colours


def extend(bootinfo: dict) -> None:
	"""Add to Frappe's facts the colours of masters and the rules for contacts; nothing for strangers."""
	if has_app_permission():
		bootinfo["crm_khachhang"] = {
			"colours": colours.of_all(),
			"contact_rules": required.contact_rules(),
		}
