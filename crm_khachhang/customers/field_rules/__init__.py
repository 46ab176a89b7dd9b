"""Field rules: what a KH Manager makes of the fields of customers and contacts.

`catalog` says which fields there are and what may be done with each, `rules` checks and applies the rows of
KH Settings, `required` enforces what Frappe's own check of mandatory fields does not.

A rule of KH Customer becomes Property Setters, Frappe's own way of changing a field: so it works in the form,
the popup, the API and imports. Contact belongs to all apps: its rules live in KH Settings only and hold for
contacts of customers.
"""
