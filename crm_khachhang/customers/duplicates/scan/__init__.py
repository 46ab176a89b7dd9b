"""The search for duplicates over all customers.

life     start, run, cancel, and what a killed worker leaves
exact    groups of equal values, found by the database in sets
similar  pairs of names that are alike, found in memory
groups   from pairs and sets to groups without what people judged to be two
results  what the last scan found, for who may see it
"""
