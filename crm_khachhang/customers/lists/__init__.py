"""What the lists of customers need of the server: operators of filters, saved filters, the kanban board."""
