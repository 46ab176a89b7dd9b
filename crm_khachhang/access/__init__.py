"""Who may use the app, and who sees which customers and what hangs on them.

roles, teams  the roles; the tree of teams: whom a leader leads
customers     the rule itself; user_permissions  what Frappe's User Permissions take from it
contacts, related, files, protected  what follows it
records       from a rule to a condition of a list, a check of a record, a subquery
arguments, filters  what a request brings has the shape that it must have
links         new links to what one does not see are refused
not_found     what is hidden answers as what does not exist
api           endpoints of Frappe that look at no rights, with the question put first
checks, boot  rights for other packages to ask; what the desk gets at login
"""
