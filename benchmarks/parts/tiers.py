"""Computing the tiers of all customers from five sales of each on average, against reading those sales once.

The nights of a company in use: one after a day on which every twentieth customer bought much, and one after nothing
happened. The very first computation, which gives nearly every customer a tier, is told beside them.
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


def seed_busy_day() -> None:
	"""One more sale today, of an amount that makes the highest tier, of every twentieth customer."""
	frappe.db.sql(
		f"""insert into {FACTS} (name, creation, modified, owner, modified_by, docstatus, idx, customer,
			posting_date, amount, orders)
		select md5(concat(name, '-', now(6))), now(), now(), 'Administrator', 'Administrator', 0, 0, name,
			curdate(), 1000000000, 1
		from {CUSTOMERS} where crc32(name) % 20 = 0"""
	)
	frappe.db.sql(f"update {CUSTOMERS} set last_purchase_date = curdate() where crc32(name) % 20 = 0")
	frappe.db.commit()


def measure() -> list[Row]:
	customers, rows = frappe.db.count("KH Customer"), []
	new = not frappe.db.count("KH Sales Fact")
	if new:
		print(f"{SALES_EACH * customers} sales in {seconds(seed_sales):.0f} s", flush=True)
	compared = f"{seconds(read_sales):.1f} s to read all sales"
	if new:
		rows.append(computed("the first time", compared, None))
	limit = ("<=", LIMIT * customers / MILLION)
	seed_busy_day()
	rows.append(computed("after a busy day", compared, limit))
	rows.append(computed("after a quiet day", compared, limit))
	return rows


def computed(when: str, compared: str, limit: tuple | None) -> Row:
	taken = seconds(jobs.compute_all)
	changed = frappe.db.get_single_value("KH Settings", "tiers_changed")
	return Row(f"tiers {when}, {changed} changes", f"{taken:.1f} s", compared, taken, limit)
