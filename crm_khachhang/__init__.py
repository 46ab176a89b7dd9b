"""CRM Khách hàng: customer management for companies in Vietnam, built on Frappe."""

__version__ = "0.1.0"
