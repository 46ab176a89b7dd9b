"""What customers owe.

| question                                              | module                    |
|-------------------------------------------------------|---------------------------|
| What are the lines beneath everything?                | `ledger`                  |
| What is open, what is credit, what is a status?       | `balances`                |
| When must a debt be paid?                             | `due`                     |
| What may a voucher say?                               | `rules`, `payments`       |
| What did customers owe before? (by the hundred)       | `opening`                 |
| Which debts does a payment pay?                       | `allocation`              |
| Does a customer owe too much for another order?       | `credit`                  |
| Is everything still the sum of the ledger?            | `checking`, `command`     |
| Which debts became overdue last night?                | `overdue`                 |
| What becomes of debts when a customer goes or merges? | `joining`                 |
| What do reports tell of debts?                        | `reports`                 |
| What is printed, and what goes to Excel?              | `papers`                  |

Arrows go down this list's first column: vouchers (DocTypes) -> rules, payments -> ledger -> balances.
"""
