"""The words of a refusal: one table from a rule's reason to the sentence that a person reads.

Every sentence says what is wrong and what to do; `fields.refuse` translates it and puts the field's
label in front. Here the sentences are only marked with `_` for the tools that collect translations.
"""

from crm_khachhang.vietnam import personal_number, phone, tax_code


def _(text: str) -> str:
	return text


PHONE = {
	phone.WRONG_TYPE: _("Write the phone number as text."),
	phone.LETTERS: _("A phone number has no letters. Keep the digits; put other words into the notes."),
	phone.NO_DIGITS: _("There are no digits in it. Write the phone number, for example 0912 345 678."),
	phone.SEVERAL_NUMBERS: _(
		"There are several numbers in it. Keep one and write the next into Other Phone."
	),
	phone.COUNTRY_CODE: _("This country code does not exist. A Vietnamese number starts with 0 or +84."),
	phone.TOO_SHORT: _("Digits are missing. Check the number, for example 0912 345 678."),
	phone.TOO_LONG: _("There are too many digits. Check the number, for example 0912 345 678."),
	phone.UNASSIGNED: _("No operator uses such numbers. Check the first digits of the number."),
}
PHONE_UNKNOWN = _("This is not a phone number. Check it, for example 0912 345 678.")

TAX_CODE = {
	tax_code.WRONG_TYPE: _("Write the tax code as text."),
	tax_code.CHARACTERS: _(
		"A tax code has digits only, and a hyphen before the number of a branch. Check it."
	),
	tax_code.LENGTH: _("A tax code has 10 or 13 digits, or the 12 digits of a citizen ID. Check it."),
	tax_code.LOST_ZEROS: _("Leading zeros were lost. Write the whole tax code as text."),
	tax_code.COMPONENT: _("The serial number or the branch number is zero. Check the tax code."),
	tax_code.CHECK_DIGIT: _(
		"The check digit does not match. Compare every digit with the registration certificate."
	),
	tax_code.PERSONAL_NUMBER: _("The 12 digits are not a citizen ID. Compare every digit with the card."),
}
PERSONAL_NUMBER = {
	personal_number.BIRTHPLACE: _("The first three digits of a citizen ID name a province. Check them."),
	personal_number.BIRTH_YEAR: _(
		"This citizen ID has a birth year in the future. Compare every digit with the card."
	),
}
TAX_CODE_UNKNOWN = _("This is not a tax code. Check it.")

EMAIL = _("This is not one email address. Write it as name@example.com.")
NAME_WITH_MARKUP = _("A name cannot contain angle brackets. Remove these signs.")
NAME_EMPTY = _("This field cannot be empty. Write a name.")
NAME_TOO_LONG = _("The name is too long. Write at most 100 characters.")
NAME_TAKEN = _("This name is already in the list. Choose another name.")
NOT_TEXT = _("This value is neither text nor a number. Write it as text.")
NOT_A_DATE = _("This is not a date. Write year-month-day, for example 1990-12-31.")
NOT_A_TIME = _("This is not a time. Write year-month-day hour:minute, for example 2026-12-31 09:00.")
TOO_LARGE = _("The number is too large. Check it.")
TEXT_TOO_LONG = _("The text is too long. Write at most 20,000 characters, or attach it as a file.")
DATE_IN_FUTURE = _("The date lies in the future. Check the day, month and year.")
DATE_TOO_EARLY = _("The date lies before the year 1900. Check the day, month and year.")
ACCOUNT_MANAGER = _(
	"Only enabled users of the desk whose role may change customers can own them. Choose another person."
)
CODE_AND_NAME = _("The code differs from the ID of the document. Leave one of the two empty.")
ASSIGNED_TO = _("Only enabled users of the desk can have appointments. Choose another person.")
NO_SUCH_CUSTOMER = _("There is no such customer. Choose a customer from the list.")
CONTACT_OF_OTHERS = _("This contact does not belong to the customer. Choose one of its contacts.")
NOT_OVER = _("An appointment ends as Done, Missed or Cancelled. Choose one of these.")
FOLLOWS_OTHERS = _("This appointment belongs to another customer. Choose one of the same customer.")
DAYS_AFTER = _("Write 0 to 3650 days; only birthdays can have days before them, -1 to -180.")
HOUR = _("Write an hour of the day, from 0 to 23.")
ENDS_BEFORE_START = _("The end lies before the start. Correct one of the two.")
NOT_AN_HOUR = _("This is not an hour of the day. Write hour:minute, for example 08:00.")
CLOSES_BEFORE_OPENING = _("Work ends before it begins. Correct one of the two hours.")
NO_WORKING_DAY = _("Nobody would ever work. Tick at least one day of the week.")
OUT_OF_BOUNDS = {
	"care_days_ahead": _("Write a number from 1 to 730."),
	"birthday_days_ahead": _("Write a number from 0 to 60."),
	"default_remind_before": _("A reminder comes at most 30 days ahead: write at most 43200 minutes."),
	"care_digest_hour": _("Write an hour from 0 to 23."),
}
YEAR_OF_HOLIDAY = _("Write a year from 1900 to 2099, or leave it empty for every year.")
YEAR_OF_MADE_UP_DAY = _("A day on which people make up for another one is of one year. Write the year.")
NO_SUCH_MONTH = _("Write a month from 1 to 12.")
NO_SUCH_DAY = _("The month does not have this day. Correct the day or the month.")
DAYS_OF_HOLIDAY = _("Write a number of days from 1 to 31.")
WEBSITE = _("This is not an address of the web. Write it as https://example.com.")
FACEBOOK = _("Write the address of the page (https://www.facebook.com/…) or only its name.")
IMAGE = _("The image is neither a file of this site nor an address with https://. Upload it again.")
FILE = _("There is no such file, or it is not yours to read. Upload it again.")
GROUP_LOOP = _("The parent is this group itself or lies below it. Choose another parent.")
TEAM_LOOP = _("The parent is this team itself or lies below it. Choose another parent.")
TEAM_PERSON = _("Only enabled users of the desk can be in a team. Choose another person.")
PERIOD_WITHOUT_CRITERIA = _("A period alone is no criterion. Fill in revenue or orders, or empty the period.")
REFERRER_ITSELF = _("A customer cannot refer itself. Choose another referrer.")
REFERRER_CIRCLE = _("This referrer was referred by this customer, directly or by others. Choose another one.")
REFERRER_DISABLED = _("This partner is disabled. Choose another one or enable the partner first.")
WARD_OUTSIDE_PROVINCE = _("The ward lies in another province. Choose the ward again or correct the province.")


def of_phone(error: phone.InvalidPhone) -> str:
	"""Return the sentence, not yet translated, for a refused phone number."""
	return PHONE.get(error.reason, PHONE_UNKNOWN)


def of_tax_code(error: tax_code.InvalidTaxCode) -> str:
	"""Return the sentence, not yet translated; for 12 digits it is the reason within the personal number."""
	return PERSONAL_NUMBER.get(error.part) or TAX_CODE.get(error.reason, TAX_CODE_UNKNOWN)
