"""Finding customers by what people type: code, name, part of a phone number, tax code, e-mail.

keys    from the fields of a customer to its text for search, and to the words of that text
typed   from what somebody typed to what to look for
words   the table of words: kept in step with the customers, in the transaction of each change
query   the search itself
api     endpoints: the search box and link fields
"""
