"""Customers that are there twice: the rules of KH Settings, the check of a save, the scan over all customers.

rules       what KH Settings say, and what it may say
keys        when two customers are the same to a rule; everything else only finds candidates for it
candidates  the queries that find them, each bounded by an index
check       a save: refuse, warn, or let a manager pass with a reason
locks       two saves of the same value at the same moment
words       a match as people read it, without what they may not see
scan        all customers at once, in the background
"""
