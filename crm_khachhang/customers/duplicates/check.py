"""The check of one save: refuse what a blocking rule finds, tell of the rest, keep why a manager passed."""

from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from crm_khachhang.access.roles import is_administrator
from crm_khachhang.customers.duplicates import candidates, distinct, keys, locks, words
from crm_khachhang.customers.duplicates.rules import Rule, escaped, get_rules, labels
from crm_khachhang.customers.text import tidy

# What the form sends along when a manager has said why a second customer is right.
REASON = "duplicate_override_reason"
SHORTEST_REASON = 3


class DuplicateCustomer(frappe.DuplicateEntryError):
	"""A customer that a blocking rule finds to exist already."""


@dataclass
class Match:
	"""A customer that is already there, with the rules that say so, the weightiest first."""

	customer: dict
	rules: list[Rule] = field(default_factory=list)
	score: float = 0

	@property
	def block(self) -> bool:
		"""Whether one of the rules blocks."""
		return any(rule.block for rule in self.rules)


def find(rules: list[Rule], record: dict, besides: str | None = None, database=None) -> list[Match]:
	"""Return the customers that match `record`, each once, blocking and best matches first."""
	matches: dict[str, Match] = {}
	for rule, customer, score in candidates.find(rules, record, besides, database):
		match = matches.setdefault(customer.name, Match(customer))
		match.rules.append(rule)
		match.score = max(match.score, score)
	return sorted(matches.values(), key=lambda match: (not match.block, -match.score, match.customer.name))


def validate(doc: Document) -> None:
	"""Raise DuplicateCustomer when a blocking rule finds another customer; tell the person of other matches.

	Runs after the fields were normalised. Looks only at rules one of whose fields changed. A KH Manager passes
	by giving a reason in REASON.
	"""
	doc.name_key_reversed = cstr(doc.name_key)[::-1]
	rules = touched(get_rules(), doc)
	record = record_of(doc, rules)
	_refuse_blocked(doc, [rule for rule in rules if rule.block], record)
	warning = [rule for rule in rules if not rule.block]
	if warning and _somebody_reads():
		_warn(doc, find(warning, record, doc.name))


def touched(rules: list[Rule], doc: Document) -> list[Rule]:
	"""Return the rules one of whose fields changed: only they can find anything new."""
	return [rule for rule in rules if _is_touched(rule, doc)]


def record_of(doc: Document, rules: list[Rule]) -> dict:
	"""Return what `rules` compare of a customer."""
	return {column: doc.get(column) for column in ("customer_type", "name_key", *keys.columns(rules))}


def _is_touched(rule: Rule, doc: Document) -> bool:
	if doc.is_new():
		return True
	compared = {"customer_type", *rule.fields, *keys.columns([rule])} - {"name_key"}
	return any(doc.has_value_changed(fieldname) for fieldname in compared)


def _refuse_blocked(doc: Document, rules: list[Rule], record: dict) -> None:
	values = values_to_hold(rules, record)
	if not values:
		return
	locks.hold(values)
	own, now = find(rules, record, doc.name), find(rules, record, doc.name, locks.second_connection())
	matches = {match.customer.name: match for match in (*now, *own)}.values()
	if matches:
		_override_or_refuse(doc, list(matches))


def values_to_hold(rules: list[Rule], record: dict) -> list[str]:
	"""Return what nobody else may save meanwhile, for `locks.hold`; `rules` are blocking ones."""
	return [value for rule in rules for value in _values_of_rule(rule, record)]


def _values_of_rule(rule: Rule, record: dict) -> list[str]:
	"""Likeness has no values: there all saves wait for each other."""
	if not rule.applies_to(record.get("customer_type")):
		return []
	if rule.similar:
		return [f"similar:{rule.fields}"] if record.get("name_key") else []
	return [f"{rule.fields}:{key}" for key in keys.exact_keys(rule.fields, record)]


def _override_or_refuse(doc: Document, matches: list[Match]) -> None:
	reason = tidy(cstr(doc.get(REASON)))
	if len(reason) >= SHORTEST_REASON and is_administrator():
		doc.flags.duplicate_override = (reason, matches)
		return
	sentences = told(matches, doc)
	sentences.append(_remedy(any(match.customer.get("visible") for match in matches)))
	frappe.throw("<br>".join(sentences), DuplicateCustomer, title=_("Duplicate Customer"))


def told(matches: list[Match], doc: Document, linked: bool = True) -> list[str]:
	"""Return a sentence of safe HTML on each of the first of `matches`; sets whether the user sees the customer."""
	return [words.sentence(match, doc, linked) for match in words.shown(matches)]


def _remedy(visible: bool) -> str:
	if is_administrator():
		return _("Open that customer, correct the value, or save again with a reason.")
	if visible:
		return _("Open that customer or correct the value. A KH Manager may save it nevertheless.")
	return _("Correct the value, or ask a KH Manager, who may save it nevertheless.")


def _somebody_reads() -> bool:
	"""Whether one person saves one customer: nobody reads the warnings of imports, jobs and long requests."""
	flags = frappe.flags
	if not getattr(frappe.local, "request", None) or flags.in_import or flags.kh_duplicates_told:
		return False
	return not (flags.in_migrate or flags.in_install or flags.in_patch or flags.kh_bulk)


def _warn(doc: Document, matches: list[Match]) -> None:
	if matches:
		frappe.flags.kh_duplicates_told = True
		sentences = [words.sentence(match, doc) for match in words.shown(matches)]
		frappe.msgprint("<br>".join(sentences), indicator="orange", alert=True)


def keep_override(doc: Document) -> None:
	"""After the customer was written: keep why a manager passed a blocking rule.

	The comment is for all who see the customer, and they may not see the other: that one stands only in the pair
	judged to be two customers, which managers read and no scan proposes again.
	"""
	reason, matches = doc.flags.pop("duplicate_override", None) or (None, ())
	if not reason:
		return
	rules = list(dict.fromkeys(rule for match in matches for rule in match.rules))
	what = ", ".join(labels(rule.fields) for rule in rules)
	doc.add_comment("Info", _("Saved although {0} exists already. Reason: {1}").format(what, escaped(reason)))
	for match in matches:
		distinct.keep(doc.name, match.customer.name, reason, match.rules)
