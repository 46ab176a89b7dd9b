"""VietQR payloads: two that must come out exactly, what is refused, and that everything written is read back."""

import unittest
from decimal import Decimal
from string import ascii_letters, digits

from hypothesis import given
from hypothesis import strategies as st

from crm_khachhang.vietnam import banks, vietqr
from crm_khachhang.vietnam.vietqr import NotVietQR, Transfer

KNOWN = {
	"00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA530370454061200005802VN62170813"
	"ung ho lu lut6304C15C": Transfer("970415", "0011001932418", 120_000, "ung ho lu lut"),
	"00020101021238530010A0000007270123000697041601092245284790208QRIBFTTA53037045405100005802VN62340107NPS6869"
	"0819TRANSFER TO SOMEONE6304AC13": Transfer(
		"970416", "224528479", 10_000, "TRANSFER TO SOMEONE", "NPS6869"
	),
}
GOOD = Transfer("970436", "0123456789", 1_500_000, "Thanh toan KH-00012")


class TestPayload(unittest.TestCase):
	def test_known_ones(self):
		for text, transfer in KNOWN.items():
			self.assertEqual(vietqr.payload(transfer), text)
			self.assertEqual(vietqr.read(text), transfer)

	def test_crc(self):
		# The check value of the catalogue of CRCs.
		self.assertEqual(vietqr.crc("123456789"), "29B1")

	def test_without_an_amount_the_code_is_static(self):
		text = vietqr.payload(Transfer("970436", "0123456789"))
		self.assertTrue(text.startswith("000201010211"), text)
		self.assertEqual(vietqr.read(text), Transfer("970436", "0123456789"))

	def test_a_card(self):
		card = Transfer("970436", "9704368888888888", to_card=True)
		self.assertIn("0208QRIBFTTC", vietqr.payload(card))
		self.assertEqual(vietqr.read(vietqr.payload(card)), card)

	def test_notes(self):
		for note, clean in (
			("Thanh toán công nợ Đỗ", "Thanh toan cong no Do"),
			("ủng hộ <lũ> & lụt!", "ung ho lu lut"),
			("  KH-00012   tháng 11.2026 ", "KH-00012 thang 11.2026"),
			("một hai ba bốn năm sáu bảy tám chín", "mot hai ba bon nam sau ba"),
			("x" * 24 + " y", "x" * 24),
			("日本", ""),
		):
			self.assertEqual(vietqr.clean(note), clean)

	def test_decimals(self):
		self.assertIn("5405100.5", vietqr.payload(Transfer("970436", "1", Decimal("100.50"))))
		self.assertIn("5403100", vietqr.payload(Transfer("970436", "1", Decimal("100.00"))))

	def test_what_cannot_be(self):
		for problem, wrong in (
			(vietqr.BANK, {"bank": "97043"}),
			(vietqr.BANK, {"bank": "VCB"}),
			(vietqr.BANK, {"bank": "٩٧٠٤٣٦"}),
			(vietqr.ACCOUNT, {"account": ""}),
			(vietqr.ACCOUNT, {"account": "1" * 20}),
			(vietqr.ACCOUNT, {"account": "0123 456"}),
			(vietqr.ACCOUNT, {"account": "123456", "to_card": True}),
			(vietqr.AMOUNT, {"amount": 0}),
			(vietqr.AMOUNT, {"amount": -1}),
			(vietqr.AMOUNT, {"amount": 10**13}),
			(vietqr.AMOUNT, {"amount": Decimal("NaN")}),
		):
			with self.subTest(wrong), self.assertRaises(NotVietQR) as raised:
				vietqr.payload(Transfer(**(vars(GOOD) | wrong)))
			self.assertEqual(raised.exception.problem, problem)

	def test_broken_texts(self):
		good = vietqr.payload(GOOD)
		for changed in (good[:-1] + "0", good.replace("970436", "970437"), good[:-8], "", "abc", good + " "):
			with self.subTest(changed), self.assertRaises(NotVietQR) as raised:
				vietqr.read(changed)
			self.assertEqual(raised.exception.problem, vietqr.WRONG_CRC)
		for said in ("00020", "0099x", "00xx01", "0000", good[:-8].replace("A000000727", "A000000001")):
			said += "6304"
			with self.subTest(said), self.assertRaises(NotVietQR) as raised:
				vietqr.read(said + vietqr.crc(said))
			self.assertEqual(raised.exception.problem, vietqr.BROKEN)

	@given(
		st.text(digits, min_size=6, max_size=6),
		st.text(digits + ascii_letters, min_size=1, max_size=19),
		st.none() | st.integers(1, 10**13 - 1),
		st.text(max_size=40),
		st.text(digits + ascii_letters, max_size=30),
	)
	def test_what_is_written_is_read(self, bank, account, amount, note, bill):
		text = vietqr.payload(Transfer(bank, account, amount, note, bill))
		expected = Transfer(bank, account, amount, vietqr.clean(note), vietqr.clean(bill))
		self.assertEqual(vietqr.read(text), expected)
		self.assertTrue(text.isascii())


class TestBanks(unittest.TestCase):
	def test_each_once_and_well_formed(self):
		self.assertTrue(all(vietqr.is_bank(bank.bin) and bank.name for bank in banks.BANKS))
		for field in ("code", "bin", "name"):
			self.assertEqual(len({getattr(bank, field) for bank in banks.BANKS}), len(banks.BANKS), field)

	def test_found_by_code_or_bin(self):
		for asked in ("VCB", "970436", " vietcombank "):
			self.assertEqual(banks.find(asked).bin, "970436")
		for asked in ("", "000000", "Không có"):
			self.assertIsNone(banks.find(asked))
