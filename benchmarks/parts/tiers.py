"""Computing the tiers of all customers from five sales of each on average, against reading those sales once.

Every third computed customer changes its tier the first time; the second computation finds nothing to change.
"""

import frappe
import seed
from frappe.query_builder.functions import Count, Sum
from rows import Row, seconds

from crm_khachhang.customers.tiers import jobs

FACTS = "`tabKH Sales Fact`"
CUSTOMERS = "`tabKH Customer`"
SALES_EACH = 5
LIMIT = 30

# The seconds that a million customers may take; fewer take as much less.
MILLION = 1_000_000


def seed_sales() -> None:
	"""Give each customer SALES_EACH sales of the last two years, past the document API; SQL of its own for speed."""
	indexes = seed.secondary_indexes(FACTS)
	frappe.db.sql_ddl(f"alter table {FACTS} " + ", ".join(f"drop index `{name}`" for name in indexes))
	frappe.db.sql(
		f"""insert into {FACTS} (name, creation, modified, owner, modified_by, docstatus, idx, customer,
			posting_date, amount, orders)
		select md5(concat(customer.name, '-', sale.seq)), now(), now(), 'Administrator', 'Administrator', 0, 0,
			customer.name, date_sub(curdate(), interval floor(rand(1) * 730) day),
			round(exp(rand(2) * 8) * 100000, -3), 1
		from {CUSTOMERS} customer join seq_1_to_{SALES_EACH} sale"""
	)
	frappe.db.commit()
	frappe.db.sql_ddl(f"alter table {FACTS} " + ", ".join(f"add {index}" for index in indexes.values()))
	frappe.db.sql(
		f"""update {CUSTOMERS} customer join (
			select customer, max(posting_date) as bought from {FACTS} group by customer) sales
			on sales.customer = customer.name
		set customer.last_purchase_date = sales.bought"""
	)
	frappe.db.commit()
	frappe.db.sql_ddl(f"analyze table {FACTS}, {CUSTOMERS}")


def read_sales() -> None:
	"""What any computation must at least do: read all sales and add them up."""
	fact = frappe.qb.DocType("KH Sales Fact")
	frappe.qb.from_(fact).select(Sum(fact.amount), Sum(fact.orders), Count("*")).run()


def measure() -> list[Row]:
	customers = frappe.db.count("KH Customer")
	if not frappe.db.count("KH Sales Fact"):
		print(f"{SALES_EACH * customers} sales in {seconds(seed_sales):.0f} s", flush=True)
	read = seconds(read_sales)
	first = seconds(jobs.compute_all)
	changed = frappe.db.get_single_value("KH Settings", "tiers_changed")
	again = seconds(jobs.compute_all)
	compared = f"{read:.1f} s to read all sales"
	limit = ("<=", LIMIT * customers / MILLION)
	return [
		Row(f"tiers of {customers} customers, {changed} changes", f"{first:.1f} s", compared, first, limit),
		Row("tiers again, nothing to change", f"{again:.1f} s", compared, again, limit),
	]
