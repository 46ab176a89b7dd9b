"""The table of words: (word, owner, customer), so that a customer is found by the beginning of any of its words.

A table of its own beside the DocTypes, because a document per word would be ten times its size. It changes in
the transaction of the customer: never ahead of it and never behind. Which words a customer has is a function of
its `search_text`, so that a change knows what to remove without an index of words by customer.

The owner is part of the key, as a number made of the user's name: who sees the customers of ten people out of a
thousand reads the words of those ten. It only leads to the customers; `access` has the last word about each.

Not MariaDB's FULLTEXT: it finds a row only after its commit, and reads all rows of each word before it gives the
first, which for "nguyễn" is a third of them.
"""

from zlib import crc32

import frappe
from pypika import Column

from crm_khachhang.customers import many
from crm_khachhang.customers.search import keys

TABLE = "kh_search_word"
CUSTOMER = "KH Customer"


def table():
	return frappe.qb.Table(TABLE)


def create_table() -> None:
	"""Create the table unless it is there. Commits, as each change of a table does."""
	query = frappe.qb.create_table(TABLE).if_not_exists()
	query = query.columns(
		# Folded words are compared letter by letter; names of customers as their own column compares them.
		Column("word", f"varchar({keys.LONGEST_WORD}) character set utf8mb4 collate utf8mb4_bin", False),
		Column("owner", "int unsigned", False),
		Column("customer", "varchar(140) character set utf8mb4 collate utf8mb4_unicode_ci", False),
	)
	frappe.db.sql_ddl(query.primary_key("word", "owner", "customer").get_sql(quote_char="`"))


def drop_table() -> None:
	"""Drop the table if it is there. Commits."""
	frappe.db.sql_ddl(frappe.qb.drop_table(TABLE).if_exists().get_sql(quote_char="`"))


def exists() -> bool:
	return TABLE in frappe.db.get_tables(cached=False)


def owner_key(user: str | None) -> int:
	"""Return the number that stands for an owner; two users may share one."""
	return crc32((user or "").lower().encode())


def write(customer: str, owner: str | None, text: str | None, before: tuple[str, str] | None = None) -> None:
	"""Let `customer` of `owner` be found by the words of `text`; `before` are the owner and text until now."""
	wanted = keys.words(text)
	if before:
		old_owner, old_text = before
		present = keys.words(old_text)
		stays = wanted & present if owner_key(old_owner) == owner_key(owner) else set()
		remove(customer, old_owner, present - stays)
		wanted -= stays
	add((word, owner_key(owner), customer) for word in sorted(wanted))


def add(rows) -> None:
	"""Add rows of (word, owner key, customer); those that are there stay."""
	many.insert(TABLE, ("word", "owner", "customer"), rows, ignore=True)


def remove(customer: str, owner: str | None, words: set[str]) -> None:
	"""Remove some words of a customer."""
	if words:
		row = table()
		query = frappe.qb.from_(row).delete().where(row.word.isin(sorted(words)))
		query.where((row.owner == owner_key(owner)) & (row.customer == customer)).run()


def rename_owner(old: str, new: str) -> None:
	"""Let the customers of the user `old` be found as those of `new`. Reads the whole table."""
	row = table()
	frappe.qb.update(row).set(row.owner, owner_key(new)).where(row.owner == owner_key(old)).run()
