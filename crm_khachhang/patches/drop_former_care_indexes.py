"""Takes away indexes of appointments that longer ones begin like, under the names that they had in between: they only
cost time when writing."""

from crm_khachhang.setup import indexes

TABLE = "tabKH Care Schedule"
NAMES = (
	"assigned_to_starts_on_index",
	"customer_starts_on_index",
	"status_starts_on_index",
	"kh_status_starts_on",
)


def execute() -> None:
	indexes.drop(TABLE, NAMES)
