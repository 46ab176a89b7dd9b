"""Which column of a file means which field of a customer, and what its cells mean there."""
