"""Inviting people to an appointment: by e-mail, with a file that puts it into their calendar.

guests.py   who may be invited
invited.py  who was, and what they were told; who does not know yet that an appointment was moved or cancelled
sending.py  the e-mails: invitations, new times, cancellations; nobody is told anything unless a user says so
"""
