"""Everything that hooks.py and patches.txt name exists."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import frappe

from crm_khachhang import hooks
from crm_khachhang.tests import TestCase

APP = Path(hooks.__file__).parent


class TestHooks(TestCase):
	def test_every_dotted_path_resolves(self):
		values = [value for name, value in vars(hooks).items() if not name.startswith("__")]
		paths = list(dotted_paths(values))
		self.assertIn("crm_khachhang.setup.install.after_install", paths)
		for path in paths:
			with self.subTest(path):
				self.assertTrue(callable(frappe.get_attr(path)))

	def test_every_asset_exists(self):
		logo = hooks.add_to_apps_screen[0]["logo"].removeprefix("/assets/crm_khachhang/")
		styles = hooks.app_include_css.replace(".css", ".scss")
		bundles = [*(f"js/{name}" for name in hooks.app_include_js), f"css/{styles}"]
		for asset in (logo, *bundles):
			self.assertTrue((APP / "public" / asset).is_file(), asset)

	def test_every_script_of_a_form_or_list_exists(self):
		for scripts in (*hooks.doctype_js.values(), *hooks.doctype_list_js.values()):
			for script in scripts:
				self.assertTrue((APP / script).is_file(), script)

	def test_every_patch_resolves(self):
		for line in (APP / "patches.txt").read_text(encoding="utf-8").splitlines():
			patch = line.split("#")[0].strip()
			if patch.startswith("crm_khachhang."):
				with self.subTest(patch):
					self.assertTrue(callable(importlib.import_module(patch.split()[0]).execute))

	def test_customers_know_no_package_that_joins_them(self):
		"""Nor does access: they are joined by hooks."""
		for folder in ("customers", "access"):
			for file in (APP / folder).rglob("*.py"):
				if "tests" not in file.parts:
					self.assertNotIn("crm_khachhang.care", file.read_text(encoding="utf-8"), file)


def dotted_paths(value) -> Iterator[str]:
	"""Yield the dotted paths into the app within a hook's value."""
	if isinstance(value, str) and value.startswith("crm_khachhang.") and not value.endswith((".js", ".css")):
		yield value
	elif isinstance(value, dict):
		for inner in value.values():
			yield from dotted_paths(inner)
	elif isinstance(value, list | tuple):
		for inner in value:
			yield from dotted_paths(inner)
