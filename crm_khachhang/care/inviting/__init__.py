"""Inviting people to an appointment: by e-mail, with a file that puts it into their calendar."""
