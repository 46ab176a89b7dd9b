"""Masters ("danh mục"): lists of names that a KH Manager keeps and customers are described by.

A master is named by a hash, so its title changes freely; people see the title only. `document` holds what
all masters share, `merging` makes one of two, `colours` says in which colour each is shown.
"""

TIER = "KH Customer Tier"
GROUP = "KH Customer Group"
SOURCE = "KH Customer Source"
CONTACT_STATUS = "KH Contact Status"
PARTNER_GROUP = "KH Partner Group"

MASTERS = (
	TIER,
	GROUP,
	SOURCE,
	"KH Industry",
	"KH Organization Size",
	"KH Contact Position",
	CONTACT_STATUS,
	PARTNER_GROUP,
)

COLOURED = (TIER, GROUP, SOURCE, CONTACT_STATUS, PARTNER_GROUP)
