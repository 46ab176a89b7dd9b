import frappe
from frappe.utils.nestedset import get_root_of

from crm_khachhang.customers import api, fields
from crm_khachhang.setup import masters
from crm_khachhang.tests import TestCase, make_customer


def make_group(group_name: str, parent: str | None = None, **values):
	"""Insert and return a group below `parent`, or below the topmost one."""
	return frappe.get_doc(
		{"doctype": "KH Customer Group", "group_name": group_name, "parent_kh_customer_group": parent}
		| values
	).insert()


class TestKHCustomerGroup(TestCase):
	def setUp(self):
		super().setUp()
		self.root = get_root_of("KH Customer Group")

	def test_one_root(self):
		self.assertEqual(
			frappe.db.get_value("KH Customer Group", self.root, "group_name"), masters.ROOT_GROUP
		)
		self.assertEqual(make_group("Nhóm không cha").parent_kh_customer_group, self.root)

	def test_name_is_unique_among_siblings(self):
		parent = make_group("Miền Bắc")
		make_group("Đại lý cấp 1", parent.name)
		with self.assertRaisesRegex(fields.DuplicateName, "Group Name.*ĐẠI LÝ CẤP 1.*already in the list"):
			make_group(" ĐẠI LÝ  CẤP 1", parent.name)
		make_group("Đại lý cấp 1", make_group("Miền Nam").name)

	def test_accents_make_another_name(self):
		self.assertNotEqual(make_group("Bán").name, make_group("Bạn").name)

	def test_parent_becomes_a_group(self):
		parent = make_group("Khách sỉ")
		make_group("Khách sỉ Hà Nội", parent.name)
		self.assertEqual(frappe.db.get_value("KH Customer Group", parent.name, "is_group"), 1)

	def test_loop(self):
		parent = make_group("Cha")
		child = make_group("Con", parent.name, is_group=1)
		for wrong in (parent.name, child.name):
			parent.reload()
			parent.parent_kh_customer_group = wrong
			with self.assertRaisesRegex(
				fields.InvalidField, "Parent Group.*is this group itself or lies below it"
			):
				parent.save()

	def test_tree_shows_titles_in_order(self):
		parent = make_group("Thử cây")
		for name in ("Ba", "Ai", "Cô"):
			make_group(name, parent.name)
		self.assertEqual([n["title"] for n in api.get_groups(parent=parent.name)], ["Ai", "Ba", "Cô"])
		self.assertEqual([n["value"] for n in api.get_groups()], [self.root])

	def test_used_group_stays(self):
		group = make_group("Đang dùng")
		make_customer(customer_group=group.name)
		self.assertRaises(frappe.LinkExistsError, group.delete)
