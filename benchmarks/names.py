"""Names as they are in Vietnam, each beside its folded form: what the seeder of a million customers draws from.

Shares of family names follow the usual counts (Nguyễn 38 %, Trần 11 %, Lê 9.5 %, …).
"""

from bisect import bisect
from itertools import accumulate
from random import Random

from crm_khachhang.vietnam.folding import fold


class Drawn:
	"""Words with their shares; gives (word, folded word)."""

	def __init__(self, shares: dict[str, float]):
		self.words = [(word, fold(word)) for word in shares]
		self.limits = list(accumulate(shares.values()))

	def one(self, random: Random) -> tuple[str, str]:
		return self.words[bisect(self.limits, random.random() * self.limits[-1])]


def evenly(words: str) -> Drawn:
	return Drawn(dict.fromkeys(words.split(", "), 1))


def falling(words: str) -> Drawn:
	"""The first words more often than the last, as given names are."""
	return Drawn({word: 1 / (rank + 6) for rank, word in enumerate(words.split(", "))})


FAMILY = Drawn(
	{
		**{
			"Nguyễn": 38,
			"Trần": 11,
			"Lê": 9.5,
			"Phạm": 7.1,
			"Huỳnh": 3.5,
			"Hoàng": 2.6,
			"Phan": 4.5,
			"Vũ": 2.5,
		},
		**{
			"Võ": 1.9,
			"Đặng": 2.1,
			"Bùi": 2,
			"Đỗ": 1.4,
			"Hồ": 1.3,
			"Ngô": 1.3,
			"Dương": 1,
			"Lý": 0.5,
			"Đinh": 0.8,
		},
		**{
			"Trịnh": 0.7,
			"Mai": 0.7,
			"Đào": 0.7,
			"Đoàn": 0.7,
			"Lương": 0.6,
			"Trương": 1.2,
			"Lâm": 0.5,
			"Phùng": 0.5,
		},
		**{"Tô": 0.3, "Tạ": 0.3, "Cao": 0.4, "Châu": 0.3, "Chu": 0.3, "Hà": 0.5, "Quách": 0.1, "Thái": 0.3},
	}
)
MIDDLE_OF_WOMEN = Drawn(
	{"Thị": 45, "Ngọc": 9, "Thanh": 8, "Minh": 5, "Thu": 6, "Phương": 5, "Mỹ": 4, "Kim": 5, "Hồng": 5}
)
MIDDLE_OF_MEN = Drawn(
	{"Văn": 40, "Đức": 9, "Hữu": 6, "Minh": 8, "Quang": 7, "Anh": 4, "Xuân": 5, "Công": 4, "Thành": 6}
)
SECOND_MIDDLE = falling(
	"Thanh, Ngọc, Minh, Bảo, Hoài, Gia, Khánh, Diệu, Nhật, Trọng, Hải, Tuấn, Bích, Cẩm, Đình"
)
GIVEN_OF_WOMEN = falling(
	"Anh, Linh, Hương, Hoa, Lan, Trang, Thảo, Hà, Hằng, Hạnh, Mai, Nga, Ngân, Nhung, Phương, Quỳnh, Thu, Thủy, Thúy, "
	"Trinh, Tuyết, Vân, Yến, Oanh, Loan, Liên, Huyền, Hiền, Giang, Duyên, Dung, Diệp, Chi, Châu, Bích, Ánh, Xuân, My, "
	"Nhi, Như, Thư, Trâm, Vy, Uyên, Tiên, Thoa, Sương, Phượng, Ngọc, Nguyệt, Lệ, Khuê, Hậu, Đào, Cúc, Ái"
)
GIVEN_OF_MEN = falling(
	"Anh, Hùng, Dũng, Tuấn, Minh, Nam, Long, Hải, Sơn, Thắng, Cường, Đức, Hiếu, Huy, Khánh, Kiên, Lâm, Quang, Quân, "
	"Phong, Phúc, Tài, Tâm, Thành, Thịnh, Tiến, Toàn, Trung, Trường, Tú, Tùng, Việt, Vinh, Vũ, Bình, Chiến, Công, Duy, "
	"Đạt, Giang, Hà, Hoàng, Hưng, Khoa, Lộc, Mạnh, Nghĩa, Nhân, Phát, Sang, Thái, Thiện, Thuận, Trí, Văn, Xuân, Bảo"
)
FORMS = Drawn(
	{
		"Công ty TNHH": 40,
		"Công ty Cổ phần": 18,
		"Công ty TNHH MTV": 12,
		"CTCP": 6,
		"Cty TNHH": 6,
		"Hộ kinh doanh": 12,
		"DNTN": 4,
		"HTX": 2,
	}
)
TRADES = falling(
	"Thương mại Dịch vụ, Xây dựng, Vận tải, Sản xuất, Đầu tư, Cơ khí, Dược phẩm, Nội thất, Thực phẩm, May mặc, Điện tử, "
	"Du lịch, Bất động sản, In ấn, Nông sản, Thủy sản, Giáo dục, Công nghệ, Vật liệu Xây dựng, Quảng cáo, Thiết bị Y tế, "
	"Bao bì, Hóa chất, Gỗ, Nhựa, Thép, Giày dép, Mỹ phẩm, Ô tô, Nhà hàng"
)
PROPER = evenly(
	"An, Phát, Thịnh, Hưng, Phú, Đại, Tân, Thành, Hoàng, Minh, Việt, Nam, Đông, Tây, Bắc, Hải, Sơn, Long, Thiên, Kim, "
	"Ngọc, Hòa, Bình, Đức, Tín, Trung, Quang, Nhật, Thái, Vĩnh, Lộc, Tiến, Gia, Khang, Bảo, Ánh, Dương, Sao, Mai, Vàng, "
	"Xanh, Hồng, Cường, Mỹ, Á, Châu, Âu, Lạc, Hà, Nội, Sài, Gòn, Đồng, Tâm, Trí, Nghĩa, Hùng, Vương, Lê, Trần, Nguyễn"
)
STREETS = evenly(
	"Lê Lợi, Trần Hưng Đạo, Nguyễn Huệ, Hai Bà Trưng, Lý Thường Kiệt, Quang Trung, Điện Biên Phủ, Nguyễn Trãi, Hùng Vương"
)


def person(random: Random) -> tuple[list[tuple[str, str]], str]:
	"""Words of a person's name with their folded forms, and the gender."""
	female = random.random() < 0.5
	middle, given = (MIDDLE_OF_WOMEN, GIVEN_OF_WOMEN) if female else (MIDDLE_OF_MEN, GIVEN_OF_MEN)
	words = [FAMILY.one(random), middle.one(random)]
	if random.random() < 0.35:
		words.append(SECOND_MIDDLE.one(random))
	return [*words, given.one(random)], "Female" if female else "Male"


def organization(random: Random) -> tuple[tuple[str, str], list[tuple[str, str]]]:
	"""The legal form, and the words of the proper name."""
	words = [PROPER.one(random) for _ in range(random.choice((1, 2, 2, 2, 3)))]
	if random.random() < 0.8:
		words.insert(0, TRADES.one(random))
	return FORMS.one(random), words
