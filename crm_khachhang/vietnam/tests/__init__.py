"""Tests without Frappe and without a database: `python -m unittest discover -s crm_khachhang/vietnam/tests -t
.`

`PROPERTY` are the settings of every property test: the same examples in every run, no time limit, no
database. What hypothesis caches nevertheless goes to a directory that vanishes with the process.
"""

import os
import tempfile

_STORAGE = tempfile.TemporaryDirectory(prefix="hypothesis-")
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", _STORAGE.name)

from hypothesis import settings  # noqa: E402  (reads the variable above)

PROPERTY = settings(max_examples=100, deadline=None, derandomize=True, database=None)
