"""Steps of an installation. Each may run again at any time and changes nothing that is already right."""

from crm_khachhang.customers.duplicates import indexes as duplicate_indexes
from crm_khachhang.customers.lists import kanban
from crm_khachhang.customers.search import index
from crm_khachhang.setup import (
	address_template,
	currency,
	custom_fields,
	desk,
	grants,
	masters,
	roles,
	titles,
)


def before_install():
	roles.refuse_others()


def after_install():
	roles.create()
	custom_fields.create()
	titles.show_names_of_users()
	grants.give()
	masters.create_units()
	masters.create_defaults()
	address_template.create()
	currency.give_sign()
	desk.create_list_settings()
	kanban.create_boards()
	desk.create_today_block()
	duplicate_indexes.ensure()


def after_migrate():
	roles.create()
	custom_fields.create()
	titles.show_names_of_users()
	grants.give_again()
	masters.create_units()
	currency.give_sign()
	duplicate_indexes.ensure()
	index.build_if_missing()
