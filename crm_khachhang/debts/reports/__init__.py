"""What reports tell of debts: of the customers that the session's user sees, and of no others.

| module        | what                                                               |
|---------------|--------------------------------------------------------------------|
| buckets.py    | the ages of debts as spans of days, on any day; without database   |
| arguments.py  | filters of reports, read and refused in words                      |
| whose.py      | which customers a report is about: rights and filters in one       |
| aging.py      | how old is what is open on a day, of customers and of single debts |
| movements.py  | what one customer's account did; what all customers' accounts did  |
| incoming.py   | what was paid, by person and time; what is to come, by week        |
| words.py      | columns, sums, and the words of vouchers                           |

All are sums of the ledger (what is to come: of the open debts), made by the database.
"""
