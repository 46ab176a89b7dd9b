"""Papers about debts, for customers and accountants: on paper, as PDF and as Excel.

| module       | what                                                                             |
|--------------|----------------------------------------------------------------------------------|
| company.py   | whose papers they are: head, signatures, the account to pay into                 |
| qr.py        | the QR code that fills in a transfer                                             |
| printing.py  | what print formats show: statement, confirmation letter, receipt                 |
| sheet.py     | a page of Excel laid out like an accountant's                                    |
| workbooks.py | the three of them: statement, summary, aging                                     |
| api.py       | endpoints                                                                        |
"""
