"""Why a row is refused or skipped as a whole: sentences not yet translated."""


def _(text: str) -> str:
	return text


NOT_FOUND = _("No customer was found for this row. Check the code, phone, tax code or e-mail, or create it.")
NO_DATA = _("A total, a note or a signature at the end of the file, no customer.")
THERE_ALREADY = _("The customer is there already, and only new ones were asked for.")
NO_CHANGE = _("Nothing changes: the customer has these values already.")
MAY_NOT_CREATE = _("Your role may not create customers. Ask a KH Manager.")
MAY_NOT_WRITE = _("You may not change this customer. Ask a KH Manager.")
OTHER_CODE = _("This row matches customer {0}, which has another code. Correct the code or leave it empty.")
CUSTOMER_OF_ROW = _("It is the customer of row {0} of this file.")
CREATES = _("Creates in the list of {0}: {1}")
OPENING_THERE = _("The customer has this opening debt already ({0}); it is not recorded again.")
OPENING_OTHER = _(
	"The customer has an opening debt of {0} already ({1}). Leave the cell empty; or, if that debt is wrong, cancel it "
	"and import the row again."
)
SAME_IN_FILE = _("{0} is the same as in row {1} of this file.")
DUPLICATE = _("Correct the value, or let the import update that customer.")
DUPLICATE_SKIPPED = _("It may be there already: {0}")
CHANGED_MEANWHILE = _("Somebody else has changed this customer meanwhile. Import the row again.")
SAVED_BY_ANOTHER = _("Somebody is saving the same customer at this moment. Import the row again.")
UNEXPECTED = _("An unexpected error; the administrator finds it in the error log.")
