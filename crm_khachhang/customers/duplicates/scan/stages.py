"""How far a scan is, in the words that it stores; they are translated for whoever looks."""


def _(text: str) -> str:
	"""Marks a message for the tools that collect translations."""
	return text


EXACT = _("Comparing exact values")
NAMES = _("Comparing names")
SAVING = _("Saving the result")
