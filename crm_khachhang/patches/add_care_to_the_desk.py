"""The kanban board of appointments and the block of today's care, for sites from before they were there."""

from crm_khachhang.customers.lists import kanban
from crm_khachhang.setup import desk


def execute():
	kanban.create_boards()
	desk.create_today_block()
