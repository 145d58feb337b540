from datetime import date

from cspdash.charts.completeness_tables import completeness_table
from cspdash.findings.completeness import Provisional, Sign

CUT = Sign("rows", 300, 600)


def test_newest_first_with_every_reason_and_what_becomes_of_it() -> None:
    older = Provisional("durham", date(2022, 3, 1), (CUT, Sign("damaged")))
    accepted = Provisional("durham", date(2023, 3, 1), (CUT,), "The force confirmed it.")
    assert completeness_table((older, accepted)).records() == [
        {
            "Month": "2023-03", "Force": "durham",
            "Why it looks incomplete": "It has 300 rows, 50% of what its past leads to expect",
            "What becomes of it": "used as it is: The force confirmed it.",
        },
        {
            "Month": "2022-03", "Force": "durham",
            "Why it looks incomplete": "It has 300 rows, 50% of what its past leads to expect; "
            "a file that was cut off or damaged",
            "What becomes of it": "provisional: drawn apart, counted nowhere",
        },
    ]  # fmt: skip
