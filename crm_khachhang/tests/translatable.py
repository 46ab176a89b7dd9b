"""Collects what the app shows to people and Frappe translates: from its files, without a site.

Frappe's own collectors differ between versions and know nothing of the words on a workspace.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).resolve().parent.parent

# (message, context); the context is "" where the call gives none.
Message = tuple[str, str]

# Keys of exported documents whose values are shown, for every child row as well.
SHOWN_KEYS = {
	"DocType": ("label", "description", "placeholder", "role", "name"),
	"Workspace": ("title", "label", "role"),
	"Number Card": ("label", "name"),
	"Dashboard Chart": ("chart_name",),
	"Report": ("report_name", "label"),
	"Print Format": ("name",),
	"Notification": ("subject",),
}

_TEMPLATE_CALL = re.compile(r'(?<!\w)_\("(?P<message>[^"]+)"\)')
_JS_CALL = re.compile(r"""\b__\(\s*(?P<q>["'`])(?P<message>(?:\\.|(?!(?P=q)).)*)(?P=q)""", re.DOTALL)
_HAS_LETTERS = re.compile(r"[^\W\d_]")


def messages() -> set[Message]:
	"""Return every message of the app."""
	found = set(_of_names())
	for path in _files("*.json"):
		found.update(_of_document(json.loads(path.read_text(encoding="utf-8"))))
	for path in _files("*.py"):
		found.update(of_python(path.read_text(encoding="utf-8")))
	for path in [*_files("*.js"), *_files("*.html")]:
		found.update(of_javascript(path.read_text(encoding="utf-8")))
	for path in _files("*.html"):
		found.update(of_template(path.read_text(encoding="utf-8")))
	return {message for message in found if _HAS_LETTERS.search(message[0])}


def of_python(source: str) -> Iterator[Message]:
	"""Yield the messages of the calls `_("…")`, with their `context`."""
	for node in ast.walk(ast.parse(source)):
		if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"):
			continue
		if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
			contexts = [k.value.value for k in node.keywords if k.arg == "context"]
			yield node.args[0].value, contexts[0] if contexts else ""


def of_javascript(source: str) -> Iterator[Message]:
	"""Yield the messages of the calls `__("…")`; the app's scripts use no context."""
	for call in _JS_CALL.finditer(source):
		yield json.loads(f'"{call["message"]}"') if call["q"] == '"' else call["message"], ""


def of_template(source: str) -> Iterator[Message]:
	"""Yield the messages of the calls `_("…")` in a template of Jinja."""
	for call in _TEMPLATE_CALL.finditer(source):
		yield call["message"], ""


def _of_names() -> Iterator[Message]:
	yield from ((module, "") for module in (APP / "modules.txt").read_text(encoding="utf-8").split("\n"))


def _of_document(document: dict) -> Iterator[Message]:
	if not isinstance(document, dict):
		return
	keys = SHOWN_KEYS.get(document.get("doctype"), ())
	yield from _of_keys(document, keys)
	for row in _rows(document):
		yield from _of_row(row, keys)
	if document.get("doctype") == "Workspace":
		yield from _of_workspace(document)


def _rows(document: dict) -> Iterator[dict]:
	for value in document.values():
		if isinstance(value, list):
			yield from (row for row in value if isinstance(row, dict))


def _of_row(row: dict, keys: tuple[str, ...]) -> Iterator[Message]:
	yield from _of_keys(row, keys)
	if row.get("fieldtype") == "Select":
		yield from ((option, "") for option in row.get("options", "").split("\n"))


def _of_keys(values: dict, keys: tuple[str, ...]) -> Iterator[Message]:
	yield from ((values[key], "") for key in keys if values.get(key))


def _of_workspace(workspace: dict) -> Iterator[Message]:
	for block in json.loads(workspace["content"]):
		if text := block["data"].get("text"):
			yield text, ""


def _files(pattern: str) -> list[Path]:
	skipped = {"node_modules", "__pycache__", "tests", "dist"}
	return sorted(p for p in APP.rglob(pattern) if not skipped & set(p.relative_to(APP).parts))
