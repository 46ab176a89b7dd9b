"""The QR code that fills in a transfer to the company, as a picture inside a page or a sheet."""

import io
from decimal import Decimal

import segno
from frappe import _

from crm_khachhang.debts.money import currency
from crm_khachhang.debts.papers.company import Account
from crm_khachhang.vietnam import vietqr

DONG = "VND"

# Pixels of a dot: sharp at 300 dpi when the code is four centimetres wide. Pictures, not drawings: wkhtmltopdf
# draws the lines of an SVG between pixels.
LOOK = {"scale": 8, "border": 2}


def to_pay(account: Account | None, amount: Decimal, what: str) -> str:
	"""Return what the code for paying a debt says; "" without an account or a debt, and in other money than đồng."""
	return payload(account, amount, _("Pay debt {0}").format(what)) if currency() == DONG else ""


def payload(account: Account | None, amount: Decimal, note: str) -> str:
	"""Return what a code says; "" where there is nothing to pay, or nowhere."""
	if not account or amount <= 0:
		return ""
	try:
		return vietqr.payload(vietqr.Transfer(account.bin, account.number, amount, note))
	except vietqr.NotVietQR:  # more than a transfer can say, by thirteen digits
		return ""


def picture(text: str) -> str:
	"""Return the code as a data URI of PNG; "" for nothing."""
	return _code(text).png_data_uri(**LOOK) if text else ""


def png(text: str) -> bytes:
	"""Return the code as the bytes of a PNG."""
	written = io.BytesIO()
	_code(text).save(written, kind="png", **LOOK)
	return written.getvalue()


def _code(text: str) -> segno.QRCode:
	return segno.make(text, error="m")
