"""The charts of the workspace: what a user may see of all customers, counted."""
