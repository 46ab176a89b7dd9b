"""Care plans: so many days after something about a customer, an appointment.

| module | what |
|---|---|
| touches.py | a touch, its days and what its appointment is made for; without database |
| rules.py | the rules of one plan |
| members.py | whose plan it is: by choice, by the customer's own field, its tier, its group |
| anchors.py | from which day a touch counts for each customer |
| carrying_out.py | makes what is missing, cancels what is no longer planned, of any set of customers |
| choosing.py | putting customers into a plan and taking them out |
| bulk.py | the same as bulk actions of the list, and one appointment with many customers |
| jobs.py | all customers, at night and after a plan changed |
| joining.py | what other packages and documents tell: a tier changed, a code changed |

Which plan a customer follows is not copied: it is asked when appointments are made. What has been made says so in
`made_for`; a cancelled one that says so was cancelled by a person, and is not made again.
"""
