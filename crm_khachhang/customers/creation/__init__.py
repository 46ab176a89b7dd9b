"""A new customer with its people and a first appointment, as the popup gives them."""
