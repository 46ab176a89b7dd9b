"""A million customers in minutes: rows made here and loaded by MariaDB, past the document API.

Every column that KHCustomer.validate derives is right (phone_e164, name_key, search_text, …). Two rows in a
hundred repeat an earlier customer: its phone in another spelling, its e-mail in other letters, or its name with a
slip of the pen or another legal form. The same number of rows gives the same customers each time.
"""

import os
import subprocess
import tempfile
from contextlib import contextmanager
from random import Random

import frappe
import names
from frappe.utils.password import update_password

from crm_khachhang.customers.counters import COUNTER_PREFIX
from crm_khachhang.customers.search import keys, words

CUSTOMER = "KH Customer"
PASSWORD = "KhachHang@2026"
USERS = 50
TEAMS = 5
FEW = 50_000
BATCH = 5000

COLUMNS = (
	*("name", "creation", "modified", "modified_by", "owner", "docstatus", "idx", "customer_code"),
	*("customer_type", "customer_name", "status", "account_manager", "customer_group", "tier", "source"),
	*("phone", "phone_e164", "email", "tax_code", "gender", "date_of_birth", "address_line", "province"),
	*("country", "name_key", "name_key_reversed", "search_text"),
)
MOBILE = (
	*("32", "33", "34", "35", "36", "37", "38", "39", "70", "76", "77", "78", "79", "81", "82", "83", "84"),
	*("85", "86", "88", "90", "91", "93", "94", "96", "97", "98"),
)
DOMAINS = ("gmail.com", "gmail.com", "gmail.com", "yahoo.com", "outlook.com", "icloud.com")
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def sales_user(number: int) -> str:
	return f"ban.hang.{number:02d}@benchmark.example"


def seed(rows: int = 1_000_000) -> None:
	"""Make users, teams, tiers and `rows` customers KH00001… on a site that has no customers. Commits."""
	make_users()
	make_teams()
	make_tiers()
	with tempfile.TemporaryDirectory() as folder:
		path = os.path.join(folder, "customers.tsv")
		with open(path, "w", encoding="utf-8") as file:
			file.writelines(Customers(rows).lines())
		load(path, rows)
		load_words(folder)
	frappe.db.sql("insert into tabSeries (name, current) values (%s, %s)", (f"{COUNTER_PREFIX}KH", rows))
	frappe.db.commit()


def make_users() -> None:
	"""Sales users who own the customers; the first of them can log in."""
	for number in range(1, USERS + 1):
		user = frappe.get_doc(
			doctype="User",
			email=sales_user(number),
			first_name=f"Bán Hàng {number:02d}",
			language="vi",
			send_welcome_email=0,
			roles=[{"role": "KH Sales User"}],
		)
		user.flags.no_welcome_mail = True
		user.insert()
	update_password(sales_user(1), PASSWORD)
	update_password(sales_user(2), PASSWORD)


def make_teams() -> None:
	"""One team above TEAMS others of equal size; the first of each is its leader."""
	top = frappe.get_doc(doctype="KH Sales Team", team_name="Kinh doanh", is_group=1).insert()
	size = USERS // TEAMS
	for team in range(TEAMS):
		people = [sales_user(number) for number in range(team * size + 1, team * size + size + 1)]
		frappe.get_doc(
			doctype="KH Sales Team",
			team_name=f"Kinh doanh {team + 1}",
			parent_kh_sales_team=top.name,
			leader=people[0],
			members=[{"user": person} for person in people[1:]],
		).insert()


def make_tiers() -> None:
	if frappe.db.count("KH Customer Tier"):
		return
	for rank, name in enumerate(("Đồng", "Bạc", "Vàng", "Kim cương"), 1):
		frappe.get_doc(doctype="KH Customer Tier", tier_name=name, rank=rank, enabled=1).insert()


class Customers:
	"""The rows of customers, in the order of their codes."""

	def __init__(self, rows: int):
		self.rows = rows
		self.random = Random(2026)
		self.links = {
			"customer_group": frappe.get_all(
				"KH Customer Group", {"is_group": 0}, pluck="name", order_by="lft"
			),
			"source": frappe.get_all("KH Customer Source", pluck="name", order_by="source_name"),
			"tier": [None, None, *frappe.get_all("KH Customer Tier", pluck="name", order_by="`rank`")],
			"province": frappe.get_all("KH Province", pluck="name", order_by="name"),
		}
		self.recent: list[dict] = []

	def lines(self):
		for number in range(1, self.rows + 1):
			customer = self.customer(number)
			yield "\t".join(escaped(customer.get(column)) for column in COLUMNS) + "\n"

	def customer(self, number: int) -> dict:
		random = self.random
		customer = self.organization(number) if random.random() < 0.3 else self.person(number)
		if random.random() < 0.02 and self.recent:
			self.repeat(random.choice(self.recent), customer)
		elif random.random() < 0.01:
			self.recent = [*self.recent[-200:], customer]
		customer["customer_code"] = customer["name"] = f"KH{number:05d}"
		self.complete(customer, number)
		return customer

	def person(self, number: int) -> dict:
		random = self.random
		words, gender = names.person(random)
		folded = [word[1] for word in words]
		email = random.random() < 0.4 and f"{folded[-1]}.{folded[0]}{number}@{random.choice(DOMAINS)}"
		born = f"{random.randint(1950, 2006)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
		return {
			"customer_type": "Individual",
			"customer_name": " ".join(word[0] for word in words),
			"name_key": " ".join(folded),
			"gender": gender,
			"date_of_birth": born if random.random() < 0.6 else None,
			"email": email or None,
			**mobile(number, random),
		}

	def organization(self, number: int) -> dict:
		random = self.random
		form, words = names.organization(random)
		folded = " ".join(word[1] for word in words)
		domain = folded.replace(" ", "")[-14:] + f"{number % 997}.vn"
		return {
			"customer_type": "Organization",
			"customer_name": " ".join((form[0], *(word[0] for word in words))),
			"name_key": folded,
			"tax_code": tax_code(number) if random.random() < 0.85 else None,
			"email": random.choice(("info", "ketoan", "kinhdoanh")) + f"@{domain}"
			if random.random() < 0.6
			else None,
			**(mobile(number, random) if random.random() < 0.6 else landline(number)),
		}

	def repeat(self, earlier: dict, customer: dict) -> None:
		"""Make the customer one that is there already, with a difference that people make."""
		way = self.random.choice(("phone", "email", "name"))
		if way == "email" and earlier["email"]:
			customer["email"] = earlier["email"].upper()
		elif way == "phone" and earlier["phone_e164"]:
			customer["phone_e164"] = earlier["phone_e164"]
			customer["phone"] = "+84 " + earlier["phone_e164"][3:]
		else:
			customer["customer_type"] = earlier["customer_type"]
			self.misspell(earlier, customer)

	def misspell(self, earlier: dict, customer: dict) -> None:
		if earlier["customer_type"] == "Organization" and self.random.random() < 0.5:
			key = earlier["name_key"]
			customer["customer_name"], customer["name_key"] = f"{key.title()} JSC", key
			return
		letters = list(earlier["customer_name"])
		at = self.random.randrange(len(letters) - 4, len(letters) - 1)
		letters[at], letters[at + 1] = letters[at + 1], letters[at]
		customer["customer_name"] = " ".join("".join(letters).split())
		customer["name_key"] = keys.name_key(customer)

	def complete(self, customer: dict, number: int) -> None:
		"""What people of both kinds have, and what is derived."""
		random = self.random
		day = number * 1000 // self.rows
		moment = f"{2023 + day // 336}-{day % 336 // 28 + 1:02d}-{day % 28 + 1:02d} 0{number % 9}:{number % 60:02d}:00"
		owner = sales_user(int(random.random() ** 1.5 * USERS) + 1)
		customer |= {link: random.choice(values) for link, values in self.links.items()}
		customer |= {"creation": moment, "modified": moment, "owner": owner, "modified_by": owner}
		customer |= {"docstatus": 0, "idx": 0, "account_manager": owner, "country": "Vietnam"}
		customer["status"] = random.choice(("Prospect", "Active", "Active", "Inactive"))
		customer["address_line"] = f"Số {number % 300 + 1} {names.STREETS.one(random)[0]}"
		customer["name_key_reversed"] = customer["name_key"][::-1]
		values = {field: customer.get(field) for field in keys.FIELDS}
		customer["search_text"] = keys.text(values, customer["name_key"])


def mobile(number: int, random: Random) -> dict:
	"""A mobile number that no other row has, in one of the ways people write it."""
	prefix, rest = MOBILE[number % len(MOBILE)], f"{number * 7_654_321 % 10_000_000:07d}"
	spelled = random.choice(("0{}{}{}{}", "0{} {} {}{}", "0{}{}.{}.{}", "+84 {} {} {}{}", "0{}-{}-{}{}"))
	return {
		"phone": spelled.format(prefix, rest[:2], rest[2:4], rest[4:]),
		"phone_e164": f"+84{prefix}{rest}",
	}


def landline(number: int) -> dict:
	rest = f"3{number * 654_321 % 10_000_000:07d}"
	return {"phone": f"028 {rest[:4]} {rest[4:]}", "phone_e164": f"+8428{rest}"}


def tax_code(number: int) -> str | None:
	"""A tax code with its check digit; for one number in eleven there is none."""
	digits = f"01{number:07d}"
	rest = sum(weight * int(digit) for weight, digit in zip(TAX_WEIGHTS, digits, strict=True)) % 11
	return None if rest == 0 else f"{digits}{10 - rest}"


def escaped(value) -> str:
	"""A cell as LOAD DATA reads it; no value here holds a tab, a line break or a backslash."""
	return "\\N" if value is None else str(value)


def load(path: str, rows: int) -> None:
	"""Load the file; the indexes of a large table are built after its rows, which takes a third of the time.

	SQL of its own, here and below: neither LOAD DATA nor index definitions exist in the query builder.
	"""
	table = f"`tab{CUSTOMER}`"
	reconnect_with_files()
	statement = f"load data local infile %s into table {table} character set utf8mb4 ({', '.join(COLUMNS)})"
	with indexes_built_last(table, rows):
		frappe.db.sql(statement, (path,))


def copy_customers(doctype: str) -> None:
	"""Fill another table that has the columns of the customers with all of them. Commits."""
	table, columns = f"`tab{doctype}`", ", ".join(f"`{column}`" for column in COLUMNS)
	with indexes_built_last(table, frappe.db.count(CUSTOMER)):
		frappe.db.sql(f"insert into {table} ({columns}) select {columns} from `tab{CUSTOMER}`")


@contextmanager
def indexes_built_last(table: str, rows: int):
	"""Fill a table within; its indexes go before and come back after it when there are many rows. Commits."""
	indexes = {} if rows <= FEW else secondary_indexes(table)
	if indexes:
		frappe.db.sql_ddl(f"alter table {table} " + ", ".join(f"drop index `{name}`" for name in indexes))
	frappe.db.sql("set unique_checks = 0")
	yield
	frappe.db.commit()
	if indexes:
		frappe.db.sql_ddl(f"alter table {table} " + ", ".join(f"add {index}" for index in indexes.values()))
	frappe.db.sql_ddl(f"analyze table {table}")


def load_words(folder: str) -> None:
	"""The table of words, in the order of its key: so it is written from front to back."""
	path = os.path.join(folder, "words.tsv")
	with open(path, "w", encoding="utf-8") as file:
		for name, owner, text in stored():
			key = words.owner_key(owner)
			file.writelines(f"{word}\t{key:010d}\t{name}\n" for word in keys.words(text))
	subprocess.run(["sort", "-S", "500M", "-o", path, path], env={**os.environ, "LC_ALL": "C"}, check=True)
	frappe.db.sql("set unique_checks = 0")
	frappe.db.sql(
		f"load data local infile %s into table {words.TABLE} character set utf8mb4 (word, owner, customer)",
		(path,),
	)
	frappe.db.commit()
	frappe.db.sql_ddl(f"analyze table {words.TABLE}")


def stored():
	"""Name, owner and text for search of all customers, without holding them all."""
	last = ""
	while rows := frappe.db.sql(
		f"select name, account_manager, search_text from `tab{CUSTOMER}` where name > %s order by name limit 50000",
		(last,),
	):
		yield from rows
		last = rows[-1][0]


def secondary_indexes(table: str) -> dict[str, str]:
	"""Return {name: definition} of the indexes besides the primary key."""
	found: dict[str, list] = {}
	for row in frappe.db.sql(f"show index from {table} where Key_name <> 'PRIMARY'", as_dict=True):
		found.setdefault(row.Key_name, []).append(row)
	return {
		name: f"{'' if rows[0].Non_unique else 'unique '}index `{name}` ({', '.join(column(row) for row in rows)})"
		for name, rows in found.items()
	}


def column(row) -> str:
	return f"`{row.Column_name}`" + (f"({row.Sub_part})" if row.Sub_part else "")


def reconnect_with_files() -> None:
	"""Connect anew as a client that may send files."""
	frappe.db.commit()
	frappe.conf.local_infile = 1
	frappe.db.close()
	frappe.connect()
	frappe.set_user("Administrator")


if __name__ == "__main__":
	seed(int(os.environ.get("KH_BENCHMARK_ROWS", 1_000_000)))
