"""What reports count of care: the appointments and customers that the session's user sees, and no others.

| module | what |
|---|---|
| periods.py | spans of days and their parts, without database |
| counting.py | appointments counted by person, day and kind |
| neglected.py | customers that nobody cared for lately |
| arguments.py | filters of reports, read and refused in words |
"""
