"""Random months of good and bad lines through the whole load: rows read = kept + rejected, in every table."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.making import asb_row, police_csv, street_row, write_file
from tests.police_store import PoliceStore


def line_of(row: dict[str, str]) -> str:
    return police_csv([row]).decode().split("\r\n")[1]


GOOD = [line_of(row) for row in (street_row(), asb_row(), street_row(location="a, b"), street_row(crime_type="Piracy"))]
BAD = [line_of(street_row(month="2023-13")), line_of(street_row(crime_type="")), "x", '"', ",,,", "a" + "," * 11]
BLANK = ["", "\r"]
LINES = st.lists(st.sampled_from([*GOOD, *GOOD, *BAD, *BLANK]), max_size=20)


@settings(max_examples=20, deadline=None)
@given(LINES)
def test_rows_read_are_rows_kept_and_rows_rejected(known_categories: list[str], lines: list[str]) -> None:
    header = police_csv([]).decode().rstrip()
    data = "\n".join([header, *lines, GOOD[0]]) + "\n"
    with TemporaryDirectory() as folder:
        police = PoliceStore(Path(folder) / "store", known_categories)
        report = police.report(write_file(Path(folder) / "2023-01-durham-street.csv", data.encode()))
        assert report.rows_kept == 1 + sum(line in GOOD for line in lines)
        assert report.rows_rejected == sum(line in BAD for line in lines) == sum(report.reasons.values())
        assert report.rows_read == report.rows_kept + report.rows_rejected
        kept = [(number,) for number, line in enumerate([*lines, GOOD[0]], start=2) if line in GOOD]
        quarantined = [(number, line) for number, line in enumerate(lines, start=2) if line in BAD]
        assert police.rows("SELECT line FROM incident ORDER BY line") == kept
        assert police.rows("SELECT line, raw FROM reject ORDER BY line") == quarantined
