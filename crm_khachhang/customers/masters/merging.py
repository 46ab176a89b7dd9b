"""Makes one master of two: whatever names the one names the other afterwards, and the one is gone."""

import frappe
from frappe import _
from frappe.model.rename_doc import rename_doc

from crm_khachhang.customers.masters import GROUP, MASTERS
from crm_khachhang.customers.text import same_name_key

PARENT = "parent_kh_customer_group"

# Texts of Frappe's in which a master is named without a link: saved filters of lists, cards and charts.
NAMED_IN = (("List Filter", "filters"), ("Number Card", "filters_json"), ("Dashboard Chart", "filters_json"))


class CannotMerge(frappe.ValidationError):
	"""Two masters that cannot become one."""


def merge(doctype: str, loser: str, winner: str) -> None:
	"""Let everything that names the master `loser` name `winner`, then delete `loser`, in one transaction.

	Raises CannotMerge with the remedy. Who may do so is the caller's matter.
	"""
	if doctype not in MASTERS:
		frappe.throw(_("Only masters can be merged here."), CannotMerge)
	if loser == winner:
		frappe.throw(_("Choose another entry: this one cannot be merged into itself."), CannotMerge)
	titles = [title_of(doctype, name) for name in (loser, winner)]
	if doctype == GROUP:
		_prepare_groups(loser, winner)
	rename_doc(doctype, loser, winner, merge=True, force=True, show_alert=False, rebuild_search=False)
	_rename_in_filters(loser, winner)
	_say_titles(doctype, winner, *titles)


def title_of(doctype: str, name: str) -> str:
	"""Return what people call the master. Raises DoesNotExistError."""
	title = frappe.db.get_value(doctype, name, frappe.get_meta(doctype).title_field)
	if title is None:
		frappe.throw(_("This entry does not exist any more. Reload the page."), frappe.DoesNotExistError)
	return title


def _prepare_groups(loser: str, winner: str) -> None:
	"""The subgroups of the one go below the other."""
	groups = {
		group.name: group
		for group in frappe.get_all(
			GROUP,
			filters={"name": ("in", (loser, winner))},
			fields=["name", "lft", "rgt", "is_group", PARENT],
		)
	}
	one, other = groups[loser], groups[winner]
	if not one[PARENT]:
		frappe.throw(_("The topmost group holds all others. Merge another group."), CannotMerge)
	if one.lft < other.lft and other.rgt < one.rgt:
		frappe.throw(
			_("The other group lies below this one. Merge the lower group into the higher one."), CannotMerge
		)
	_check_subgroups(loser, winner)
	is_group = int(bool(one.is_group or other.is_group))
	for group in (one, other):
		if group.is_group != is_group:  # Frappe merges only alike groups.
			frappe.db.set_value(GROUP, group.name, "is_group", is_group)


def _check_subgroups(loser: str, winner: str) -> None:
	"""Two subgroups of one name would lie below one group."""
	subgroups = frappe.get_all(
		GROUP,
		filters={PARENT: ("in", (loser, winner)), "name": ("!=", loser)},
		fields=["group_name", PARENT],
		order_by="group_name",
	)
	kept = {same_name_key(group.group_name) for group in subgroups if group[PARENT] == winner}
	twice = [g.group_name for g in subgroups if g[PARENT] == loser and same_name_key(g.group_name) in kept]
	if twice:
		frappe.throw(
			_("Both groups have subgroups named {0}. Merge or rename these first.").format(
				frappe.bold(frappe.utils.escape_html(", ".join(twice)))
			),
			CannotMerge,
		)


def _rename_in_filters(loser: str, winner: str) -> None:
	"""A hash is in no text by chance, so it may be replaced wherever it stands."""
	for doctype, column in NAMED_IN:
		for name in frappe.get_all(doctype, filters={column: ("like", f"%{loser}%")}, pluck="name"):
			text = frappe.db.get_value(doctype, name, column)
			frappe.db.set_value(doctype, name, column, text.replace(loser, winner), update_modified=False)


def _say_titles(doctype: str, winner: str, loser_title: str, winner_title: str) -> None:
	"""Frappe's comment names the hashes, which tell nobody anything."""
	comment = frappe.db.get_value(
		"Comment",
		{"reference_doctype": doctype, "reference_name": winner, "comment_type": "Edit"},
		"name",
		order_by="creation desc",
	)
	titles = [frappe.bold(frappe.utils.escape_html(title)) for title in (loser_title, winner_title)]
	if comment:
		frappe.db.set_value("Comment", comment, "content", _("merged {0} into {1}").format(*titles))
