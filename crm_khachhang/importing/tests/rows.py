"""Files for tests without files: a source of given rows."""

from unittest.mock import patch

from crm_khachhang.importing.mapping.headers import Recognizer
from crm_khachhang.importing.mapping.targets import all_targets
from crm_khachhang.importing.options import Mapping, Options
from crm_khachhang.importing.overlap import overlapping
from crm_khachhang.importing.reading import SourceRow
from crm_khachhang.importing.work import Work


class Rows:
	"""A source whose first list is the header; the rows are numbered from 2, as in a spreadsheet."""

	def __init__(self, header: list[str], rows: list[tuple]):
		self.labels, self._rows = header, rows

	def rows(self, tell: bool = False):
		for number, cells in enumerate(self._rows, 2):
			yield SourceRow(number, tuple(cells))


def mapped(header: list[str], **options) -> Options:
	"""Return options whose mapping is what the labels of `header` say."""
	mapping = Mapping(columns=Recognizer(all_targets()).columns(header))
	return Options(**{"mapping": mapping, **options})


def import_rows(header: list[str], *rows: tuple, dry: bool = False, source=None, **options) -> list:
	"""Import rows as one file, in small batches, each read while the one before it is written; return their plans."""
	plans = []
	with patch("crm_khachhang.importing.work.BATCH_ROWS", 5), overlapping() as database:
		work = Work(Rows(header, list(rows)), mapped(header, **options), dry, source)
		for some in work.batches():
			plans += work.do(some)
			with database.apart():
				work.read_ahead()
	return plans
