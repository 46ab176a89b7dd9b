import json
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

	def test_a_clone_says_which(self):
		(self.folder / "package.json").write_text(json.dumps({"engines": {"node": ">=24"}}))
		self.put_on_path("v20.20.2")
		self.project.choices["source"] = {"kind": "clone", "place": str(self.folder), "branch": None}
		self.assertFalse(self.has_node())
		(self.folder / "package.json").write_text("{}")
		self.assertTrue(self.has_node())

	def test_the_branch_tells_it_of_upstream(self):
		self.put_on_path("v20.20.2")
		for branch, will_do in (("version-15", True), ("version-16", False), ("develop", False)):
			self.project.choices["source"] = {"kind": "git", "place": "", "branch": branch}
			self.assertEqual(self.has_node(), will_do, branch)
