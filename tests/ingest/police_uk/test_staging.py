from pathlib import Path

import pytest

from cspdash.ingest.police_uk.staging import has_capitals
from tests.making import asb_row, many_rows, outcome_row, police_csv, street_row, write_file, write_month
from tests.police_store import PoliceStore


@pytest.mark.fault("F26")
@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [("54.5245", "-1.5430"), ("0", "0"), ("0.0", "0.0"), ("12.5", "41.9"), ("-1.5537", ""), ("east", "north"),
     ("nan", "nan"), ("1e999", "54.5")],
)  # fmt: skip
def test_a_point_that_cannot_be_is_no_location(
    police: PoliceStore, tmp_path: Path, longitude: str, latitude: str
) -> None:
    rows = [street_row(longitude=longitude, latitude=latitude), street_row(crime_id="b" * 64)]
    report = police.report(write_month(tmp_path, rows))
    assert (report.rows_kept, report.rows_rejected) == (2, 0)
    assert report.counted == {"no_location": 1, "unusable_point": 1}
    assert police.rows("SELECT longitude, latitude, area_code FROM incident ORDER BY line") == [
        (None, None, "E01012304"), (-1.543, 54.5245, "E01012304"),
    ]  # fmt: skip


@pytest.mark.fault("F26")
def test_rows_without_location_are_kept_and_counted(police: PoliceStore, tmp_path: Path) -> None:
    nowhere = asb_row(longitude="", latitude="", location="No Location", lsoa_code="", lsoa_name="")
    report = police.report(write_month(tmp_path, [nowhere, nowhere, street_row(lsoa_code="", lsoa_name="")]))
    assert report.counted == {"no_location": 2, "no_area": 3}
    assert police.rows("SELECT longitude, area_code, location FROM incident ORDER BY line")[0] == (
        None, None, "No Location",
    )  # fmt: skip


@pytest.mark.fault("F27")
def test_codes_and_categories_that_nobody_knows_are_kept_and_counted(police: PoliceStore, tmp_path: Path) -> None:
    unknown = [
        street_row(lsoa_code=code, crime_id=code)
        for code in ("E01999999", "95GG01S1", "E0101230", "E010123045", "W01002041")
    ]
    known = [street_row(lsoa_code=code, crime_id=code) for code in ("E01000001", "E01035762", "W01002040", "E01012304")]
    report = police.report(write_month(tmp_path, [*unknown, *known, street_row(crime_type="Piracy")]))
    assert report.rows_kept == 10
    assert report.counted == {"unmapped_area": 5, "unmapped_category": 1}
    assert police.rows("SELECT count(*) FROM incident WHERE category = 'Piracy'") == [(1,)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (street_row(month="2026-13"), "Month is not a month written YYYY-MM"),
        (street_row(month="Jan 2023"), "Month is not a month written YYYY-MM"),
        (street_row(month=""), "Month is not a month written YYYY-MM"),
        (street_row(month="2023-1"), "Month is not a month written YYYY-MM"),
        (street_row(month="2022-12"), "Month is not the month of the file"),
        (street_row(crime_type=""), "no crime type"),
        (street_row(crime_type="", outcome=""), "no crime type or outcome type"),
    ],
)
def test_a_row_that_says_too_little_is_quarantined_with_line_reason_and_text(
    police: PoliceStore, tmp_path: Path, row: dict[str, str], reason: str
) -> None:
    report = police.report(write_month(tmp_path, [street_row(), row, street_row()]))
    assert (report.rows_read, report.rows_kept, report.rows_rejected) == (3, 2, 1)
    assert report.reasons == {reason: 1}
    raw = police_csv([row]).decode().split("\r\n")[1]
    assert police.rows("SELECT load_id, line, reason, raw FROM reject") == [(1, 3, reason, raw)]


def test_rejects_are_in_the_order_of_their_lines(police: PoliceStore, tmp_path: Path) -> None:
    lines = police_csv(many_rows(4)).split(b"\r\n")
    lines[1] = lines[1].replace(b"2023-01", b"2023-99")
    lines[3] = b"half,a,row"
    lines[4] = lines[4].replace(b"2023-01", b"2022-12")
    police.load(write_file(tmp_path / "2023-01-durham-street.csv", b"\r\n".join(lines)))
    assert police.rows("SELECT line, reason, raw FROM reject") == [
        (2, "Month is not a month written YYYY-MM", lines[1].decode()),
        (4, "3 columns where 12 are expected", "half,a,row"),
        (5, "Month is not the month of the file", lines[4].decode()),
    ]


@pytest.mark.parametrize(("good", "other", "status"), [(5, 5, "loaded"), (5, 6, "refused"), (0, 3, "refused")])
def test_a_file_is_refused_when_rows_of_other_months_outnumber_its_own(
    police: PoliceStore, tmp_path: Path, good: int, other: int, status: str
) -> None:
    rows = [street_row()] * good + [street_row(month="2022-12")] * other
    report = police.report(write_month(tmp_path, rows))
    assert report.status == status
    if status == "refused":
        assert report.notes == (
            f"Month is not the month of the file ({other} rows). Check that this is the file that its name says",
        )


@pytest.mark.fault("F29")
def test_text_is_stored_as_it_came(police: PoliceStore, tmp_path: Path) -> None:
    odd = ['=HYPERLINK("http://x")', "<img src=x>", "$x$ `y` [a](b)", "Café 🦔", "\u202eabc", "a, b", "  "]
    police.load(write_month(tmp_path, [street_row(location=text) for text in odd]))
    assert [row[0] for row in police.rows("SELECT location FROM incident ORDER BY line")] == odd


@pytest.mark.fault("F25")
def test_crime_ids_that_repeat_are_kept_and_counted(police: PoliceStore, tmp_path: Path) -> None:
    twice, other = street_row(), street_row(crime_id="b" * 64)
    report = police.report(write_month(tmp_path, [twice, twice, other, twice, asb_row(), asb_row()]))
    assert (report.rows_kept, report.counted) == (6, {"repeated_crime_id": 2})
    assert police.rows("SELECT count(*), count(crime_id), count(DISTINCT crime_id) FROM incident") == [(6, 4, 2)]
    outcomes = police.report(write_month(tmp_path, [outcome_row(), outcome_row()], kind="outcomes"))
    assert (outcomes.rows_kept, outcomes.counted) == (2, {})


@pytest.mark.parametrize("length", [1, 7, 8, 9, 16, 64])
def test_a_capital_digit_is_seen_wherever_it_stands(length: int) -> None:
    small = (b"0123456789abcdef" * 4)[:length]
    assert not has_capitals(small)
    spelt = [small[:at] + b"%c" % letter + small[at + 1 :] for at in range(length) for letter in b"ABCDEF"]
    assert all(map(has_capitals, spelt))
