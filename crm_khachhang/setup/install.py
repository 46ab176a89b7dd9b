"""Steps of an installation. Each may run again at any time and changes nothing that is already right."""

from crm_khachhang.setup import desk, grants, masters, roles


def after_install():
	roles.create()
	grants.give()
	masters.create_units()
	masters.create_defaults()
	desk.create_list_settings()


def after_migrate():
	roles.create()
	grants.give_again()
	masters.create_units()
