"""Who may use the app and, with the teams of a later release, who sees which customer."""
