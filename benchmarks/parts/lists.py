"""The list page: what a sales user waits for under the rule of teams, against Administrator who sees all."""

import json
from statistics import median

import seed
import web
from rows import Row, milliseconds

ROUNDS = 15
COLUMNS = (
	*("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "_user_tags", "_comments"),
	*("_assign", "_liked_by", "customer_code", "customer_name", "customer_type", "status", "account_manager"),
	*("customer_group", "tier", "phone", "image"),
)
FILTERS = {
	"list page": [],
	"list page, filter on status": [["KH Customer", "status", "=", "Active"]],
	"list page, filter on province": [["KH Customer", "province", "=", "01"]],
}


def measure() -> list[Row]:
	administrator = web.Desk("Administrator", "admin")
	leader, member = (web.Desk(seed.sales_user(number), seed.PASSWORD) for number in (1, 2))
	rows = []
	for what, filters in FILTERS.items():
		pages = {name: [] for name in ("administrator", "leader", "member")}
		for _round in range(ROUNDS):
			for name, desk in (("administrator", administrator), ("leader", leader), ("member", member)):
				pages[name].append(page(desk, filters))
		compared = pages.pop("administrator")
		for name, times in pages.items():
			ratio = median(times) / median(compared)
			rows.append(
				Row(f"{what}: {name}", milliseconds(times), milliseconds(compared), ratio, ("<=", 2.0))
			)
	return rows


def page(desk: web.Desk, filters: list) -> float:
	"""The two questions of Frappe's list: the first rows and their number."""
	fields = json.dumps([f"`tabKH Customer`.`{column}`" for column in COLUMNS])
	asked = {"doctype": "KH Customer", "filters": json.dumps(filters)}
	order = "`tabKH Customer`.`modified` desc"
	took = desk.timed(
		"frappe.desk.reportview.get",
		fields=fields,
		order_by=order,
		start=0,
		page_length=20,
		view="List",
		**asked,
	)
	count = desk.timed("frappe.desk.reportview.get_count", distinct="false", limit=1001, fields="[]", **asked)
	return took + count
