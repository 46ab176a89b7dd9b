"""Fills the lists that came with tiers and contacts; lists that a company has already stay as they are."""

from crm_khachhang.setup import masters


def execute():
	masters.create_defaults()
