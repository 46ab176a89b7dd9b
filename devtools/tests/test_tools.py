import os
from unittest import mock

from devtools import tools
from devtools.tests.support import ProjectTestCase


class TestNode(ProjectTestCase):
	def put_on_path(self, version, with_npm=True):
		folder = self.project.tools / "bin"
		folder.mkdir(parents=True)
		for name in ["node", *(["npm"] if with_npm else [])]:
			(folder / name).write_text(f"#!/bin/sh\necho {version}\n")
			(folder / name).chmod(0o755)

	def has_node(self):
		with mock.patch.dict(os.environ, {"PATH": "/bin"}):
			return tools.has_node(self.project)

	def test_one_that_is_new_enough_will_do(self):
		self.put_on_path("v20.20.2")
		self.assertTrue(self.has_node())

	def test_an_old_one_will_not(self):
		self.put_on_path("v16.20.0")
		self.assertFalse(self.has_node())
