import socket
import subprocess
import sys
import time

from devtools import processes
from devtools.commands import Failure
from devtools.processes import Service
from devtools.tests.support import ProjectTestCase


class TestServices(ProjectTestCase):
	def service(self, *argv, ready=None):
		"""A service that is ready as soon as it runs, if `ready` says nothing else."""
		ready = ready or (lambda project: made.pid(project) is not None)
		made = Service("sleeper", "The sleeper", lambda p: list(argv), lambda p: p.state, ready)
		self.addCleanup(made.stop, self.project)
		return made

	def wait_for_pid(self, service):
		deadline = time.monotonic() + 10
		while not service.pid(self.project) and time.monotonic() < deadline:
			time.sleep(0.02)
		return service.pid(self.project)

	def test_start_once_and_stop_by_pid(self):
		sleeper = self.service("sleep", "60")
		self.assertTrue(sleeper.start(self.project))
		pid = self.wait_for_pid(sleeper)
		self.assertFalse(sleeper.start(self.project), "it runs already")
		self.assertEqual(sleeper.pid(self.project), pid)
		self.assertTrue(sleeper.stop(self.project))
		self.assertIsNone(processes.start_of(pid))
		self.assertFalse(sleeper.stop(self.project), "nothing is left to stop")

	def test_a_pid_that_belongs_to_another_program_now_is_left_alone(self):
		stranger = subprocess.Popen(["sleep", "60"])
		self.addCleanup(stranger.wait)
		self.addCleanup(stranger.kill)
		sleeper = self.service("sleep", "60")
		sleeper.pid_file(self.project).parent.mkdir(parents=True)
		sleeper.pid_file(self.project).write_text(f"{stranger.pid} 12345")
		self.assertIsNone(sleeper.pid(self.project))
		sleeper.stop(self.project)
		self.assertIsNone(stranger.poll())

	def test_a_program_that_rewrites_its_environment_is_known_all_the_same(self):
		"""Redis writes its title over its environment, so a mark there would not do."""
		redis = self.service("redis-server", "--port", "0", "--unixsocket", str(self.folder / "r.sock"))
		redis.start(self.project)
		pid = self.wait_for_pid(redis)
		deadline = time.monotonic() + 10
		while not (self.folder / "r.sock").exists() and time.monotonic() < deadline:
			time.sleep(0.02)
		self.assertEqual(redis.pid(self.project), pid)
		self.assertTrue(redis.stop(self.project))
		self.assertIsNone(processes.start_of(pid))

	def test_a_stranger_on_the_port_is_not_taken_for_ours(self):
		with socket.socket() as stranger:
			stranger.bind(("127.0.0.1", 0))
			stranger.listen()
			self.project.choices["ports"]["web"] = stranger.getsockname()[1]
			server = Service(
				"web",
				"The web server",
				lambda p: ["sleep", "60"],
				lambda p: p.state,
				lambda p: True,
				port="web",
			)
			with self.assertRaisesRegex(Failure, "another program listens on port"):
				server.start(self.project)
		self.assertIsNone(server.pid(self.project))

	def test_a_program_that_ends_at_once_is_a_failure_with_its_log(self):
		broken = self.service("sh", "-c", "echo no such luck; exit 3", ready=lambda project: False)
		with self.assertRaises(Failure) as caught:
			broken.start(self.project)
		self.assertIn("The sleeper does not start", caught.exception.what)
		self.assertIn("no such luck", caught.exception.text())


class TestRemains(ProjectTestCase):
	def test_what_a_killed_run_left_is_ended_and_nothing_else(self):
		"""A step's program outlives a ./dev that is killed with SIGKILL; the next run ends it."""
		parent = (
			"import subprocess, sys, time\n"
			"child = subprocess.Popen(['sleep', '60'])\n"
			"print(child.pid, flush=True)\n"
			"time.sleep(60)\n"
		)
		bystander = subprocess.Popen(["sleep", "60"])
		self.addCleanup(bystander.wait)
		self.addCleanup(bystander.kill)
		env = self.project.environment()
		run = subprocess.Popen([sys.executable, "-c", parent], env=env, stdout=subprocess.PIPE, text=True)
		self.addCleanup(run.stdout.close)
		orphan = int(run.stdout.readline())
		run.kill()
		run.wait()
		mark = f"KH_STEP_OF={self.project.state}"
		# A program that has just begun has no environment to look at for a moment.
		deadline = time.monotonic() + 10
		while not processes.has_mark(orphan, mark) and time.monotonic() < deadline:
			time.sleep(0.02)
		self.assertTrue(processes.has_mark(orphan, mark))
		processes.end_remains(self.project)
		self.assertFalse(processes.has_mark(orphan, mark))
		self.assertIsNone(bystander.poll())
