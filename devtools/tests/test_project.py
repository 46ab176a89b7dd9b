import socket
import stat

from devtools import project as project_module
from devtools.commands import Failure
from devtools.project import Project
from devtools.tests.support import ProjectTestCase


class TestProject(ProjectTestCase):
	def test_choices_are_made_once_and_kept_for_the_owner_only(self):
		first = self.project.choices
		again = Project(self.project.root, self.project.state).choices
		self.assertEqual(first, again)
		mode = stat.S_IMODE((self.project.state / "state.json").stat().st_mode)
		self.assertEqual(mode, 0o600)

	def test_a_taken_port_is_not_chosen(self):
		with socket.socket() as taken:
			taken.bind(("127.0.0.1", 0))
			taken.listen()
			port = taken.getsockname()[1]
			self.assertFalse(project_module.is_free(port))
		self.assertEqual(len(set(project_module.choose_ports().values())), len(project_module.PORTS))

	def test_only_one_run_at_a_time(self):
		with self.project.lock(), self.assertRaises(Failure) as caught:
			Project(self.project.root, self.project.state).lock()
		self.assertEqual(caught.exception.code, 2)
		self.assertIn("is at work", caught.exception.what)

	def test_a_folder_with_other_files_is_neither_used_nor_removed(self):
		theirs = self.folder / "theirs"
		theirs.mkdir()
		(theirs / "thesis.odt").write_text("years of work")
		elsewhere = Project(self.project.root, theirs)
		with self.assertRaisesRegex(Failure, "holds other files"):
			elsewhere.make_state_folder()
		elsewhere.remove_state()
		self.assertTrue((theirs / "thesis.odt").exists())
		(theirs / "state.json").write_text("{}")
		elsewhere.remove_state()
		self.assertTrue(
			(theirs / "thesis.odt").exists(), "a file that is named like one of ours makes it not ours"
		)

	def test_the_state_is_its_owners_only(self):
		self.assertEqual(stat.S_IMODE(self.project.state.stat().st_mode), 0o700)

	def test_reset_removes_the_state(self):
		self.assertTrue(self.project.choices)
		self.project.remove_state()
		self.assertFalse(self.project.state.exists())
