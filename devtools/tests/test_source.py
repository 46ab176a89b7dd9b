import hashlib
import zipfile
from unittest import mock

from devtools import source
from devtools.commands import Failure
from devtools.tests.support import ProjectTestCase


class TestChoice(ProjectTestCase):
	def test_variables_come_before_everything(self):
		asked = source.asked_for({"FRAPPE_REPO": "https://git.example/frappe", "FRAPPE_BRANCH": "version-16"})
		self.assertEqual(
			asked, {"kind": "git", "place": "https://git.example/frappe", "branch": "version-16"}
		)

	def test_a_branch_alone_is_upstreams(self):
		self.assertEqual(source.asked_for({"FRAPPE_BRANCH": "develop"})["place"], source.UPSTREAM)

	def test_a_path_that_is_no_clone_is_refused(self):
		with self.assertRaisesRegex(Failure, "is no clone of Frappe"):
			source.asked_for({"FRAPPE_PATH": str(self.folder)})

	def test_upstream_if_it_answers_else_the_snapshot(self):
		with mock.patch.object(source, "answer", return_value="0cced74\trefs/heads/version-15"):
			self.assertEqual(source.from_network()["kind"], "git")
		with mock.patch.object(source, "answer", return_value=None):
			self.assertEqual(source.from_network()["kind"], "snapshot")

	def test_another_source_is_refused_while_there_is_a_bench(self):
		self.project.choices["source"] = {"kind": "snapshot", "place": None, "branch": None}
		with (
			mock.patch.dict("os.environ", {"FRAPPE_BRANCH": "develop"}),
			self.assertRaisesRegex(Failure, "made from another source"),
		):
			source.choose(self.project)

	def test_what_was_chosen_stays(self):
		self.project.choices["source"] = {"kind": "snapshot", "place": None, "branch": None}
		with (
			mock.patch.object(source, "asked_for", return_value=None),
			mock.patch.object(source, "from_network", side_effect=AssertionError("asked again")),
		):
			source.choose(self.project)
		self.assertEqual(self.project.choices["source"]["kind"], "snapshot")


class TestRestoring(ProjectTestCase):
	def test_names_and_words_come_back(self):
		wheel = self.folder / "x.whl"
		with zipfile.ZipFile(wheel, "w") as archive:
			archive.writestr("criscostack/brik.py", "from criscostack import Criscoerp  # brik")
			archive.writestr("criscostack/translations/de.csv", "Factory,Fabrik,criscostack")
			archive.writestr("criscostack/logo.bin", b"\xff\xfecrisco")
			archive.writestr("criscostack-1.0.0.dist-info/METADATA", "Name: criscostack")
		target = self.folder / "tree"
		source.restore(wheel, target)
		self.assertEqual((target / "frappe/bench.py").read_text(), "from frappe import ERPNext  # bench")
		self.assertEqual((target / "frappe/translations/de.csv").read_text(), "Factory,Fabrik,frappe")
		self.assertEqual((target / "frappe/logo.bin").read_bytes(), b"\xff\xfecrisco")
		self.assertEqual(sorted(p.name for p in target.iterdir()), ["frappe"])

	def test_another_wheel_is_refused(self):
		download = self.project.state / "download"
		download.mkdir()
		(download / "criscostack-1.0.0-py3-none-any.whl").write_bytes(b"something else")
		found = hashlib.sha256(b"something else").hexdigest()
		with mock.patch.object(source, "run"), self.assertRaisesRegex(Failure, found):
			source.download(self.project)
