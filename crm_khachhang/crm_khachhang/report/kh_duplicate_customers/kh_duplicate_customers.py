"""Report "Khách hàng trùng": the groups that the last scan found, for who sees their customers."""

from frappe import _
from frappe.utils import format_datetime, get_fullname

from crm_khachhang.access.arguments import texts
from crm_khachhang.access.roles import is_administrator
from crm_khachhang.customers.duplicates.scan import life, results


def execute(filters: dict | None = None):
	"""Return columns, rows (a group, then its customers one step in) and the words above them."""
	rows = get_data(texts(filters, "filters"))
	return get_columns(), rows, get_message(rows)


def get_columns() -> list[dict]:
	"""Return the columns; the first is filled for groups and customers."""
	return [
		_column("title", _("Customer"), 330),
		_column("customer_code", _("Customer Code"), 110),
		_column("actions", _("Decide"), 190),
		_column("phone", _("Phone"), 125),
		_column("email", _("Email"), 180),
		_column("tax_code", _("Tax Code"), 120),
		_column("account_manager", _("Owner"), 150),
		_column("status", _("Status"), 110),
		_column("creation", _("Created On"), 150),
	]


def _column(fieldname: str, label: str, width: int) -> dict:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Data", "width": width}


def get_data(filters: dict) -> list[dict]:
	"""Return the rows of all groups that `filters` leave."""
	rows = []
	for number, group in enumerate(results.groups(filters), start=1):
		rows.append(_group_row(number, group))
		rows += [_customer_row(group, customer) for customer in group["customers"]]
	return rows


def _group_row(number: int, group: dict) -> dict:
	words = _("{0}. Same {1}") if group["kind"] == "Exact" else _("{0}. Similar {1}, {2}%")
	title = words.format(number, group["reasons"], int(group["score"]))
	return {"title": title, "indent": 0, "group": group["name"], "customers": len(group["customers"])}


def _customer_row(group: dict, customer: dict) -> dict:
	return {
		"title": customer["customer_name"],
		"indent": 1,
		"customer_code": customer["name"],
		"of_group": group["name"],
		"phone": customer["phone"],
		"email": customer["email"],
		"tax_code": customer["tax_code"],
		"account_manager": get_fullname(customer["account_manager"]) if customer["account_manager"] else "",
		"status": _(customer["status"]),
		"creation": format_datetime(customer["creation"], "dd/MM/yyyy HH:mm"),
	}


def get_message(rows: list[dict]) -> str:
	"""Return when was searched last, and what to do when nothing is shown."""
	scan = life.latest(("Completed",))
	if not scan:
		return _("No search for duplicates has been made yet.") + " " + _remedy()
	words = [_("Last search: {0}.").format(format_datetime(scan.finished_on, "dd/MM/yyyy HH:mm"))]
	shown = sum("group" in row for row in rows)
	if not shown:
		words.append(_("No duplicates with these filters."))
	elif shown == results.MOST_SHOWN:
		words.append(
			_("The first {0} groups are shown; decide on some or filter to see others.").format(shown)
		)
	if scan.left_out and is_administrator():
		words.append(
			_(
				"{0} similar pairs were too many to keep. A higher similarity in the rules leaves fewer."
			).format(scan.left_out)
		)
	return " ".join(words)


def _remedy() -> str:
	if is_administrator():
		return _("Press “Search Again”; it runs in the background.")
	return _("A KH Manager starts it here.")
