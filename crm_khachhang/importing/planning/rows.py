"""What the rooms of an import hand to each other about one row."""

from dataclasses import dataclass, field

CREATE, UPDATE, SKIP, REFUSE = "Created", "Updated", "Skipped", "Failed"
OUTCOMES = (CREATE, UPDATE, SKIP, REFUSE)


@dataclass
class Problem:
	"""Why a row is refused or skipped, or a remark on it.

	`fieldname` "" concerns the whole row; `value` is the cell as given; `reason` a sentence in the user's language.
	"""

	fieldname: str
	value: str
	reason: str


@dataclass
class Given:
	"""What a row says: `values` of fields of the customer, `person` of its contact, `cells` as they were given.

	`opening`: {"amount", "due_date", "posting_date"} of what it owes already, None where the file has no such columns.
	`problems` are cells that cannot be read, `remarks` what else to know of them. `no_data` is the text of a row that
	says nothing of a customer, such as a total.
	"""

	number: int
	values: dict[str, object] = field(default_factory=dict)
	person: dict[str, object] = field(default_factory=dict)
	cells: dict[str, object] = field(default_factory=dict)
	problems: list[Problem] = field(default_factory=list)
	remarks: list[Problem] = field(default_factory=list)
	no_data: str = ""
	opening: dict[str, object] | None = None


@dataclass
class Plan:
	"""What becomes of a row: `action` is one of OUTCOMES.

	`draft` is the customer as it will be (`draft.Draft`), `customer` its name if there is one; `changes`:
	{fieldname: (old, new)} of an update; `contact` is the one that was added to it; `problems` say why a row is refused or skipped, `remarks` what else to know.
	`opening` is the debt that is to be posted with it (`debts.opening.new`), `debt` the name of the one that was; `after`
	is the row of the same file that would create the customer, in a dry run.
	`to_hold` are the values that nobody else may save meanwhile, `to_tell_apart` others that decide about rows, see
	`duplicates.check.values_to_hold`; None until they are asked for.
	"""

	given: Given
	action: str
	customer: str = ""
	draft: object = None
	changes: dict[str, tuple] = field(default_factory=dict)
	problems: list[Problem] = field(default_factory=list)
	remarks: list[Problem] = field(default_factory=list)
	to_hold: list[str] | None = None
	to_tell_apart: list[str] | None = None
	contact: str = ""
	opening: object = None
	debt: str = ""
	after: int = 0

	@property
	def number(self) -> int:
		return self.given.number
