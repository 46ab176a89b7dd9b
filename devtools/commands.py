"""Running programs: every one leaves a log, and a failure says what to do."""

import subprocess
from pathlib import Path

TAIL_LINES = 25


class Failure(Exception):
	"""What the person at the keyboard must know: what failed, the end of its log, what to do about it.

	`code` is the exit code of `./dev`: 1 for a failure, 2 when the person has to do something first.
	"""

	def __init__(self, what: str, remedy: str, log: Path | None = None, code: int = 1):
		super().__init__(what)
		self.what, self.remedy, self.log, self.code = what, remedy, log, code

	def text(self) -> str:
		"""The failure as it is shown: three parts, the middle one only if there is a log."""
		lines = [f"FAILED: {self.what}"]
		if self.log and self.log.exists():
			lines += [f"  the end of {self.log}:", *(f"    | {line}" for line in tail(self.log))]
		return "\n".join([*lines, f"  What to do: {self.remedy}"])


def tail(path: Path, lines: int = TAIL_LINES) -> list[str]:
	"""The last `lines` lines of a text file; what is not UTF-8 is shown as a question mark."""
	return path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]


def run(argv: list, *, log: Path, cwd: Path, env: dict, remedy: str) -> None:
	"""Runs a program to its end, output appended to `log`. Raises Failure unless it exits with 0."""
	argv = [str(word) for word in argv]
	log.parent.mkdir(parents=True, exist_ok=True)
	with log.open("ab") as out:
		out.write(f"\n$ {' '.join(argv)}\n".encode())
		out.flush()
		try:
			code = subprocess.run(argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
		except FileNotFoundError:
			raise Failure(f"{argv[0]} is not on this machine.", remedy) from None
	if code.returncode:
		name = Path(argv[0]).name
		raise Failure(f"`{name} {' '.join(argv[1:4])} …` ended with {code.returncode}.", remedy, log)


def answer(
	argv: list, *, cwd: Path | None = None, env: dict | None = None, timeout: float = 60
) -> str | None:
	"""What a short program prints, stripped; None if it is missing, fails or takes over `timeout` seconds."""
	try:
		done = subprocess.run(
			[str(word) for word in argv],
			cwd=cwd,
			env=env,
			stdin=subprocess.DEVNULL,
			capture_output=True,
			text=True,
			timeout=timeout,
		)
	except (FileNotFoundError, subprocess.TimeoutExpired):
		return None
	return done.stdout.strip() if done.returncode == 0 else None


def without_step_mark(env: dict) -> dict:
	"""An environment for programs that outlive the step that starts them (see `processes.end_remains`)."""
	return {name: value for name, value in env.items() if name != "KH_STEP_OF"}
