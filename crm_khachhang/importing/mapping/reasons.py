"""Why a cell is refused: sentences not yet translated, each with its remedy."""

from crm_khachhang.importing.mapping import dates


def _(text: str) -> str:
	return text


DATES = {
	dates.NO_DATE: _("This is not a date. Write day/month/year, for example 31/12/1990."),
	dates.TWO_DIGIT_YEAR: _("Write the year with four digits, for example 31/12/1990."),
	dates.IMPOSSIBLE: _(
		"There is no such day. Check the day, month and year, and which of them comes first."
	),
}
NOT_A_CLOCK = _("This is not a time of day. Write hour:minute, for example 08:30.")
NOT_A_NUMBER = _("This is not a number. Write digits only, for example 1500000.")
NOT_WHOLE = _("Write a whole number, without decimals.")
NOT_YES_OR_NO = _("Write Yes or No.")
NOT_IN_LIST = _("This is not in the list. Choose one of: {0}.")
NO_SUCH = _("There is none of this name. Correct it, map it to another one, or let the import create it.")
NO_SUCH_FIXED = _("There is none of this name. Correct it or map it to another one.")
SEVERAL = _("Several have this name. Write the ID in brackets behind it: {0}.")
DATE_IN_TEXT = _("The spreadsheet made a date of it. Format the cell as text and write it again.")
REFERRER_KIND = _("Say whether the referrer is a customer or a partner, in a column or as the default.")
ERROR_CELL = _("The spreadsheet shows an error here. Correct the formula or write the value.")
GONE = _("The chosen value no longer exists. Choose another one.")
