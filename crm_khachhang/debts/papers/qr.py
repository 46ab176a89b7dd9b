"""The QR code that fills in a transfer to the company, as a picture inside a page."""

from decimal import Decimal

import segno

from crm_khachhang.debts.papers.company import Account
from crm_khachhang.vietnam import vietqr

# Pixels of a dot: sharp at 300 dpi when the code is four centimetres wide. Pictures, not drawings: wkhtmltopdf
# draws the lines of an SVG between pixels.
SCALE = 8


def picture(account: Account | None, amount: Decimal, note: str) -> str:
	"""Return the code as a data URI of PNG; "" without an account, without an amount, and for one that no code can say."""
	text = payload(account, amount, note)
	return segno.make(text, error="m").png_data_uri(scale=SCALE, border=2) if text else ""


def payload(account: Account | None, amount: Decimal, note: str) -> str:
	"""Return what the code says; "" where there is nothing to pay, or nowhere."""
	if not account or amount <= 0:
		return ""
	try:
		return vietqr.payload(vietqr.Transfer(account.bin, account.number, amount, note))
	except vietqr.NotVietQR:  # more than a transfer can say, by thirteen digits
		return ""
