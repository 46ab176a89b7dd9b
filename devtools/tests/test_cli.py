import unittest

from devtools import cli


class TestWords(unittest.TestCase):
	def test_what_follows_bench_is_benchs(self):
		asked = cli.read_words(["bench", "--site", "test", "list-apps"])
		self.assertEqual(asked.words, ["--site", "test", "list-apps"])

	def test_the_site_of_a_python_file_on_either_side_of_it(self):
		for words in (
			["--site", "test", "x.py", "a"],
			["x.py", "--site", "test", "a"],
			["x.py", "a", "--site", "test"],
		):
			asked = cli.read_words(["python", *words])
			self.assertEqual((asked.site, asked.file, asked.words), ("test", "x.py", ["a"]))

	def test_without_a_site_it_is_the_demo(self):
		self.assertEqual(cli.read_words(["python", "x.py", "--more"]).site, "localhost")
