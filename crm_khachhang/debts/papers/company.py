"""Whose papers they are: what KH Settings say of the company, and the account to pay into."""

from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _

from crm_khachhang.debts.balances import SETTINGS
from crm_khachhang.debts.papers import settings as paper_settings


@dataclass(frozen=True)
class Account:
	"""The account that customers pay into."""

	bin: str
	bank: str
	number: str
	holder: str


@dataclass(frozen=True)
class Company:
	"""The company as its papers name it; texts may be empty."""

	name: str
	address: str
	tax_code: str
	phone: str
	accountant: str
	director: str
	account: Account | None

	@property
	def lines(self) -> list[str]:
		"""What stands under the name, with labels."""
		pairs = ((_("Address"), self.address), (_("Tax Code"), self.tax_code), (_("Phone"), self.phone))
		return [f"{label}: {text}" for label, text in pairs if text]


def company() -> Company:
	"""Return the company of the settings; without a name there, the name of the desk's standard company."""
	settings = frappe.get_cached_doc(SETTINGS)
	return Company(
		name=settings.company_name or frappe.defaults.get_global_default("company") or "",
		address=settings.company_address or "",
		tax_code=settings.company_tax_code or "",
		phone=settings.company_phone or "",
		accountant=settings.accountant_name or "",
		director=settings.director_name or "",
		account=_account(settings),
	)


def place_and_day(day: date) -> str:
	"""Return the line above signatures: "Ngày 05 tháng 11 năm 2026"."""
	return _("Day {0} Month {1} Year {2}").format(f"{day:%d}", f"{day:%m}", f"{day:%Y}")


def _account(settings) -> Account | None:
	if not settings.qr_bank or not settings.qr_account:
		return None
	bank = settings.qr_bank
	holder = settings.qr_account_name or settings.company_name or ""
	return Account(paper_settings.bin_of(bank), paper_settings.name_of(bank), settings.qr_account, holder)
