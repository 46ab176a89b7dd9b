"""Files of customers into the database: read, map, plan, write, report, undo.

| room | what |
|---|---|
| reading/ | a file as rows of text and native values; no Frappe |
| mapping/ | which column means which field; what a cell, or a value chosen instead, means in it |
| planning/ | what becomes of each row and why: create, update, skip, refuse |
| writing/ | carries plans out: in batches by SQL, or through the document API |
| options.py | how one import is meant to go |
| run.py, watching.py | check, run, cancel, resume: the life of an import |
| telling.py | how far it is, and that it has ended |
| work.py | one import at work, batch by batch |
| overlap.py | a batch is written while the next is read |
| undo.py | take an import back |
| results.py, workbook.py | the rows: what became of each; the refused ones as a file |
| template.py | the empty workbook to fill in |
| command.py, api.py | the ways in |
"""
