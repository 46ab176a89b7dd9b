"""Why a file is not read. The sentences that people see are in `crm_khachhang.importing.messages`."""

EMPTY_FILE = "empty_file"
NO_ROWS = "no_rows"
TOO_LARGE = "too_large"
TOO_MANY_ROWS = "too_many_rows"
TOO_WIDE = "too_wide"
PROTECTED = "protected"
DAMAGED = "damaged"
INFLATES = "inflates"
WEB_PAGE = "web_page"
XML_SPREADSHEET = "xml_spreadsheet"
OTHER_KIND = "other_kind"
CHARACTERS = "characters"
OPEN_QUOTE = "open_quote"
NO_SUCH_SHEET = "no_such_sheet"

MESSAGES = {
	EMPTY_FILE: "The file has no content.",
	NO_ROWS: "No sheet of the file has a filled cell.",
	TOO_LARGE: "The file is too large.",
	TOO_MANY_ROWS: "The sheet has too many rows.",
	TOO_WIDE: "The filled cells span too large an area.",
	PROTECTED: "The file is encrypted.",
	DAMAGED: "The file is damaged.",
	INFLATES: "The compressed file inflates to an unreasonable size.",
	WEB_PAGE: "The file is a web page, whatever its name says.",
	XML_SPREADSHEET: "The file is an XML spreadsheet of 2003.",
	OTHER_KIND: "The file is of a kind that is not read.",
	CHARACTERS: "The text is neither UTF-8 nor another encoding throughout.",
	OPEN_QUOTE: "A quotation mark is opened and never closed.",
	NO_SUCH_SHEET: "The workbook has no such sheet.",
}


class UnreadableFile(ValueError):
	"""The file, or the sheet asked for, cannot be read.

	`reason` is a constant of this module; `value` says more: the limit that was passed (TOO_LARGE: in MB),
	the number of a row or line (OPEN_QUOTE, CHARACTERS), the name of a sheet (NO_SUCH_SHEET), else None.
	"""

	def __init__(self, reason: str, value: int | str | None = None):
		super().__init__(reason, value)
		self.reason = reason
		self.value = value

	def __str__(self) -> str:
		return MESSAGES[self.reason]
