"""Vietnamese rules in plain Python: no Frappe, no database, no network.

| question                                            | module            |
|-----------------------------------------------------|-------------------|
| Is this a phone number, and which one (E.164)?      | `phone`           |
| Is this a tax code, and how is it written?          | `tax_code`        |
| What does a 12-digit personal number (CCCD) say?    | `personal_number` |
| Which key do two spellings of a name share?         | `folding`         |
| Which provinces and wards exist, which one is meant?| `units`           |
| Which day is it by the lunar calendar?              | `lunar`           |
| When do people work, and which days are holidays?   | `working_time`    |
| How is a spreadsheet cell read as text?             | `cells`           |

Every error class carries a `reason` (a constant of its module) and the `value` as it was given; its message
is a short English sentence for programmers. The sentences that people read, in their language, are those of
`crm_khachhang.customers.messages`, which finds them by the `reason`. A blank value is never an error: it gives "".
"""
