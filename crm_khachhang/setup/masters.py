"""Master data that a new site starts with: administrative units, customer groups, sources."""

import frappe

from crm_khachhang.customers.duplicates import rules as duplicate_rules
from crm_khachhang.vietnam import units

ROOT_GROUP = "Tất cả nhóm khách hàng"
GROUPS = ("KH doanh nghiệp", "KH bán lẻ", "Đại lý", "KH VIP")
SOURCES = (
	"Facebook",
	"Zalo",
	"Website",
	"Giới thiệu",
	"Telesale",
	"Hội chợ",
	"Email",
	"Khách vãng lai",
	"Khác",
)


def create_defaults() -> None:
	"""Create groups, sources and the code pattern on a site that has none; a company's own lists stay."""
	if not frappe.db.count("KH Customer Group"):
		_create_groups()
	if not frappe.db.count("KH Customer Source"):
		for source in SOURCES:
			frappe.get_doc(doctype="KH Customer Source", source_name=source).insert(ignore_permissions=True)
	settings = frappe.get_doc("KH Settings")
	duplicate_rules.append_defaults(settings)
	settings.save(ignore_permissions=True)


def _create_groups() -> None:
	root = frappe.get_doc(doctype="KH Customer Group", group_name=ROOT_GROUP, is_group=1)
	root.insert(ignore_permissions=True)
	for group in GROUPS:
		frappe.get_doc(
			doctype="KH Customer Group", group_name=group, parent_kh_customer_group=root.name
		).insert(ignore_permissions=True)


def create_units() -> None:
	"""Add missing provinces and wards and correct changed ones. Units that ended stay: customers use them."""
	_sync(
		"KH Province",
		{
			p.code: {
				"province_name": p.name,
				"full_name": p.full_name,
				"division_type": p.division_type.capitalize(),
			}
			for p in units.provinces()
		},
	)
	_sync(
		"KH Ward",
		{
			w.code: {
				"ward_name": w.full_name,
				"division_type": w.division_type.capitalize(),
				"province": w.province_code,
			}
			for w in units.wards()
		},
	)


def _sync(doctype: str, wanted: dict[str, dict]) -> None:
	"""Make the rows named by the keys of `wanted` carry its values."""
	columns = list(next(iter(wanted.values())))
	rows = frappe.get_all(doctype, fields=["name", *columns], order_by="name", limit_page_length=0)
	present = {row.pop("name"): row for row in rows}
	_insert(doctype, columns, {code: values for code, values in wanted.items() if code not in present})
	for code, values in wanted.items():
		if code in present and present[code] != values:
			frappe.db.set_value(doctype, code, values)


def _insert(doctype: str, columns: list[str], missing: dict[str, dict]) -> None:
	now = frappe.utils.now()
	standard = ["name", "code", "creation", "modified", "owner", "modified_by", "docstatus", "idx"]
	rows = [
		(code, code, now, now, "Administrator", "Administrator", 0, 0, *values.values())
		for code, values in missing.items()
	]
	if rows:
		frappe.db.bulk_insert(doctype, [*standard, *columns], rows)
