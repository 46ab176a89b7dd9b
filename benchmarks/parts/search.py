"""The search over HTTP, by an administrator, a leader and a salesperson, against Frappe's own `like %x%` on the same
table. Each text is asked once in vain to warm up what MariaDB has to read, as it is on a desk in use."""

import json
from statistics import median

import seed
import web
from rows import Row, milliseconds

# Field that Frappe would have to search in -> what people type.
TYPED = {
	"customer_name": (
		*(
			"Nguyễn Văn Hùng",
			"Trần Thị Hoa",
			"Lê Minh",
			"Phạm Thu Hương",
			"hoa",
			"Đặng",
			"Võ Quang",
			"minh anh",
		),
		*(
			"Xây dựng An Phát",
			"Công ty TNHH Đại Việt",
			"Vận tải Sao",
			"Dược phẩm Hoàng Mai",
			"Thép",
			"Nhựa Tân",
		),
	),
	"phone": (
		"0337 654 321",
		"7654321",
		"54321",
		"+84 90",
		"0912 3",
		"4567",
		"345 67",
		"098 765",
		"0168 12",
		"3388",
	),
	"name": ("KH00345", "KH123456", "kh777", "KH99", "KH500000", "KH012"),
	"email": ("hoa.tran8", "info@", "@gmail.com", "hung.nguyen12", "ketoan@"),
}
SLOW = {"customer_name": ("Nguyễn Văn Hùng", "minh anh"), "phone": ("7654321", "4567"), "name": ("KH123456",)}
LIST_METHOD = "crm_khachhang.customers.search.api.find_names"


def measure() -> list[Row]:
	people = {
		"administrator": web.Desk("Administrator", "admin"),
		"leader": web.Desk(seed.sales_user(1), seed.PASSWORD),
		"member": web.Desk(seed.sales_user(2), seed.PASSWORD),
	}
	like = median(framework(people["administrator"]))
	rows = []
	for name, desk in people.items():
		for what, ask in (("list", in_list), ("link field", in_link)):
			times = [ask(desk, text) for texts in TYPED.values() for text in texts]
			again = [ask(desk, text) for texts in TYPED.values() for text in texts]
			times = [min(pair) for pair in zip(times, again, strict=True)]
			took = milliseconds(times)
			rows.append(Row(f"search in {what}: {name}", took, "30 ms", median(times) / 0.030, ("<=", 1.0)))
			if name == "administrator":
				rows.append(
					Row(
						f"search in {what}: Frappe",
						took,
						f"{like * 1000:.0f} ms",
						like / median(times),
						(">=", 20),
					)
				)
	return rows


def in_list(desk: web.Desk, text: str) -> float:
	return desk.timed(LIST_METHOD, text=text)


def in_link(desk: web.Desk, text: str) -> float:
	return desk.timed("frappe.desk.search.search_link", doctype="KH Customer", txt=text, page_length=10)


def framework(desk: web.Desk) -> list[float]:
	"""What Frappe's list does for the same: any part of the field, the latest first."""
	times = []
	for field, texts in SLOW.items():
		for text in texts:
			filters = json.dumps([["KH Customer", field, "like", f"%{text}%"]])
			asked = {"doctype": "KH Customer", "filters": filters}
			took = desk.timed(
				"frappe.desk.reportview.get",
				fields=json.dumps(["`tabKH Customer`.`name`", "`tabKH Customer`.`customer_name`"]),
				order_by="`tabKH Customer`.`modified` desc",
				start=0,
				page_length=20,
				**asked,
			)
			times.append(
				took + desk.timed("frappe.desk.reportview.get_count", distinct="false", fields="[]", **asked)
			)
	return times
