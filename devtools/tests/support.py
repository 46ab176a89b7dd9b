"""What the tests of ./dev share: a project in a folder of its own."""

import tempfile
import unittest
from pathlib import Path

from devtools.project import Project


class ProjectTestCase(unittest.TestCase):
	"""Gives each test `self.project`, whose state lies in a folder that is removed afterwards."""

	def setUp(self):
		folder = tempfile.TemporaryDirectory()
		self.addCleanup(folder.cleanup)
		self.folder = Path(folder.name)
		self.project = Project(Path(__file__).parents[2], self.folder / "state")
		self.project.make_state_folder()
