from unittest import mock

from devtools import packages
from devtools.commands import Failure
from devtools.packages import Package
from devtools.tests.support import ProjectTestCase

HERE = Package("git", lambda: True)
MISSING = Package("mariadb-server-core", lambda: False)


class TestPackages(ProjectTestCase):
	def test_nothing_missing_nothing_done(self):
		with mock.patch.object(packages, "run", side_effect=AssertionError("apt-get was called")):
			packages.install(self.project, (HERE,))

	def test_an_ordinary_user_is_told_the_exact_command(self):
		with mock.patch("os.geteuid", return_value=1000), self.assertRaises(Failure) as caught:
			packages.install(self.project, (HERE, MISSING))
		self.assertEqual(caught.exception.code, 2)
		self.assertIn(
			"apt-get install -y --no-install-recommends mariadb-server-core'", caught.exception.remedy
		)

	def test_node_that_is_too_old_counts_as_missing(self):
		with mock.patch.object(packages, "answer", return_value="v16.20.0"):
			self.assertFalse(packages.has_node())
		with mock.patch.object(packages, "answer", return_value="v20.20.2"):
			self.assertTrue(packages.has_node())
