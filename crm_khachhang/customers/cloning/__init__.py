"""Cloning a customer ("Nhân bản"): a new one with the same values, and on request what belongs to the old one."""
