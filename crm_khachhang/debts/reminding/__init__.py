"""Reminders of debts: before the due date, on it, and after it, in steps that KH Settings say.

`steps` says which step of which debt is due, `sending` writes it down and carries it out, `words` writes the e-mail.
A step of a debt is written down (KH Debt Reminder, unique) in the transaction of its e-mail: never twice, by whoever.
"""
