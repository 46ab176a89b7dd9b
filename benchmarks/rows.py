"""What a part of a benchmark measures, and the table of it."""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Row(NamedTuple):
	"""One measured thing.

	`measured` and `compared` are texts with their unit ("12.4 ms"); `ratio` is the number that `wanted` speaks
	of, where `wanted` is ("<=", 2.0), (">=", 20) or None for a number that nothing is asked of.
	"""

	what: str
	measured: str
	compared: str
	ratio: float
	wanted: tuple[str, float] | None

	def is_reached(self) -> bool:
		if self.wanted is None:
			return True
		sign, limit = self.wanted
		return self.ratio <= limit if sign == "<=" else self.ratio >= limit


def table(rows: list[Row]) -> str:
	"""Return the rows as lines of text in columns."""
	cells = [("what", "measured", "compared with", "ratio", "wanted", "")]
	for row in rows:
		wanted = f"{row.wanted[0]} {row.wanted[1]:g}" if row.wanted else ""
		verdict = "" if not row.wanted else "ok" if row.is_reached() else "MISSED"
		cells.append((row.what, row.measured, row.compared, f"{row.ratio:.2f}", wanted, verdict))
	widths = [max(len(line[at]) for line in cells) for at in range(len(cells[0]))]
	return "\n".join(
		"  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
		for line in cells
	)


def seconds(work: Callable, *arguments) -> float:
	"""Return how long one call takes."""
	began = perf_counter()
	work(*arguments)
	return perf_counter() - began


def percentile(times: list[float], share: float) -> float:
	return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def milliseconds(times: list[float]) -> str:
	"""Return the median and the time that 95 of 100 stay below, as text."""
	return f"{median(times) * 1000:.1f} ms (p95 {percentile(times, 0.95) * 1000:.1f})"
