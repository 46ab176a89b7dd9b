"""The words of refusals of recurrences; `fields.refuse` translates them and puts the field's label in front."""


def _(text: str) -> str:
	return text


KIND = _("There is no such recurrence. Choose one from the list.")
START = _("A recurrence starts between 1901 and 2088. Check the year of the first appointment.")
EVERY = _("Write a whole number from 1 to 100, for example 2 for every second time.")
COUNT = _("Write a whole number up to 4000, or leave it empty and choose a last day.")
NO_END = _(
	"A recurrence needs an end, at most ten years ahead. Choose a last day or write how many appointments."
)
UNTIL_BEFORE_START = _("This day lies before the first appointment. Choose a later one.")
TOO_FAR = _("The recurrence would go on for more than ten years. Choose an earlier end.")
RULE_OF_ONE = _(
	"The recurrence of a single appointment cannot change. Choose this and following appointments, or all."
)
NOT_YOURS = _(
	"This customer is not yours to see, so only your own appointment can change. Choose this appointment."
)
