import unicodedata
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from crm_khachhang.vietnam.folding import DROPPED_FORMS, REPLACED_FORMS, fold, fold_name
from crm_khachhang.vietnam.tests import PROPERTY

WORDS_OF_NAMES = [
	*sorted({word for form in DROPPED_FORMS for word in form.split()}),
	"Tổng",
	"Ngân hàng",
	"TMCP",
	"mẹ",
	"Chi nhánh",
	"Sữa",
	"Việt Nam",
	"ABC",
	"-",
	".",
]
names = st.lists(st.sampled_from(WORDS_OF_NAMES), max_size=8).map(" ".join)


class TestFold(TestCase):
	def test_examples(self):
		for text, key in (
			(None, ""),
			("", ""),
			(" - … ! ", ""),
			("Nguyễn Thị Đào", "nguyen thi dao"),
			("ĐẶNG  đức\tYẾN\n", "dang duc yen"),
			("Hoà Bình", "hoa binh"),
			("Hòa Bình", "hoa binh"),
			("Ｃông ty ＡＢＣ１２", "cong ty abc12"),
			("Bia - Rượu_Nước (giải khát)", "bia ruou nuoc giai khat"),
			("Ðà Nẵng, Ɖà Nẵng", "da nang da nang"),
			("Nguy\u200bễn\u00adVăn\u00a0A", "nguyenvan a"),
			("STRASSE straße", "strasse strasse"),
			("Crème Brûlée №5", "creme brulee no5"),
			(906483615, "906483615"),
		):
			with self.subTest(text=text):
				self.assertEqual(fold(text), key)

	def test_every_vietnamese_letter_becomes_a_plain_one(self):
		for base in "aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐ":
			for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"):
				composed = unicodedata.normalize("NFC", base + tone)
				self.assertIn(fold(composed), "aeiouyd", composed)

	@PROPERTY
	@given(st.text())
	def test_folding_twice_changes_nothing(self, text):
		self.assertEqual(fold(fold(text)), fold(text))

	@PROPERTY
	@given(st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
	def test_the_form_of_the_input_does_not_matter(self, text, form):
		self.assertEqual(fold(unicodedata.normalize(form, text)), fold(text))

	@PROPERTY
	@given(st.text())
	def test_a_key_is_words_with_single_spaces(self, text):
		key = fold(text)
		self.assertEqual(key, " ".join(key.split()))
		self.assertTrue(all(word.isalnum() for word in key.split()))


class TestFoldName(TestCase):
	def test_spellings_of_one_company(self):
		for name in (
			"Công ty Cổ phần Sữa Việt Nam",
			"CÔNG TY CỔ PHẦN SỮA VIỆT NAM",
			"CTCP Sữa Việt Nam",
			"Cty CP Sữa Việt Nam",
			"C.ty Cổ phần Sữa Việt Nam",
			"CT CP Sữa Việt Nam",
			"Công ty CP Sữa Việt Nam",
			"Sữa Việt Nam - CTCP",
			"Sữa Việt Nam JSC",
			"Sua Viet Nam Joint Stock Company",
			"Công ty TNHH Sữa Việt Nam",
			"Công ty TNHH MTV Sữa Việt Nam",
			"Công ty TNHH Một thành viên Sữa Việt Nam",
			"Công ty T.N.H.H Sữa Việt Nam",
			"Công ty trách nhiệm hữu hạn hai thành viên trở lên Sữa Việt Nam",
			"Sữa Việt Nam Co., Ltd.",
			"Sữa Việt Nam Company Limited",
			"DNTN Sữa Việt Nam",
			"Doanh nghiệp tư nhân Sữa Việt Nam",
			"Hộ kinh doanh Sữa Việt Nam",
			"HTX Sữa Việt Nam",
			"Hợp tác xã Sữa Việt Nam",
			unicodedata.normalize("NFD", "Công ty Cổ phần Sữa Việt Nam"),
		):
			with self.subTest(name=name):
				self.assertEqual(fold_name(name, organization=True), "sua viet nam")

	def test_what_tells_businesses_apart_stays(self):
		for name, key in (
			("Chi nhánh Công ty TNHH ABC tại Hà Nội", "chi nhanh abc tai ha noi"),
			("Văn phòng đại diện Công ty Cổ phần ABC", "van phong dai dien abc"),
			("Tập đoàn Vingroup - Công ty CP", "tap doan vingroup"),
			("Công ty Cổ phần Tập đoàn Hòa Phát", "tap doan hoa phat"),
			(
				"Tổng Công ty CP Bia - Rượu - Nước giải khát Sài Gòn",
				"tong cong ty bia ruou nuoc giai khat sai gon",
			),
			("TCT Hàng không Việt Nam - CTCP", "tong cong ty hang khong viet nam"),
			("Công ty mẹ - Tập đoàn ABC", "cong ty me tap doan abc"),
			("Công ty Cổ phần Cơ Điện Lạnh", "co dien lanh"),
			("Công ty Cổ phần C.P. Việt Nam", "c p viet nam"),
			("Kênh MTV", "kenh mtv"),
			("Công ty Cổ phần Thương mại ABC", "thuong mai abc"),
		):
			with self.subTest(name=name):
				self.assertEqual(fold_name(name, organization=True), key)

	def test_banks(self):
		for name in (
			"Ngân hàng TMCP Á Châu",
			"Ngân hàng Thương mại Cổ phần Á Châu",
			"NH TMCP Á Châu",
			"NHTMCP Á Châu",
		):
			with self.subTest(name=name):
				self.assertEqual(fold_name(name, organization=True), "ngan hang a chau")

	def test_nothing_but_a_legal_form_is_kept(self):
		for name in DROPPED_FORMS:
			with self.subTest(name=name):
				self.assertEqual(fold_name(name, organization=True), fold(name))

	def test_forms_that_meet_when_another_is_dropped(self):
		self.assertEqual(fold_name("Công JSC ty Phúc Lộc", organization=True), "phuc loc")

	def test_every_form_is_left_out(self):
		for form in DROPPED_FORMS:
			with self.subTest(form=form):
				self.assertEqual(fold_name(f"{form} Phúc Lộc", organization=True), "phuc loc")
				self.assertEqual(fold_name(f"Phúc Lộc - {form}", organization=True), "phuc loc")

	def test_every_replaced_form_is_stable(self):
		for form, replacement in REPLACED_FORMS:
			with self.subTest(form=form):
				self.assertEqual(
					fold_name(f"{form} Phúc Lộc", organization=True), fold(f"{replacement} Phúc Lộc")
				)

	def test_a_person_is_only_folded(self):
		self.assertEqual(fold_name("Công Ty Thị Hợp Danh", organization=False), "cong ty thi hop danh")
		self.assertEqual(fold_name(None, organization=False), "")
		self.assertEqual(fold_name(None, organization=True), "")

	@PROPERTY
	@given(st.one_of(names, st.text()), st.booleans())
	def test_folding_twice_changes_nothing(self, name, organization):
		key = fold_name(name, organization)
		self.assertEqual(fold_name(key, organization), key)
		self.assertEqual(fold(key), key)

	@PROPERTY
	@given(st.one_of(names, st.text()))
	def test_empty_only_if_nothing_was_written(self, name):
		self.assertEqual(fold_name(name, organization=True) == "", fold(name) == "")
