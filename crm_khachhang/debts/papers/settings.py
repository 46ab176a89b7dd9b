"""What KH Settings says of papers: the company on them, and the account for VietQR."""

from frappe import _
from frappe.model.document import Document

from crm_khachhang.customers import fields
from crm_khachhang.customers.text import tidy
from crm_khachhang.debts import messages
from crm_khachhang.vietnam import banks, vietqr

TEXTS = (
	*("company_name", "company_address", "company_tax_code", "company_phone"),
	*("accountant_name", "director_name", "qr_bank", "qr_account", "qr_account_name"),
)
SEPARATOR = " · "


def validate(settings: Document) -> None:
	"""Tidy what stands on papers; refuse an account that no VietQR code can name."""
	for fieldname in TEXTS:
		settings.set(fieldname, tidy(settings.get(fieldname)))
	_check_account(settings)


def bank_names() -> list[str]:
	"""Return the banks as the form offers them."""
	return [shown(bank) for bank in banks.BANKS]


def shown(bank: banks.Bank) -> str:
	"""Return a bank as the settings keep it: its name and its BIN."""
	return f"{bank.name}{SEPARATOR}{bank.bin}"


def bin_of(text: str | None) -> str:
	"""Return the BIN of a bank of the settings: of its name, or typed by hand; "" without one."""
	return (text or "").rpartition(SEPARATOR)[2]


def name_of(text: str | None) -> str:
	"""Return what people call the bank of the settings."""
	name, _separator, number = (text or "").rpartition(SEPARATOR)
	return name or _("Bank {0}").format(number)


def _check_account(settings: Document) -> None:
	if not settings.qr_bank and not settings.qr_account:
		return
	known = banks.find(settings.qr_bank or "")
	settings.qr_bank = shown(known) if known else settings.qr_bank
	if not vietqr.is_bank(bin_of(settings.qr_bank)):
		fields.refuse(settings, "qr_bank", messages.NO_BANK)
	settings.qr_account = (settings.qr_account or "").replace(" ", "")
	if not vietqr.is_account(settings.qr_account):
		fields.refuse(settings, "qr_account", messages.NO_ACCOUNT)
