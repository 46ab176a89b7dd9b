from unittest import mock

from devtools import tools
from devtools.tests.support import ProjectTestCase


class TestNode(ProjectTestCase):
	def wanted_with(self, version, npm="/usr/bin/npm"):
		with (
			mock.patch.object(tools, "answer", return_value=version),
			mock.patch("shutil.which", return_value=npm),
		):
			return tools.node_wanted()

	def test_the_machines_own_where_it_is_new_enough(self):
		self.assertEqual(self.wanted_with("v20.20.2"), [])

	def test_the_packaged_one_where_it_is_old_or_missing_or_without_npm(self):
		self.assertEqual(self.wanted_with("v16.20.0"), [tools.NODE])
		self.assertEqual(self.wanted_with(None), [tools.NODE])
		self.assertEqual(self.wanted_with("v20.20.2", npm=None), [tools.NODE])
