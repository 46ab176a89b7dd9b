"""What a million customers cost: each part of `benchmarks/parts/` measures one topic against something else in the
same run. Run by `./dev benchmark customers [PART …]`; exit code 1 when a wanted ratio is missed.

KH_BENCHMARK_ROWS=20000 takes fewer customers; KH_BENCHMARK_KEEP=1 goes on with those of the last run.
"""

import importlib
import os
import sys
from pathlib import Path

import frappe
import seed
from rows import Row, seconds, table

PARTS = Path(__file__).parent / "parts"


def main() -> None:
	wanted = int(os.environ.get("KH_BENCHMARK_ROWS", 1_000_000))
	if not frappe.db.count("KH Customer"):
		print(f"{wanted} customers in {seconds(seed.seed, wanted):.0f} s", flush=True)
	rows: list[Row] = []
	for part in sys.argv[1:] or sorted(path.stem for path in PARTS.glob("[a-z]*.py")):
		measured = importlib.import_module(f"parts.{part}").measure()
		frappe.db.commit()
		print(f"\n{part}\n{table(measured)}", flush=True)
		rows += measured
	print(f"\nall\n{table(rows)}")
	if not all(row.is_reached() for row in rows):
		frappe.db.commit()
		sys.exit(1)


if __name__ == "__main__":
	main()
