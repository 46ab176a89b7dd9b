"""Folded text: the key under which different spellings of one name meet.

Used for search and for finding duplicates, never shown to people. Two names with the same key may still be
two customers ("Bán" and "Bạn" share a key): the key proposes, a person or a second field decides.

Legal forms are those of the Law on Enterprises (59/2020/QH14, articles 37 and 188), the Law on Cooperatives
(17/2023/QH15) and household businesses (Decree 168/2025/ND-CP), with the short forms in daily use. What tells
two businesses apart is kept, although it looks like a form:
- "Tập đoàn" and "Tổng công ty": by article 194 of the Law on Enterprises they are no legal form but part of
  the proper name; parent and subsidiary often differ in nothing else.
- "Chi nhánh", "Văn phòng đại diện", "Công ty mẹ": another unit than the company of that name.
- "CP", "MTV" and "Co" alone: "C.P. Việt Nam", "MTV" are brands, and "co" is also "cơ", "cỏ", "cố". They are
  dropped only beside another word of a legal form.
"""

import re
import unicodedata

# Letters that Unicode does not decompose: đ, and its look-alikes eth and d with tail (old keyboards, fonts).
_STROKED_D = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})
_NOT_A_WORD = re.compile(r"[\W_]+")

DROPPED_FORMS = (
	# companies
	"Công ty",
	"Cty",
	"C.ty",
	"Công ty CP",
	"Cty CP",
	"C.ty CP",
	"CT CP",
	"CTCP",
	"CT Cổ phần",
	"Cổ phần",
	"CT TNHH",
	"TNHH",
	"T.N.H.H",
	"Trách nhiệm hữu hạn",
	"TNHH MTV",
	"TNHHMTV",
	"TNHH 1TV",
	"TNHH 1 TV",
	"TNHH Một TV",
	"TNHH 2TV",
	"TNHH 2 TV",
	"TNHH Hai TV",
	"MTV TNHH",
	"Công ty MTV",
	"Cty MTV",
	"Một thành viên",
	"1 thành viên",
	"Hai thành viên",
	"Hai thành viên trở lên",
	"2 thành viên",
	"2 thành viên trở lên",
	"Hợp danh",
	# other forms
	"Doanh nghiệp tư nhân",
	"Doanh nghiệp TN",
	"DN tư nhân",
	"DNTN",
	"Hộ kinh doanh",
	"Hộ KD",
	"HKD",
	"Hợp tác xã",
	"HTX",
	# English
	"Joint Stock Company",
	"Joint Stock Co",
	"JSC",
	"Limited Liability Company",
	"LLC",
	"Company Limited",
	"Company Ltd",
	"Co., Ltd",
	"Co., Limited",
	"Ltd Co",
	"Ltd",
	"Limited",
	"Company",
	"One Member",
	"Single Member",
	"Private Enterprise",
	"Pte Ltd",
	"Pty Ltd",
	"Corporation",
	"Corp",
	"Incorporated",
	"Inc",
)

# (as written, as kept). A phrase kept whole stands here so that the shorter form inside it is not dropped.
REPLACED_FORMS = (
	("Tổng công ty", "Tổng công ty"),
	("Tổng công ty CP", "Tổng công ty"),
	("Tổng Cty", "Tổng công ty"),
	("Tổng Cty CP", "Tổng công ty"),
	("TCT", "Tổng công ty"),
	("TCT CP", "Tổng công ty"),
	("Công ty mẹ", "Công ty mẹ"),
	("Ngân hàng TMCP", "Ngân hàng"),
	("Ngân hàng thương mại cổ phần", "Ngân hàng"),
	("NH TMCP", "Ngân hàng"),
	("NHTMCP", "Ngân hàng"),
)


def fold(text: object) -> str:
	"""Give the search key of `text`: lower case words without accents, one space between them.

	Composed and decomposed input, full-width letters, đ/Đ, tone marks in either place (hoà, hòa) give one
	key. Everything that is neither letter nor digit separates words; invisible format characters vanish. None
	gives "" and so does text without any letter or digit. Folding a key again changes nothing. Raises
	nothing.
	"""
	if text is None:
		return ""
	plain = str(text).casefold().translate(_PLAIN_LETTERS)
	if plain.isascii():
		return _NOT_A_WORD.sub(" ", plain).strip()
	return _folded(text)


def _folded(text: object) -> str:
	"""Any text, letter by letter."""
	decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", str(text)).casefold())
	bare = "".join(character for character in decomposed if not _is_mark(character)).translate(_STROKED_D)
	return _NOT_A_WORD.sub(" ", unicodedata.normalize("NFC", bare)).strip()


def fold_name(text: object, organization: bool) -> str:
	"""Give the duplicate key of a customer's name.

	For an organization the legal form is left out, wherever it stands: "CTCP Sữa Việt Nam", "Công ty Cổ phần
	Sữa Việt Nam" and "Sữa Việt Nam JSC" all give "sua viet nam". A name that is nothing but a legal form
	keeps it, so that the key is empty only if `fold(text)` is. For a person this is `fold`. Applying it to
	a key again changes nothing. Raises nothing.
	"""
	key = fold(text)
	if not organization:
		return key
	return _without_legal_forms(key) or key


def _is_mark(character: str) -> bool:
	"""Combining marks (accents) and invisible format characters (zero-width space, soft hyphen, …)."""
	category = unicodedata.category(character)
	return category[0] == "M" or category == "Cf"


def _plain_letters() -> dict[int, str]:
	"""{composed letter: its letter of ASCII}, those of Vietnamese among them."""
	folded = {letter: _folded(letter) for letter in map(chr, range(0x00C0, 0x1EFA))}
	return str.maketrans(
		{letter: plain for letter, plain in folded.items() if len(plain) == 1 and plain.isascii()}
	)


# With these letters alone a text is folded ten times as fast.
_PLAIN_LETTERS = _plain_letters()


def _rules() -> dict[tuple[str, ...], tuple[str, ...]]:
	dropped = [(form, "") for form in DROPPED_FORMS]
	return {tuple(fold(a).split()): tuple(fold(b).split()) for a, b in (*dropped, *REPLACED_FORMS)}


_RULES = _rules()
# First word of a form -> how many words the longest form has that begins with it.
_LONGEST = {words[0]: max(len(other) for other in _RULES if other[0] == words[0]) for words in _RULES}


def _without_legal_forms(key: str) -> str:
	"""Apply the rules until nothing changes: dropping one form may bring the words of another together."""
	before: list[str] = []
	words = key.split()
	while words != before:
		before, words = words, _rewrite(words)
	return " ".join(words)


def _rewrite(words: list[str]) -> list[str]:
	"""One pass from left to right; of the forms that start at a word the longest wins."""
	kept: list[str] = []
	position = 0
	while position < len(words):
		length, replacement = _form_at(words, position)
		kept.extend(replacement)
		position += length
	return kept


def _form_at(words: list[str], position: int) -> tuple[int, tuple[str, ...]]:
	for length in range(min(_LONGEST.get(words[position], 0), len(words) - position), 0, -1):
		phrase = tuple(words[position : position + length])
		if phrase in _RULES:
			return length, _RULES[phrase]
	return 1, (words[position],)
