"""Computes the tiers of all customers, at night and on demand: one computation at a time on a site."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe
from frappe.query_builder import CustomFunction
from frappe.utils import now_datetime

from crm_khachhang.customers.tiers.computing import CUSTOMER, Customers, compute

JOB = "crm_khachhang.customers.tiers.jobs.compute_for"
JOB_ID = "kh_tiers"
EVENT = "kh_tiers"
TIMEOUT = 30 * 60
BATCH = 20_000
ATTEMPTS = 3

_GetLock = CustomFunction("GET_LOCK", ["name", "seconds"])
_ReleaseLock = CustomFunction("RELEASE_LOCK", ["name"])
_IsUsedLock = CustomFunction("IS_USED_LOCK", ["name"])


def enqueue(user: str) -> None:
	"""Start the computation in the background unless it waits already; `user` is told of its progress.

	At once: the request that asks for it writes nothing, and Frappe commits only what was written.
	"""
	frappe.enqueue(
		JOB,
		queue="long",
		timeout=TIMEOUT,
		job_id=JOB_ID,
		deduplicate=True,
		user=user,
	)


def compute_for(user: str) -> None:
	"""Compute all tiers and tell `user` how far it is: done, total, changed, and finished at the end."""

	def tell(**facts) -> None:
		frappe.publish_realtime(EVENT, facts, user=user)

	tell(**(compute_all(tell) or {"finished": 1, "already_running": 1}))


def nightly() -> None:
	"""Compute all tiers; nobody waits for it."""
	compute_all()


def compute_all(tell: Callable = lambda **facts: None) -> dict | None:
	"""Compute the tiers of all customers, batch by batch; return finished, total, changed.

	None when another process is at it. Each batch is a transaction: who kills the process loses the batch it
	was at and nothing else, and the next computation does the rest.
	"""
	with _alone() as alone:
		if not alone:
			return None
		total, done, changed = frappe.db.count(CUSTOMER), 0, 0
		for batch in batches():
			changed += _compute_and_commit(batch)
			done = min(done + BATCH, total)
			tell(done=done, total=total, changed=changed)
		_remember(total, changed)
		return {"finished": 1, "done": total, "total": total, "changed": changed}


def is_running() -> bool:
	"""Return whether some process computes tiers now, on this site."""
	return frappe.qb.select(_IsUsedLock(_lock_name())).run()[0][0] is not None


def batches(size: int = BATCH) -> Iterator[Customers]:
	"""Yield all customers in ranges of at most `size`, in the order of their names."""
	customer, after = frappe.qb.DocType(CUSTOMER), ""
	while True:
		query = frappe.qb.from_(customer).select(customer.name).where(customer.name > after)
		last = query.orderby(customer.name).limit(1).offset(size - 1).run(pluck=True)
		yield Customers(after, last[0] if last else None)
		if not last:
			return
		after = last[0]


def _compute_and_commit(batch: Customers) -> int:
	"""People save customers meanwhile: the database may end a batch in favour of one of them."""
	for attempt in range(1, ATTEMPTS + 1):
		try:
			changed = compute(batch)
			# The checkpoint of a long job: releases the locks of the batch, and a killed job keeps its work.
			frappe.db.commit()
			return changed
		except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
			frappe.db.rollback()
			if attempt == ATTEMPTS:
				raise
	return 0


def _remember(total: int, changed: int) -> None:
	for fieldname, value in {
		"tiers_computed_on": now_datetime(),
		"tiers_computed": total,
		"tiers_changed": changed,
	}.items():
		frappe.db.set_single_value("KH Settings", fieldname, value, update_modified=False)
	frappe.db.commit()  # The end of the job in `compute_all`, beside the checkpoints of its batches.


@contextmanager
def _alone() -> Iterator[bool]:
	"""A lock of the database's session: it goes with the process, however that ends."""
	name = _lock_name()
	alone = frappe.qb.select(_GetLock(name, 0)).run()[0][0] == 1
	try:
		yield alone
	finally:
		if alone:
			frappe.qb.select(_ReleaseLock(name)).run()


def _lock_name() -> str:
	"""Locks belong to the whole database server, which holds other sites as well."""
	return f"{frappe.conf.db_name}:kh_tiers"
