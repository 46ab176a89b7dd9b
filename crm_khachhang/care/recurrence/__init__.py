"""Appointments that repeat.

rule.py    the days of a recurrence; pure
reading.py from the fields of a document to its rule; refusals
series.py  the series behind the appointments: what each is, and the rule of their days
making.py  the appointments of many series, ahead of time; jobs.py does it every night
saving.py  what a save of an appointment means for its series: this one, this and following, all
others.py  the other appointments of the series: changed, cancelled, deleted
"""
