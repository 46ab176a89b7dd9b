"""Tiers: which tier a customer has by its sales, and how it came by it.

`criteria` reads the tiers, `computing` finds and writes the changes of a range of customers in three
statements, `jobs` goes through all customers in the background, `changes` records what people choose.

Who is computed: customers with recorded sales whose tier is not kept (`tier_locked`) and not one that is
given by hand only (a tier without criteria). A customer without any sales has nothing to be computed from
and keeps its tier: so a company that records no sales loses nothing.
"""
