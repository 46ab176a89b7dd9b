"""Customers as files: Excel, CSV and vCard; what an import reads again.

| module | what |
|---|---|
| columns.py | which fields the user may take along, under which labels |
| reading.py | which customers, in which order; their rows, chunk by chunk |
| cells.py | from a stored value to the cell that people read |
| workbook.py, delimited.py, cards.py | the files: xlsx, CSV, vCard |
| one_customer.py | the sheets of a single customer |
| kinds.py | the registry of files that a list can become |
| runs.py, watching.py | a KH Export: start, work, finish; go on after a crash, tidy up |
| files.py | where the files lie and who reads them |
| api.py | endpoints |
"""
