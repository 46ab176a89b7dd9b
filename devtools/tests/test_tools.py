import json
from unittest import mock

from devtools import tools
from devtools.tests.support import ProjectTestCase


class TestNode(ProjectTestCase):
	def wanted_with(self, version, npm="/usr/bin/npm"):
		with (
			mock.patch.object(tools, "answer", return_value=version),
			mock.patch("shutil.which", return_value=npm),
		):
			return tools.node_wanted(self.project)

	def test_the_machines_own_where_it_is_new_enough(self):
		self.assertEqual(self.wanted_with("v20.20.2"), [])

	def test_the_packaged_one_where_it_is_old_or_missing_or_without_npm(self):
		self.assertEqual(self.wanted_with("v16.20.0"), [tools.NODE])
		self.assertEqual(self.wanted_with(None), [tools.NODE])
		self.assertEqual(self.wanted_with("v20.20.2", npm=None), [tools.NODE])

	def test_a_clone_says_which(self):
		(self.folder / "package.json").write_text(json.dumps({"engines": {"node": ">=24"}}))
		self.project.choices["source"] = {"kind": "clone", "place": str(self.folder), "branch": None}
		self.assertEqual(self.wanted_with("v20.20.2"), [tools.NODE])
		(self.folder / "package.json").write_text("{}")
		self.assertEqual(self.wanted_with("v20.20.2"), [])

	def test_the_branch_tells_it_of_upstream(self):
		for branch, wanted in (("version-15", []), ("version-16", [tools.NODE]), ("develop", [tools.NODE])):
			self.project.choices["source"] = {"kind": "git", "place": "", "branch": branch}
			self.assertEqual(self.wanted_with("v20.20.2"), wanted, branch)
