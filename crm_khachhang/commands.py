"""The commands that the app adds to bench."""

from crm_khachhang.debts.command import kh_debt_check
from crm_khachhang.importing.command import kh_import

commands = [kh_import, kh_debt_check]
