"""What the desk learns of imports at its start: whether it has any to offer."""

from crm_khachhang.access.roles import has_app_permission
from crm_khachhang.importing.rights import IMPORT, may_import

# Lists of a user's DocTypes by which the desk offers lists, new documents and reports. `can_read` stays: by it the desk
# knows the address, whose page says why it is refused.
OFFERS = ("can_write", "can_create", "can_search", "can_get_report")


def extend(bootinfo) -> None:
	"""Say whether the user may import customers; whoever may not is offered no imports, though their role has them."""
	if not has_app_permission():
		return
	may = may_import()
	bootinfo.setdefault("crm_khachhang", {})["may_import"] = may
	if not may:
		for offer in OFFERS:
			doctypes = bootinfo.user.get(offer) or []
			bootinfo.user[offer] = [doctype for doctype in doctypes if doctype != IMPORT]
