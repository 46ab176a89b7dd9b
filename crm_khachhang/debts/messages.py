"""The words of refusals about debts; `fields.refuse` translates them and puts the field's label in front."""

from crm_khachhang.customers.messages import DATE_TOO_EARLY, NOT_A_DATE

__all__ = ["DATE_TOO_EARLY", "NOT_A_DATE"]


def _(text: str) -> str:
	return text


OTHER_CURRENCY = _("Debts are kept in the currency of the company only. Convert the amount first.")
NOT_AN_AMOUNT = _("This is not an amount. Write digits only, for example 1500000.")
NOT_ABOVE_ZERO = _("The amount must be above zero. To lower a debt, record a payment or a write-off.")
TOO_LARGE_AMOUNT = _("The amount is too large: a debt stays below 1,000 billion. Check the zeros.")
POSTED_IN_FUTURE = _("The date lies in the future. Post it on the day on which it happens.")
PERIOD_CLOSED = _("The books are closed until that day (KH Settings, Closed Until). Choose a later date.")
DUE_BEFORE_POSTING = _("It cannot be due before it is posted. Choose the posting date or a later one.")

NO_SUCH_DEBT = _("There is no such open debt of this customer. Choose one from the list.")
DEBT_TWICE = _("This debt is in the list already. Put both amounts into one row.")
DEBT_NOT_SUBMITTED = _("This debt is not submitted, or it is cancelled. Choose another one.")
DEBT_PAID = _("Nothing is open of this debt any more. Remove the row.")
MORE_THAN_OPEN = _("Only {0} is open of this debt. Lower the amount of the row.")
PAID_BEFORE_OWED = _("This debt was posted later than the payment. Choose a later posting date.")
ROWS_STAY = _("What a payment pays is changed in the payment only. Open {0}.")
MORE_THAN_PAID = _("The rows say {0}, the payment is {1}. Lower the amounts of the rows.")
ROWS_MUST_SUM_UP = _("The rows say {0}, the amount is {1}. Both must be the same.")
NOTHING_TO_PAY = _("This customer has no open debt on that day. Check the customer and the posting date.")
MORE_THAN_CREDIT = _("The credit of this customer is only {0} on that day. Lower the amount.")
REASON_MISSING = _("Write why it is written off.")
MAY_NOT_WRITE_OFF = _("Only {0} may write debts off. Ask one of them.")
MORE_THAN_OWED = _("Only {0} is open of the debts of this customer. Lower the amount.")

OPENING_CREDIT = _(
	"Below zero the customer has money to its credit. Leave the cell empty, and record the credit by hand "
	"as a payment of the customer."
)

OTHER_CUSTOMER_NOW = _("This voucher was posted for another customer. Reload the page and try again.")
HAS_PAYMENTS = _("Something of this debt is paid: {0}. Cancel these payments first.")
CREDIT_USED = _("The credit of this payment is used: {0}. Cancel these first.")
IN_THE_LEDGER = _("This voucher stands in the ledger and stays there. Cancel it instead of deleting it.")
LEDGER_STAYS = _("The ledger is never changed and nothing is deleted from it. Cancel the voucher instead.")
AGING_DAYS = _("Write up to 8 rising numbers of days with commas, for example 30, 60, 90, 120.")

STEP_TOO_FAR = _("A step lies at most 365 days before or after the due date. Check the number.")
STEP_TWICE = _("There is a step for this day already. Keep one of them.")
STEP_OF_NOTHING = _("This step does nothing. Tick the email, the call, or remove the row.")

NO_BANK = _("Choose a bank from the list, or type its BIN: six digits, for example 970436.")
NO_ACCOUNT = _("Write the number of the account: up to 19 letters and digits, without signs.")
