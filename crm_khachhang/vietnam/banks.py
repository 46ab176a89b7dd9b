"""Banks that take transfers by VietQR (NAPAS247): short code, BIN and name.

Members of NAPAS247, state of 2026-11; a bank that joined later is entered by its BIN. What only pays out, or takes no
transfers by account, is left out.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bank:
	code: str
	bin: str
	name: str


BANKS = tuple(
	Bank(*line.split("|"))
	for line in """
VCB|970436|Vietcombank
ICB|970415|VietinBank
BIDV|970418|BIDV
VBA|970405|Agribank
TCB|970407|Techcombank
MB|970422|MB Bank
ACB|970416|ACB
VPB|970432|VPBank
TPB|970423|TPBank
STB|970403|Sacombank
HDB|970437|HDBank
VIB|970441|VIB
SHB|970443|SHB
MSB|970426|MSB
OCB|970448|OCB
EIB|970431|Eximbank
SEAB|970440|SeABank
LPB|970449|LPBank
SCB|970429|SCB
NAB|970428|Nam A Bank
ABB|970425|ABBANK
BAB|970409|Bac A Bank
VCCB|970454|BVBank
PVCB|970412|PVcomBank
KLB|970452|KienlongBank
VAB|970427|VietABank
NCB|970419|NCB
BVB|970438|BaoViet Bank
VIETBANK|970433|VietBank
PGB|970430|PGBank
SGICB|970400|SAIGONBANK
MBV|970414|MBV
GPB|970408|GPBank
CBB|970444|VCBNeo
VIKKI|970406|Vikki Bank
COOPBANK|970446|Co-opBank
VBSP|999888|VBSP
CAKE|546034|CAKE by VPBank
UBANK|546035|Ubank by VPBank
TIMO|963388|Timo
SHBVN|970424|Shinhan Bank Vietnam
WVN|970457|Woori Bank Vietnam
HSBC|458761|HSBC Vietnam
SCVN|970410|Standard Chartered Vietnam
UOB|970458|UOB Vietnam
CIMB|422589|CIMB Vietnam
HLBVN|970442|Hong Leong Vietnam
PBVN|970439|Public Bank Vietnam
IVB|970434|Indovina Bank
VRB|970421|VRB
KBANK|668888|KBank
KBHN|970462|Kookmin Hà Nội
KBHCM|970463|Kookmin TP. Hồ Chí Minh
IBKHN|970455|IBK Hà Nội
IBKHCM|970456|IBK TP. Hồ Chí Minh
KEBHANAHN|970467|KEB Hana Hà Nội
KEBHANAHCM|970466|KEB Hana TP. Hồ Chí Minh
""".strip().splitlines()
)


def find(text: str) -> Bank | None:
	"""Return the bank of a BIN, a code or a name in any case; None for one that is not in the list."""
	asked = text.strip().casefold()
	return next(
		(bank for bank in BANKS if asked in (bank.bin, bank.code.casefold(), bank.name.casefold())), None
	)
