"""One action over many customers.

| module | what |
|---|---|
| actions.py | the registry: what can be done, with which right |
| fields_set.py, tags.py, mails.py | what the actions do with one customer (owners have a package of their own) |
| run.py | start, work through the rows |
| watching.py | cancel, go on after a crash |
| results.py | the rows: pending, done, why not; the workbook |
| words.py | the reason of a failure as a person reads it |
| api.py | endpoints |
"""
