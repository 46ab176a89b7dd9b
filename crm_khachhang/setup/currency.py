"""The sign of the đồng. Frappe knows none, and would show "VND 0" in every list, form, print and mail."""

import frappe

CURRENCY = "VND"
SIGN = "₫"
# Remembers that the sign came from here: an uninstallation takes away no sign that somebody chose.
GIVEN = "kh_currency_sign_given"


def give_sign() -> None:
	"""Write amounts as "1.000 ₫", once: unless the site has a sign, or somebody took ours away."""
	currency = frappe.db.get_value("Currency", CURRENCY, ["symbol"], as_dict=True)
	if not currency or currency.symbol or frappe.db.get_default(GIVEN):
		return
	_set(SIGN, 1)
	frappe.db.set_default(GIVEN, "1")


def take_sign() -> None:
	"""Leave the currency as it was found."""
	if frappe.db.get_default(GIVEN) and frappe.db.get_value("Currency", CURRENCY, "symbol") == SIGN:
		_set(None, 0)
	frappe.defaults.clear_default(GIVEN)


def _set(symbol: str | None, on_right: int) -> None:
	values = {"symbol": symbol}
	if frappe.get_meta("Currency").has_field("symbol_on_right"):
		values["symbol_on_right"] = on_right
	frappe.db.set_value("Currency", CURRENCY, values, update_modified=False)
	frappe.clear_document_cache("Currency", CURRENCY)
