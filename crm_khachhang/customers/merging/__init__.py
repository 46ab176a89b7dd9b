"""Merging customers: `plan` says whose values stay and what moves, `carry_out` does it in one transaction.

`repointing` moves every document that names a customer, `tidying` what Frappe keeps in columns and rows of
which there can be only one.
"""
