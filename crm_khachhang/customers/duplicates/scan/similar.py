"""Pairs of folded names that are alike, among many: pure computing, nothing of the database.

Comparing each name with each is out of the question, so names are compared that share something:
- all words but one, in any order: this finds every pair that differs in one word, however misspelt;
- their place in the alphabet of the names without spaces, forwards and backwards: this finds words written
  together or apart, single words, and several slips near one end.
A pair that differs in two words far from both ends, in names longer than that, may stay unseen.
"""

from array import array
from collections.abc import Callable, Iterator

from rapidfuzz import fuzz

from crm_khachhang.customers.duplicates.keys import numbers

# Up to here every name of a block is compared with every other; larger blocks by neighbourhood.
ALL_OF_A_BLOCK = 30
NEIGHBOURS = 12
ALPHABET_NEIGHBOURS = 6

# The keys of a name's words are 64 bits: 40 of a hash, 24 of the name's number.
_NUMBER_BITS = 24
_HASH_MASK = (1 << 40) - 1
_NUMBER_MASK = (1 << _NUMBER_BITS) - 1
MOST_NAMES = _NUMBER_MASK
# The keys are sorted in parts of about this size, to keep the memory small.
_PART_SIZE = 1_500_000

# So often somebody is told how far it has come.
_STEP = 50_000


class Pairs:
	"""The pairs found so far, as {number of a name * count of names + number of another: score}."""

	def __init__(self, names: list[str], least: float, most: int):
		self.names, self.least, self.most = names, least, most
		self.sorted_names = [_sorted_words(name) for name in names]
		self.scores: dict[int, float] = {}
		self.left_out = 0

	def compare(self, one: int, other: int) -> None:
		"""Keep the pair when it is alike."""
		names, ordered, least = self.names, self.sorted_names, self.least
		score = fuzz.ratio(names[one], names[other], score_cutoff=least)
		if ordered[one] is not names[one] or ordered[other] is not names[other]:
			score = max(score, fuzz.ratio(ordered[one], ordered[other], score_cutoff=least))
		if score:
			self._add(min(one, other), max(one, other), score)

	def _add(self, one: int, other: int, score: float) -> None:
		key = one * len(self.names) + other
		if key in self.scores or numbers(self.names[one]) != numbers(self.names[other]):
			return
		if len(self.scores) < self.most:
			self.scores[key] = score
		else:
			self.left_out += 1

	def __iter__(self) -> Iterator[tuple[int, int, float]]:
		"""The pairs as (number, number, score), best first."""
		count = len(self.names)
		for key, score in sorted(self.scores.items(), key=lambda item: (-item[1], item[0])):
			yield key // count, key % count, score


def find_pairs(names: list[str], least: float, most: int, progress: Callable[[float], None]) -> Pairs:
	"""Return the pairs of the distinct folded `names` that are alike to at least `least` per cent.

	At most `most` pairs are kept, the rest counted. `progress` is called with a part of 1 now and then.
	"""
	if len(names) > MOST_NAMES:
		raise OverflowError(f"{len(names)} names")
	pairs = Pairs(names, least, most)
	_compare_by_words(pairs, lambda part: progress(part * 0.7))
	_compare_by_alphabet(pairs, lambda part: progress(0.7 + part * 0.3))
	return pairs


def _sorted_words(name: str) -> str:
	"""The same object when the words are in order: saves memory and comparisons."""
	ordered = " ".join(sorted(name.split()))
	return name if ordered == name else ordered


def _compare_by_words(pairs: Pairs, progress: Callable[[float], None]) -> None:
	parts = _keys_of_words(pairs.sorted_names, lambda part: progress(part * 0.25))
	for number, part in enumerate(parts):
		for block in _blocks(part):
			_compare_block(pairs, block)
		parts[number] = None
		progress(0.25 + 0.75 * (number + 1) / len(parts))


def _keys_of_words(sorted_names: list[str], progress: Callable[[float], None]) -> list[array]:
	count = 1 + len(sorted_names) * 5 // _PART_SIZE
	parts = [array("Q") for _ in range(count)]
	for number, name in enumerate(sorted_names):
		for text in _all_words_but_one(name.split(" ")):
			hashed = hash(text)
			parts[hashed % count].append((hashed >> 8 & _HASH_MASK) << _NUMBER_BITS | number)
		if not number % _STEP:
			progress(number / len(sorted_names))
	return parts


def _all_words_but_one(words: list[str]) -> Iterator[str]:
	"""All words, and all but each one; of a word with digits the digits stay, because they must be equal."""
	yield " ".join(words)
	for left_out, word in enumerate(words):
		digits = [] if word.isalpha() else numbers(word)
		rest = " ".join(words[:left_out] + digits + words[left_out + 1 :])
		if rest and not rest.isdigit():
			yield rest


def _blocks(part: array) -> Iterator[list[int]]:
	"""The numbers of the names that share a key, for each key that several names share."""
	block: list[int] = []
	last = -1
	for key in sorted(part):
		hashed = key >> _NUMBER_BITS
		if hashed != last:
			if len(block) > 1:
				yield block
			block, last = [], hashed
		block.append(key & _NUMBER_MASK)
	if len(block) > 1:
		yield block


def _compare_block(pairs: Pairs, block: list[int]) -> None:
	if len(block) <= ALL_OF_A_BLOCK:
		_compare_neighbours(pairs, block, ALL_OF_A_BLOCK)
		return
	names = pairs.names
	_compare_neighbours(pairs, sorted(block, key=lambda number: names[number]), NEIGHBOURS)
	_compare_neighbours(pairs, sorted(block, key=lambda number: names[number][::-1]), NEIGHBOURS)


def _compare_neighbours(pairs: Pairs, ordered: list[int], width: int) -> None:
	compare = pairs.compare
	for place, one in enumerate(ordered):
		for other in ordered[place + 1 : place + 1 + width]:
			if one != other:
				compare(one, other)


def _compare_by_alphabet(pairs: Pairs, progress: Callable[[float], None]) -> None:
	for turn, step in enumerate((1, -1)):
		letters = [_without_spaces(name)[::step] for name in pairs.names]
		ordered = sorted(range(len(letters)), key=letters.__getitem__)
		del letters
		for start in range(0, len(ordered), _STEP):
			_compare_neighbours(
				pairs, ordered[start : start + _STEP + ALPHABET_NEIGHBOURS], ALPHABET_NEIGHBOURS
			)
			progress((turn + start / len(ordered)) / 2)


def _without_spaces(name: str) -> str:
	"""The letters of a name; what has the same numbers in it stands together."""
	letters = name.replace(" ", "")
	return letters if letters.isalpha() else "".join(numbers(name)) + letters
