"""How much a file may hold. Everything beyond is refused before it costs time or memory."""

MEGABYTE = 1024 * 1024

FILE_BYTES = 50 * MEGABYTE
DATA_ROWS = 1_000_000
# Title, header and total rows come on top of the data.
SHEET_ROWS = DATA_ROWS + 100

# A workbook of a million rows and fifteen columns inflates to some 550 MB of XML, 8 to 30 times its size.
INFLATED_BYTES = 1024 * MEGABYTE
INFLATED_RATIO = 200
RATIO_COUNTS_FROM = 16 * MEGABYTE
ARCHIVE_MEMBERS = 10_000
# Lists of sheets, styles and the like, which are parsed whole; a shared string takes 24 bytes even if empty.
PART_BYTES = 32 * MEGABYTE
SHARED_STRINGS = 20_000_000
# A card of a person has some dozens; each costs time and memory.
CARD_PROPERTIES = 1000
SHARED_STRING_BYTES = 256 * MEGABYTE

# Cells of the rectangle around everything filled. In pieces only one piece is in memory; a sheet that must
# be read as a whole takes some 60 bytes for each of its cells, filled or not.
CELLS_IN_PIECES = 60_000_000
CELLS_AT_ONCE = 6_000_000
