"""Every endpoint of the app, found by looking: one that comes later is tried without being listed anywhere."""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import walk_packages

import frappe

import crm_khachhang

NOT_OURS_TO_LOAD = ("tests", "demo", "patches")


def all_of_them() -> dict[str, Callable]:
	"""Return {dotted path: function} of all whitelisted functions of the app."""
	return {
		f"{module.__name__}.{name}": value
		for module in _modules()
		for name, value in vars(module).items()
		if inspect.isfunction(value) and value.__module__ == module.__name__ and value in frappe.whitelisted
	}


def arguments_of(function: Callable, needed: bool = False) -> list[str]:
	"""Return the names of its arguments, only of those without default if `needed`; of an endpoint that hands them
	on to Frappe's, those that it looks at."""
	kinds = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
	named = [
		name
		for name, one in inspect.signature(function).parameters.items()
		if one.kind not in kinds and (one.default is one.empty or not needed)
	]
	looked_at = inspect.getclosurevars(inspect.unwrap(function)).nonlocals
	return named or [looked_at[key] for key in ("doctype", "name", "names") if key in looked_at]


def methods_of(function: Callable) -> list[str]:
	"""Return the HTTP methods that the endpoint answers to."""
	return frappe.allowed_http_methods_for_whitelisted_func[function]


def _modules() -> Iterator:
	for found in walk_packages(crm_khachhang.__path__, "crm_khachhang."):
		if not set(NOT_OURS_TO_LOAD) & set(found.name.split(".")) and ".test_" not in found.name:
			yield import_module(found.name)
