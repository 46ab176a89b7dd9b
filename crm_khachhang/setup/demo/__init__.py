"""A demo company on an empty site: its letter head, a user for each role, the customers of its old workbook and their debts.

users.json           who works there (also read by `./dev`, to print passwords)
khach_hang_mau.xlsx  the customer list as the office kept it
workbook.py          reads that list: rows of text and native values under our field names
customers.py         feeds the rows through the document API, so that every rule holds
debts.py             what some of them owe and have paid, around today
"""

import frappe
from frappe import _

from crm_khachhang.setup.demo.company import make_company
from crm_khachhang.setup.demo.customers import load_customers
from crm_khachhang.setup.demo.debts import load_debts


def load() -> None:
	"""Makes the demo company; prints how many customers came in, and which rows were refused and why.

	Raises frappe.ValidationError on a site that has customers: a demo has no place among them.
	"""
	if frappe.db.count("KH Customer"):
		frappe.throw(_("This site has customers already. The demo company is for an empty site."))
	frappe.local.lang = "vi"
	sales_users = make_company()
	created, refused = load_customers(sales_users)
	print(f"{len(created)} customers created, {len(refused)} rows refused, {load_debts(created)} debts")
	for refusal in refused:
		print(f"  row {refusal.row}: {refusal.reason}")
