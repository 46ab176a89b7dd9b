"""What an installation adds to a site, and how an uninstallation takes it away again."""
