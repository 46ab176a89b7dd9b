"""Customers from files: reading, mapping, planning, writing, and undoing it."""
