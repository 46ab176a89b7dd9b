"""Takes away indexes of the ledger that longer ones begin like: they only cost time when posting."""

from crm_khachhang.setup import indexes

TABLE = "tabKH Debt Ledger Entry"
NAMES = ("kh_customer_posting_date_amount", "kh_posting_date_voucher_type_customer_amount")


def execute() -> None:
	indexes.drop(TABLE, NAMES)
