"""Addresses that a click follows: what may be one, and those of a customer. No Frappe import: only rules."""

import re
from urllib.parse import quote, urlsplit

# Whatever names another scheme (javascript:, data:, file:) is no address for a click.
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_HOST_AND_PORT = re.compile(r"[\w.\-]+\.\w{2,}:\d+(/|$)")
_HOST = re.compile(r"[\w\-]+(\.[\w\-]+)+(:\d+)?", re.UNICODE)
_PAGE = re.compile(r"[A-Za-z0-9.\-_]+")
_OUR_FILES = ("/files/", "/private/files/")
_FORBIDDEN = re.compile(r"[\s\x00-\x1f<>\"'`\\]")


class InvalidLink(ValueError):
	"""A text that is no address of the web."""


def web_address(text: str) -> str:
	"""Return the address with its scheme; "shop.vn" becomes "https://shop.vn". Raises InvalidLink."""
	if not text:
		return ""
	if _SCHEME.match(text) is None or _HOST_AND_PORT.match(text):
		text = "https://" + text.lstrip("/")
	if _FORBIDDEN.search(text):
		raise InvalidLink(text)
	try:
		parts = urlsplit(text)
	except ValueError as error:
		raise InvalidLink(text) from error
	if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(parts.netloc.split("@")[-1]):
		raise InvalidLink(text)
	return text


def page(text: str) -> str:
	"""Return a page of Facebook as people write it: an address with its scheme, or a name as it is."""
	looks_like_address = _SCHEME.match(text) or "/" in text or text.lower().startswith(("www.", "facebook."))
	return web_address(text) if looks_like_address else text


def picture(text: str) -> str:
	"""Return the address of a picture: one of our files, or one on the web with its scheme."""
	if not text or (text.startswith(_OUR_FILES) and ".." not in text):
		return text
	if not text.lower().startswith(("http://", "https://")):
		raise InvalidLink(text)
	return web_address(text)


def of_page(text: str | None) -> str:
	"""Return where a click on the page of Facebook leads; "" when it is only words."""
	if not text:
		return ""
	if _PAGE.fullmatch(text):
		return f"https://www.facebook.com/{text}"
	return _or_nothing(text) if _SCHEME.match(text) else ""


def of_website(text: str | None) -> str:
	"""Return where a click on the website leads; "" for what is not safe, as old data may hold."""
	return _or_nothing(text or "")


def of_phone(e164: str | None) -> str:
	"""Return the link that dials the number, given in E.164."""
	return f"tel:{e164}" if e164 else ""


def of_zalo(text: str | None, e164: str | None) -> str:
	"""Return the link to a chat on Zalo: an address as typed, or the number as Zalo writes it (0…).

	Nobody chats with a landline: +84 2….
	"""
	if text and _SCHEME.match(text):
		return _or_nothing(text)
	if not e164 or e164.startswith("+842"):
		return ""
	return f"https://zalo.me/{'0' + e164[3:] if e164.startswith('+84') else e164.lstrip('+')}"


def of_email(text: str | None) -> str:
	"""Return the link that writes to the address."""
	return f"mailto:{quote(text, safe='@+')}" if text else ""


def _or_nothing(text: str) -> str:
	try:
		return web_address(text)
	except InvalidLink:
		return ""
