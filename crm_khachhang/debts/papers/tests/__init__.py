"""Papers of the tests: QR codes read back dot by dot."""

import io

import segno
from PIL import Image

from crm_khachhang.debts.papers import qr


def dots_of(png: bytes) -> list[list[bool]]:
	"""Return the dots of a drawn code, row by row: True for dark ones."""
	picture = Image.open(io.BytesIO(png)).convert("L")
	scale, border = qr.LOOK["scale"], qr.LOOK["border"]
	middles = [int((border + at + 0.5) * scale) for at in range(picture.width // scale - 2 * border)]
	return [[picture.getpixel((x, y)) < 128 for x in middles] for y in middles]


def dots_for(text: str) -> list[list[bool]]:
	"""Return the dots of the code that says the text."""
	return [[bool(dot) for dot in row] for row in segno.make(text, error="m").matrix]
