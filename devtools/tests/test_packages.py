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

	def test_root_installs_what_is_missing_and_keeps_servers_down(self):
		calls = []
		there = []
		package = Package("redis-server", lambda: bool(there))

		def run(words, **more):
			word = next(word for word in words if word in ("--configure", "update", "install"))
			calls.append((word, packages.NO_SERVICE_POLICY.exists()))
			if word == "install":
				there.append(True)

		policy = self.folder / "policy-rc.d"
		with (
			mock.patch.object(packages, "run", run),
			mock.patch.object(packages, "NO_SERVICE_POLICY", policy),
			mock.patch("os.geteuid", return_value=0),
			mock.patch("shutil.which", return_value="/usr/bin/apt-get"),
		):
			packages.install(self.project, (package,))
		self.assertEqual(calls, [("--configure", True), ("update", True), ("install", True)])
		self.assertFalse(policy.exists())

	def test_what_a_killed_run_left_to_keep_servers_down_goes_and_the_administrators_own_stays(self):
		policy = self.folder / "policy-rc.d"
		with mock.patch.object(packages, "NO_SERVICE_POLICY", policy):
			for left, stays in ((packages.POLICY, False), ("#!/bin/sh\nexit 104\n", True)):
				policy.write_text(left)
				with packages.services_kept_down():
					self.assertTrue(policy.exists())
				self.assertEqual(policy.exists(), stays)

	def test_an_ordinary_user_is_told_the_exact_command(self):
		with mock.patch("os.geteuid", return_value=1000), self.assertRaises(Failure) as caught:
			packages.install(self.project, (HERE, MISSING))
		self.assertEqual(caught.exception.code, 2)
		self.assertRegex(
			caught.exception.remedy, r"apt-get install -y --no-install-recommends mariadb-server-core\b"
		)
