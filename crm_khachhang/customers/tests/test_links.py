from unittest import TestCase

from crm_khachhang.customers import links

DANGEROUS = (
	"javascript:alert(1)",
	"JaVaScRiPt:alert(1)",
	"data:text/html,x",
	"file:///etc/passwd",
	"vbscript:x",
	"https://abc.vn/\"onclick='x'",
	"https://",
	"http://abc",
	"java\nscript:alert(1)",
)


class TestWebAddress(TestCase):
	def test_scheme_is_added(self):
		for typed, address in (
			("abc.vn", "https://abc.vn"),
			("www.abc.com.vn/gioi-thieu?x=1", "https://www.abc.com.vn/gioi-thieu?x=1"),
			("HTTP://abc.vn", "HTTP://abc.vn"),
			("abc.vn:8080/x", "https://abc.vn:8080/x"),
			("https://cửahàng.vn", "https://cửahàng.vn"),
			("", ""),
		):
			with self.subTest(typed):
				self.assertEqual(links.web_address(typed), address)

	def test_refused(self):
		for text in (*DANGEROUS, "không có trang web"):
			with self.subTest(text), self.assertRaises(links.InvalidLink):
				links.web_address(text)

	def test_old_data_leads_nowhere(self):
		for text in DANGEROUS:
			with self.subTest(text):
				self.assertEqual(links.of_website(text), "")
				self.assertEqual(links.of_page(text), "")


class TestPage(TestCase):
	def test_name_or_address(self):
		for typed, kept, link in (
			("abc.page", "abc.page", "https://www.facebook.com/abc.page"),
			("Cửa hàng ABC", "Cửa hàng ABC", ""),
			("facebook.com/abc", "https://facebook.com/abc", "https://facebook.com/abc"),
			("https://fb.com/abc", "https://fb.com/abc", "https://fb.com/abc"),
		):
			with self.subTest(typed):
				self.assertEqual(links.page(typed), kept)
				self.assertEqual(links.of_page(kept), link)

	def test_refused(self):
		self.assertRaises(links.InvalidLink, links.page, "javascript:alert(1)")


class TestPicture(TestCase):
	def test_ours_or_the_webs(self):
		for text in ("/files/a b.png", "/private/files/a.png", "https://abc.vn/a.png", ""):
			with self.subTest(text):
				self.assertEqual(links.picture(text), text)

	def test_refused(self):
		for text in ("javascript:alert(1)", "data:image/png;base64,x", "/etc/passwd", "/files/../x", "a.png"):
			with self.subTest(text), self.assertRaises(links.InvalidLink):
				links.picture(text)


class TestPhoneAndZalo(TestCase):
	def test_links(self):
		self.assertEqual(links.of_phone("+84912345678"), "tel:+84912345678")
		self.assertEqual(links.of_zalo("", "+84912345678"), "https://zalo.me/0912345678")
		self.assertEqual(links.of_zalo("", "+842439361234"), "")
		self.assertEqual(links.of_zalo("https://zalo.me/abc", "+84912345678"), "https://zalo.me/abc")
		self.assertEqual(links.of_zalo("javascript:x", "+84912345678"), "")
		self.assertEqual(links.of_email("a@b.vn"), "mailto:a@b.vn")
