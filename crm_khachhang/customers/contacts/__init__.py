"""The people of a customer: Frappe's contacts, linked to it; one of them is the primary one."""
