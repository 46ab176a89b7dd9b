"""Master data that a new site starts with: administrative units, groups, the topmost team, tiers and other lists."""

import frappe

from crm_khachhang.care import settings as care_settings
from crm_khachhang.customers.duplicates import rules as duplicate_rules
from crm_khachhang.debts import settings as debt_settings
from crm_khachhang.vietnam import units

ROOT_TEAM = "Toàn công ty"
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
INDUSTRIES = (
	"Bán buôn, bán lẻ",
	"Bất động sản",
	"Công nghệ thông tin",
	"Dệt may, da giày",
	"Du lịch, khách sạn, nhà hàng",
	"Giáo dục, đào tạo",
	"Nông, lâm, thủy sản",
	"Quảng cáo, truyền thông",
	"Sản xuất, chế biến",
	"Tài chính, ngân hàng, bảo hiểm",
	"Tư vấn, dịch vụ doanh nghiệp",
	"Vận tải, kho bãi",
	"Xây dựng",
	"Y tế, dược phẩm",
	"Cơ quan nhà nước, tổ chức xã hội",
	"Khác",
)

# By employees who pay social insurance, as Decree 80/2021/NĐ-CP divides trade and services.
SIZES = (
	"Hộ kinh doanh",
	"Siêu nhỏ (đến 10 người)",
	"Nhỏ (11–50 người)",
	"Vừa (51–100 người)",
	"Lớn (trên 100 người)",
)
POSITIONS = (
	"Chủ tịch",
	"Giám đốc",
	"Phó giám đốc",
	"Kế toán trưởng",
	"Kế toán",
	"Trưởng phòng mua hàng",
	"Nhân viên mua hàng",
	"Trưởng phòng kỹ thuật",
	"Hành chính, nhân sự",
	"Thư ký, trợ lý",
	"Chủ hộ kinh doanh",
	"Người nhà",
	"Khác",
)
CONTACT_STATUSES = {
	"Đang làm việc": "Green",
	"Người quyết định": "Blue",
	"Ít liên lạc": "Yellow",
	"Đã nghỉ việc": "Gray",
	"Không muốn liên hệ": "Red",
}
PARTNER_GROUPS = ("Nhà cung cấp", "Cộng tác viên", "Đối tác giới thiệu", "Đại lý")

# Sales of one year, in đồng.
TIERS = (
	{"tier_name": "Đồng", "rank": 10, "color": "Orange", "min_orders": 1, "payment_days": 0},
	{"tier_name": "Bạc", "rank": 20, "color": "Gray", "min_revenue": 50_000_000, "payment_days": 7},
	{"tier_name": "Vàng", "rank": 30, "color": "Yellow", "min_revenue": 200_000_000, "payment_days": 15},
	{
		"tier_name": "Kim cương",
		"rank": 40,
		"color": "Cyan",
		"min_revenue": 1_000_000_000,
		"max_days_since_purchase": 180,
		"payment_days": 30,
	},
)
YEAR = 365


def create_defaults() -> None:
	"""Create the lists and the code pattern on a site that has none; a company's own lists stay."""
	if not frappe.db.count("KH Customer Group"):
		_create_groups()
	if not frappe.db.count("KH Sales Team"):
		frappe.get_doc(doctype="KH Sales Team", team_name=ROOT_TEAM, is_group=1).insert(
			ignore_permissions=True
		)
	for doctype, masters in _lists().items():
		if not frappe.db.count(doctype):
			for master in masters:
				frappe.get_doc(doctype=doctype, **master).insert(ignore_permissions=True)
	settings = frappe.get_doc("KH Settings")
	duplicate_rules.append_defaults(settings)
	care_settings.give_standards(settings)
	debt_settings.give_standards(settings)
	settings.save(ignore_permissions=True)


def _lists() -> dict[str, list[dict]]:
	"""The masters of each list, in the order in which it shows them."""
	return {
		"KH Customer Source": [{"source_name": name} for name in SOURCES],
		"KH Industry": [{"industry_name": name} for name in INDUSTRIES],
		"KH Organization Size": _in_order("size_name", SIZES),
		"KH Contact Position": _in_order("position_name", POSITIONS),
		"KH Contact Status": [
			status | {"color": CONTACT_STATUSES[status["status_name"]]}
			for status in _in_order("status_name", CONTACT_STATUSES)
		],
		"KH Partner Group": [{"group_name": name} for name in PARTNER_GROUPS],
		"KH Customer Tier": [tier | {"period_days": YEAR} for tier in TIERS],
	}


def _in_order(title_field: str, names) -> list[dict]:
	return [{title_field: name, "display_order": number} for number, name in enumerate(names, start=1)]


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
