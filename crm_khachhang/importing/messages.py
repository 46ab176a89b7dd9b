"""The words of a refused file or row: one table from the reason to the sentence that a person reads.

Every sentence says what is wrong and what to do. Here they are only marked with `_` for the tools that collect
translations; who shows them translates first and then puts `value` of the error in with `.format`.
"""

from crm_khachhang.importing.reading import errors, rows


def _(text: str) -> str:
	return text


FILE = {
	errors.EMPTY_FILE: _("The file is empty. Upload a file with customers in it."),
	errors.NO_ROWS: _("The file has no rows. Upload a file with a header and a row for each customer."),
	errors.TOO_LARGE: _("The file is larger than {0} MB. Divide it into several files."),
	errors.TOO_MANY_ROWS: _("The sheet has more than {0} rows. Divide it into several files."),
	errors.TOO_WIDE: _(
		"Filled cells lie far outside the table. Copy the table into a new workbook, save it and upload that."
	),
	errors.PROTECTED: _(
		"The file is protected by a password. Remove the password in Excel, save it and upload it again."
	),
	errors.DAMAGED: _("The file is damaged. Open it in Excel, save it as a new .xlsx file and upload that."),
	errors.INFLATES: _(
		"The file holds far more data than its size tells. Copy the table into a new workbook, save it and upload that."
	),
	errors.WEB_PAGE: _(
		"This is a web page and no Excel file, although its name looks like one. "
		"Open it in Excel, save it as .xlsx and upload that."
	),
	errors.XML_SPREADSHEET: _(
		"This is an XML spreadsheet of Excel 2003. Open it in Excel, save it as .xlsx and upload that."
	),
	errors.OTHER_KIND: _("Files of this kind cannot be imported. Upload .xlsx, .xls, .ods, .csv or .vcf."),
	errors.CHARACTERS: _(
		"Line {0} has characters that cannot be read. Save the file as CSV UTF-8 and upload it again."
	),
	errors.OPEN_QUOTE: _(
		"A quotation mark in row {0} is never closed. Remove it or close it, and upload the file again."
	),
	errors.NO_SUCH_SHEET: _("The file has no sheet {0}. Choose one of its sheets."),
}
ROW = {
	rows.BAD_CARD: _("This card is damaged or has no name. Correct it and import it again."),
	rows.MORE_CELLS: _(
		"The row has more cells than the header. Put values that contain the delimiter into quotation marks."
	),
}
# Head of the last column of the refused rows; what stands behind it had no column in the file.
REASON = _("Reason Refused")
# What a line in the notes of a card begins with.
CARD_WORDS = (
	_("Phone"),
	_("Fax"),
	_("Email"),
	_("Address"),
	_("Organization"),
	_("Job Title"),
	_("Role"),
	_("Birthday"),
	_("Anniversary"),
	_("Nickname"),
	_("Website"),
	_("Groups"),
	_("Message"),
)


def of_file(error: errors.UnreadableFile) -> str:
	"""Return the sentence, not yet translated, for a file that cannot be read; {0} stands for `error.value`."""
	return FILE.get(error.reason, FILE[errors.DAMAGED])


def of_row(problem: str) -> str:
	"""Return the sentence, not yet translated, for the `problem` of a row."""
	return ROW[problem]
