import unittest

from devtools import steps
from devtools.steps import Step
from devtools.tests.support import ProjectTestCase


class TestSteps(ProjectTestCase):
	def setUp(self):
		super().setUp()
		self.ran = []
		self.version = 1
		self.first = Step("first", "first", lambda p: self.ran.append("first"), lambda p: self.version)
		self.second = Step("second", "second", lambda p: self.ran.append("second"), needs=(self.first,))

	def perform(self, *goals):
		steps.perform(self.project, goals, say=lambda line: None)

	def test_needs_come_first_and_each_runs_once(self):
		self.perform(self.second, self.first)
		self.assertEqual(self.ran, ["first", "second"])

	def test_a_second_run_does_nothing(self):
		self.perform(self.second)
		self.perform(self.second)
		self.assertEqual(self.ran, ["first", "second"])

	def test_a_changed_input_runs_what_follows_too(self):
		self.perform(self.second)
		self.version = 2
		self.perform(self.second)
		self.assertEqual(self.ran, ["first", "second"] * 2)

	def test_a_step_that_fails_runs_again_and_stops_what_follows(self):
		def fail_once(project):
			self.ran.append("broken")
			if self.ran.count("broken") == 1:
				raise RuntimeError("cut off")

		broken = Step("broken", "broken", fail_once, needs=(self.first,))
		last = Step("last", "last", lambda p: self.ran.append("last"), needs=(broken,))
		with self.assertRaisesRegex(RuntimeError, "cut off"):
			self.perform(last)
		self.assertEqual(self.ran, ["first", "broken"])
		self.perform(last)
		self.assertEqual(self.ran, ["first", "broken", "broken", "last"])

	def test_others_run_on_when_a_step_fails(self):
		def fail(project):
			raise RuntimeError("broken")

		broken = Step("broken", "broken", fail)
		never = Step("never", "never", lambda p: self.ran.append("never"), needs=(broken,))
		with self.assertRaisesRegex(RuntimeError, "broken"):
			self.perform(broken, never, self.second)
		self.assertEqual(self.ran, ["first", "second"])

	def test_what_is_edited_while_a_step_runs_is_not_in_it(self):
		def edited_meanwhile(project):
			self.version = 2

		step = Step("edited", "edited", edited_meanwhile, lambda p: self.version)
		self.perform(step)
		self.assertFalse(step.is_done(self.project))

	def test_where_the_machine_shows_it_there_is_no_stamp(self):
		there = []
		step = Step("there", "there", lambda p: there.append(1), holds=lambda p: bool(there))
		self.perform(step)
		self.perform(step)
		self.assertEqual(there, [1])
		there.clear()
		self.assertFalse(step.is_done(self.project))

	def test_a_step_cut_off_after_success_before_is_not_taken_for_done(self):
		"""A stamp of an earlier success must not survive an attempt that did not end."""
		self.perform(self.first)
		self.version = 2

		def cut_off(project):
			raise KeyboardInterrupt

		again = Step("first", "first", cut_off, lambda p: self.version)
		with self.assertRaises(KeyboardInterrupt):
			self.perform(again)
		self.version = 1
		self.assertFalse(self.first.is_done(self.project))


class TestContents(ProjectTestCase):
	def test_a_hash_changes_with_a_file_and_its_name_and_not_with_what_is_ignored(self):
		tree = self.folder / "tree"
		(tree / "deep").mkdir(parents=True)
		(tree / "deep/a.txt").write_text("one")
		before = steps.contents(tree)
		(tree / "test_a.txt").write_text("ignored")
		self.assertEqual(steps.contents(tree, ignore=lambda file: file.name.startswith("test_")), before)
		(tree / "deep/a.txt").write_text("two")
		changed = steps.contents(tree, ignore=lambda file: file.name.startswith("test_"))
		self.assertNotEqual(changed, before)
		(tree / "deep/a.txt").rename(tree / "deep/b.txt")
		self.assertNotEqual(steps.contents(tree, ignore=lambda file: file.name.startswith("test_")), changed)


if __name__ == "__main__":
	unittest.main()
