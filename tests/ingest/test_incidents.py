"""Partners' extracts into a store, by the mapping for the fire service that ships and by one with from and to."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cspdash import catalogue as content
from cspdash import settings
from cspdash.catalogue import Mapping
from cspdash.ingest import LoadReport, run
from cspdash.ingest.police_uk import DEMONSTRATION
from cspdash.store.checks import verify
from cspdash.store.connection import open_store
from cspdash.store.release import current_release, release_path
from tests import partner_extracts
from tests.making import COUNTY_DURHAM, DARLINGTON, many_rows, served, write_file, write_month
from tests.partner_extracts import (
    DWELLING,
    FIRE,
    SECRET,
    WINDOWED,
    WINDOWED_COLUMNS,
    Row,
    extract_csv,
    fire_row,
    fire_rows,
    recount,
    windowed_row,
    write_extract,
)

JANUARY, MARCH, APRIL, JUNE = (date(2023, month, 1) for month in (1, 3, 4, 6))
ROWS = fire_rows(JANUARY, date(2023, 4, 30))
PLAIN = "SELECT category, month, n, replaced_by IS NULL FROM coverage WHERE load_id = $load ORDER BY ALL"


@pytest.fixture(scope="module")
def fire() -> Mapping:
    return content.load(settings.content_dir()).mapping("fire")


def load(store: Path, path: Path, mapping: Mapping, **options: Any) -> LoadReport:
    """Load an extract that is not refused, and check that the release holds together."""
    result = run.extract(store, path, partner_extracts.catalogue(mapping), mapping, **options)
    (report,) = result.loads
    assert report.status != "refused", report.notes
    assert report.rows_read == report.rows_kept + report.rows_rejected
    assert report.rows_rejected == sum(report.reasons.values())
    name = current_release(store)
    assert name == result.release
    assert name
    assert [check for check in verify(release_path(store, name)) if not check.holds] == []
    return report


def refusal(store: Path, path: Path, mapping: Mapping, **options: Any) -> str:
    """Load an extract that must be refused with the store as it was; return what was said."""
    before = served(store)
    (report,) = run.extract(store, path, partner_extracts.catalogue(mapping), mapping, **options).loads
    assert report.status == "refused"
    assert served(store) == before
    return report.notes[0]


def asked(store: Path, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
    opened = open_store(store)
    try:
        return opened.rows(sql, **parameters)
    finally:
        opened.close()


def held(store: Path) -> Counter[tuple[str, date, str]]:
    """Return the fires that the contract's view counts by LSOA, month and category."""
    sql = "SELECT area_code, month, category, n FROM incident_monthly WHERE list_contains($names, category)"
    return Counter({(code, month, name): n for code, month, name, n in asked(store, sql, names=[FIRE, DWELLING])})


def test_every_event_is_counted_where_and_when_it_was(store_copy: Path, tmp_path: Path, fire: Mapping) -> None:
    police = asked(store_copy, "SELECT count(*) FROM incident")[0][0]
    report = load(store_copy, write_extract(tmp_path / "fire.csv", ROWS), fire)
    assert (report.status, report.rows_kept, report.rows_rejected, report.rows_added) == ("loaded", 40, 0, 40)
    assert held(store_copy) == recount(ROWS)
    assert asked(store_copy, "SELECT count(*) FROM incident")[0][0] == police + 40
    found = asked(store_copy, "SELECT * EXCLUDE (load_id) FROM incident WHERE source = 'Fire service' AND line = 3")
    day = JANUARY + timedelta(days=3)
    assert found == [
        ("Fire service", 3, f"F{day.toordinal()}", JANUARY, datetime.fromisoformat(f"{day} 21:15"), None, FIRE, None,
         None, None, "Park East", DARLINGTON[day.toordinal() % 3][0],
         "County Durham and Darlington Fire and Rescue Service"),
    ]  # fmt: skip
    line = asked(
        store_copy,
        "SELECT source, kind, file_name, rows_read FROM load WHERE load_id = (SELECT max(load_id) FROM load)",
    )
    assert line == [("Fire service", "incidents", "fire.csv", 40)]


def test_what_the_mapping_does_not_name_is_nowhere_in_the_store(
    store_copy: Path, tmp_path: Path, fire: Mapping
) -> None:
    bad = [
        fire_row(91, MARCH, {"Date of Call": "soon", "Ward": "Hidden"}),
        fire_row(92, MARCH, {"Fire Category": "Space fire"}),
    ]
    data = extract_csv([*ROWS, *bad]) + SECRET.encode() + b"\r\n"
    report = load(store_copy, write_file(tmp_path / "fire.csv", data), fire)
    assert "columns not used: 'Caller', 'Notes'" in report.notes
    assert report.reasons == {
        "Date of Call is no date written as 31/12/2013": 1, "Fire Category is not in the mapping": 1,
        "1 columns where 10 are expected": 1,
    }  # fmt: skip
    quarantined = asked(store_copy, "SELECT line, reason, raw FROM reject ORDER BY line")
    assert [raw for _, _, raw in quarantined] == [
        "F91,soon,21:15,Deliberate secondary fire",
        "F92,01/03/2023,21:15,Space fire",
        "",
    ]
    assert [line for line, _, _ in quarantined] == [42, 43, 44]
    file = release_path(store_copy, current_release(store_copy) or "")
    assert b"0191 498" not in file.read_bytes()
    assert asked(
        store_copy, "SELECT count(*) FROM term WHERE contains(term, 'Hidden') OR contains(term, 'Sample Street 1')"
    ) == [(0,)]


def test_the_same_file_again_changes_nothing(store_copy: Path, tmp_path: Path, fire: Mapping) -> None:
    path = write_extract(tmp_path / "fire.csv", ROWS)
    load(store_copy, path, fire)
    before = served(store_copy)
    again = load(store_copy, path, fire)
    assert (again.status, again.rows_kept, again.rows_added) == ("unchanged", 40, 0)
    assert served(store_copy) == before


def test_a_newer_extract_replaces_the_months_that_it_covers(store_copy: Path, tmp_path: Path, fire: Mapping) -> None:
    first = load(store_copy, write_extract(tmp_path / "a.csv", ROWS), fire)
    kept = [row for row in ROWS if row["Date of Call"][3:5] in {"01", "02"}]
    later = [dict(row) for row in ROWS if row not in kept]
    gone, moved = later.pop(4), later[0]
    moved["Ward"] = "Elsewhere"
    new = fire_rows(date(2023, 5, 2), date(2023, 6, 10))
    second = load(store_copy, write_extract(tmp_path / "b.csv", [*later, *new]), fire)
    assert (second.status, second.rows_added, second.rows_removed, second.rows_changed) == ("revised", len(new), 1, 1)
    assert held(store_copy) == recount([*kept, *later, *new])
    numbers = [row[0] for row in asked(store_copy, "SELECT crime_id FROM incident WHERE source = 'Fire service'")]
    assert sorted(numbers) == sorted(row["Incident Number"] for row in [*kept, *later, *new])
    assert gone["Incident Number"] not in numbers
    assert (
        asked(store_copy, "SELECT count(*) FROM incident_identifier_of")[0][0]
        == asked(store_copy, "SELECT count(crime_id) FROM incident")[0][0]
    )
    loads = asked(store_copy, "SELECT load_id, replaced_by FROM ledger WHERE kind = 'incidents' ORDER BY load_id")
    assert [replaced for _, replaced in loads] == [None, None], "the older one still has January and February"
    live = {month for _, month, _, stands in asked(store_copy, PLAIN, load=loads[0][0]) if stands}
    assert live == {JANUARY, date(2023, 2, 1)}
    third = load(store_copy, write_extract(tmp_path / "a.csv", ROWS), fire)
    assert (third.status, first.sha256) == ("revised", third.sha256), "an older file may be put back"
    assert held(store_copy) == recount([*ROWS, *new])
    ledger = dict(asked(store_copy, "SELECT load_id, replaced_by FROM ledger WHERE kind = 'incidents'"))
    assert ledger[loads[0][0]] == max(ledger), "nothing of the first stands any more"


def test_an_extract_says_that_its_first_and_last_month_may_be_cut(
    store_copy: Path, tmp_path: Path, fire: Mapping
) -> None:
    report = load(
        store_copy, write_extract(tmp_path / "fire.csv", fire_rows(date(2023, 3, 5), date(2023, 4, 20))), fire
    )
    (said,) = [note for note in report.notes if note.startswith("events from")]
    assert said.startswith("events from 2023-03-05 to 2023-04-19: March 2023 to April 2023 counted as whole months")
    assert "--from and --to" in said


def test_named_months_are_covered_whether_or_not_they_have_an_event(
    store_copy: Path, tmp_path: Path, fire: Mapping
) -> None:
    path = write_extract(tmp_path / "fire.csv", [fire_row(1, date(2023, 3, 5)), fire_row(2, date(2023, 7, 1))])
    report = load(store_copy, path, fire, span=(JANUARY, APRIL))
    assert report.reasons == {"Date of Call is not in the months that were asked for": 1}
    assert not [note for note in report.notes if note.startswith("events from")]
    covered = asked(store_copy, "SELECT category, month, n FROM coverage ORDER BY ALL")
    months = [date(2023, month, 1) for month in (1, 2, 3, 4)]
    assert covered == [
        (name, month, int((name, month) == (FIRE, MARCH))) for name in (FIRE, DWELLING) for month in months
    ]


def test_an_event_that_is_no_longer_in_the_extract_is_removed(store_copy: Path, tmp_path: Path, fire: Mapping) -> None:
    load(store_copy, write_extract(tmp_path / "a.csv", ROWS), fire)
    report = load(store_copy, write_extract(tmp_path / "b.csv", [fire_row()]), fire, span=(JANUARY, JUNE))
    assert (report.rows_added, report.rows_removed) == (1, 40)
    assert sum(held(store_copy).values()) == 1


def test_equal_rows_are_all_kept(store_copy: Path, tmp_path: Path) -> None:
    rows = [windowed_row(), windowed_row(), windowed_row()]
    path = write_extract(tmp_path / "noise.csv", rows, WINDOWED_COLUMNS)
    assert load(store_copy, path, WINDOWED).rows_kept == 3
    again = load(store_copy, write_extract(path, [*rows, windowed_row()], WINDOWED_COLUMNS), WINDOWED)
    assert (again.status, again.rows_added, again.rows_removed, again.rows_changed) == ("revised", 1, 0, 0)


def test_windows_reach_the_store(store_copy: Path, tmp_path: Path) -> None:
    rows = [windowed_row(At="22:00", To="06/03/2023", Until="01:30"), windowed_row(To="31/03/2023"), windowed_row()]
    load(store_copy, write_extract(tmp_path / "noise.csv", rows, WINDOWED_COLUMNS), WINDOWED)
    sql = "SELECT occurred_from, occurred_to FROM incident WHERE source = 'Council' ORDER BY line"
    assert [tuple(str(part) for part in row) for row in asked(store_copy, sql)] == [
        ("2023-03-05 22:00:00", "2023-03-06 01:30:00"), ("2023-03-05 00:00:00", "2023-03-31 23:59:59"),
        ("2023-03-05 00:00:00", "None"),
    ]  # fmt: skip


def areas_of(store: Path, source: str) -> list[tuple[Any, ...]]:
    sql = "SELECT area_code, round(longitude, 3), round(latitude, 3) FROM incident WHERE source = $source ORDER BY line"
    return asked(store, sql, source=source)


def test_points_in_degrees_find_the_locality_and_are_dropped(store_copy: Path, tmp_path: Path) -> None:
    places = [*DARLINGTON, *COUNTY_DURHAM]
    rows: list[Row] = [windowed_row(Lon=lon, Lat=lat) for _, _, lon, lat in places]
    rows += [windowed_row(Lon="-3.05", Lat="53.81"), windowed_row(Lon="54.5", Lat="-1.5"), windowed_row(Lon="", Lat="")]
    report = load(store_copy, write_extract(tmp_path / "noise.csv", rows, WINDOWED_COLUMNS), WINDOWED)
    expected = [code for code, *_ in places] + [None] * 3
    assert areas_of(store_copy, "Council") == [(code, None, None) for code in expected]
    assert report.counted == {"outside_areas": 1, "unusable_point": 1, "no_area": 3}
    sql = "SELECT district_code, sum(n) FROM monthly WHERE category = 'Noise complaint' GROUP BY ALL ORDER BY ALL"
    assert asked(store_copy, sql) == [("E06000005", 3), ("E06000047", 2), (None, 3)]


def test_points_on_the_grid_are_used_where_the_code_is_not_known(
    store_copy: Path, tmp_path: Path, fire: Mapping
) -> None:
    def at(code: str, east: str, north: str) -> Row:
        return fire_row(1, MARCH, {"LSOA Code (2021)": code, "Easting 100m": east, "Northing 100m": north})

    # -1.5430, 54.5245 is 429670, 514460 on the national grid; its LSOA is the first of DARLINGTON.
    rows = [at("", "429700", "514400"), at(DARLINGTON[2][0], "429700", "514400"), at("E01999999", "429700", "514400"),
            at("E01999999", "", ""), at("", "0", "0"), at("E06000005", "", "")]  # fmt: skip
    report = load(store_copy, write_extract(tmp_path / "fire.csv", rows), fire)
    here = (-1.543, 54.524)
    assert areas_of(store_copy, "Fire service") == [
        (DARLINGTON[0][0], *here), (DARLINGTON[2][0], *here), (DARLINGTON[0][0], *here), ("E01999999", None, None),
        (None, None, None), ("E06000005", None, None),
    ]  # fmt: skip
    assert report.counted == {"unmapped_area": 1, "unusable_point": 1, "no_area": 1}
    sql = "SELECT district_code, sum(n) FROM monthly WHERE category = $name GROUP BY ALL ORDER BY ALL"
    assert asked(store_copy, sql, name=FIRE) == [("E06000005", 4), (None, 2)], "a district's own code counts in it"


def test_partners_points_say_nothing_of_the_change_of_small_areas(
    store_copy: Path, tmp_path: Path, fire: Mapping
) -> None:
    links = "SELECT * FROM area_link ORDER BY ALL"
    before = asked(store_copy, links)
    assert before
    july = date(2023, 7, 3)
    rows = [fire_row(n, july, {"LSOA Code (2021)": code, "Easting 100m": "429700", "Northing 100m": "514400"})
            for n, code in enumerate(["E01035185", "E01012316", "E01034489", "E01020644"])]  # fmt: skip
    load(store_copy, write_extract(tmp_path / "fire.csv", rows), fire)
    assert asked(store_copy, links) == before


def test_two_partners_and_the_police_leave_each_other_alone(store_copy: Path, tmp_path: Path, fire: Mapping) -> None:
    load(store_copy, write_extract(tmp_path / "fire.csv", ROWS), fire)
    load(store_copy, write_extract(tmp_path / "noise.csv", [windowed_row()], WINDOWED_COLUMNS), WINDOWED)
    month = write_month(tmp_path, many_rows(9, "2023-03"), "2023-03")
    (report,) = run.police(store_copy, [month], partner_extracts.catalogue()).loads
    assert report.status == "revised"
    assert held(store_copy) == recount(ROWS)
    sql = "SELECT source, count(*) FROM incident WHERE month = DATE '2023-03-01' GROUP BY ALL ORDER BY ALL"
    march = sum(n for (_, month, _), n in recount(ROWS).items() if month == MARCH)
    assert asked(store_copy, sql) == [("Council", 1), ("Fire service", march), ("police.uk", 9)]


LIKE = "Check that this is 'Noise', and mappings/noise.toml"
REFUSED: dict[str, tuple[bytes, str]] = {
    "missing column": (extract_csv([windowed_row()], WINDOWED_COLUMNS[1:]), "the columns differ: missing 'From'"),
    "no rows": (extract_csv([], WINDOWED_COLUMNS), "a header and no rows"),
    "HTML": (b"<html>Log in</html>", "this is a web page (HTML)"),
    "spreadsheet": (b"PK\x03\x04...", "a zip archive or a spreadsheet"),
    "empty": (b"", "the file is empty"),
    "cut": (extract_csv([windowed_row()] * 3, WINDOWED_COLUMNS)[:-30], "line 4 is cut off"),
    "NUL": (
        extract_csv([windowed_row()] * 3, WINDOWED_COLUMNS).replace(b"Closed", b"Clo\0ed"), "NUL bytes from line 2",
    ),
    "no row is one": (
        extract_csv([windowed_row(Kind="?")] * 3, WINDOWED_COLUMNS), f"Kind is not in the mapping (3 rows). {LIKE}",
    ),
    "most dates wrong": (
        extract_csv([windowed_row(), *[windowed_row(From="03/25/2023")] * 2], WINDOWED_COLUMNS),
        f"From is no date written as 31/12/2013 (2 rows). {LIKE}",
    ),
    "a wrong year": (
        extract_csv([windowed_row(), windowed_row(From="05/03/2013")], WINDOWED_COLUMNS),
        "there is no event in April 2013 to February 2023: a date outside may be wrong. "
        "If that is right, name the months with --from 2013-03 --to 2023-03",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_no_extract_is_refused(store_copy: Path, tmp_path: Path, case: str) -> None:
    data, said = REFUSED[case]
    assert said in refusal(store_copy, write_file(tmp_path / "noise.csv", data), WINDOWED)


def test_a_damaged_file_is_loaded_when_told(store_copy: Path, tmp_path: Path) -> None:
    path = write_file(tmp_path / "noise.csv", REFUSED["cut"][0])
    report = load(store_copy, path, WINDOWED, accept_partial=True)
    assert (report.rows_kept, report.rows_rejected) == (2, 1)


@pytest.mark.fault("F18")
def test_an_extract_of_which_much_is_in_quarantine_says_so(store_copy: Path, tmp_path: Path) -> None:
    rows = [windowed_row()] * 30 + [windowed_row(Kind="Unheard of")] * 10
    report = load(store_copy, write_file(tmp_path / "noise.csv", extract_csv(rows, WINDOWED_COLUMNS)), WINDOWED)
    assert (report.status, report.rows_kept, report.rows_rejected) == ("loaded", 30, 10)
    assert report.notes[-1].startswith("25.0% of the rows were rejected: every count from this file is too low")


def test_years_without_an_event_are_believed_when_the_months_are_named(store_copy: Path, tmp_path: Path) -> None:
    path = write_file(tmp_path / "noise.csv", REFUSED["a wrong year"][0])
    report = load(store_copy, path, WINDOWED, span=(date(2013, 3, 1), MARCH))
    assert report.rows_kept == 2
    assert asked(store_copy, "SELECT count(*) FROM coverage") == [(2 * 121,)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_file_may_come_in_any_usual_encoding(store_copy: Path, tmp_path: Path, encoding: str) -> None:
    text = extract_csv([windowed_row(Result="Café closed")], WINDOWED_COLUMNS).decode()
    load(store_copy, write_file(tmp_path / "noise.csv", text.encode(encoding)), WINDOWED)
    assert asked(store_copy, "SELECT outcome FROM incident WHERE source = 'Council'") == [("Café closed",)]


def test_header_names_may_have_stray_spaces(store_copy: Path, tmp_path: Path) -> None:
    data = extract_csv([windowed_row()], WINDOWED_COLUMNS).replace(b"From,At", b" From ,At  ")
    assert load(store_copy, write_file(tmp_path / "noise.csv", data), WINDOWED).rows_kept == 1


def test_a_mapping_that_was_mended_loads_the_same_file_anew(store_copy: Path, tmp_path: Path) -> None:
    path = write_extract(tmp_path / "noise.csv", [windowed_row(), windowed_row(Kind="Other")], WINDOWED_COLUMNS)
    assert load(store_copy, path, WINDOWED).rows_rejected == 1
    mended = replace(WINDOWED, other_category="Fly-tipping")
    report = load(store_copy, path, mended)
    assert (report.status, report.rows_added, report.counted["unmapped_category"]) == ("revised", 1, 1)
    assert "not in the mapping: 'Other' (1)" in report.notes


def test_demonstration_and_partners_never_share_a_store(tmp_path: Path, fire: Mapping) -> None:
    month = write_month(tmp_path / "demo", many_rows(9))
    path = write_extract(tmp_path / "fire.csv", ROWS)
    known = partner_extracts.catalogue(fire)
    run.police(tmp_path / "one", [month], known, source=DEMONSTRATION)
    said = refusal(tmp_path / "one", path, fire)
    assert said == f"the store holds demonstration data. {run.NOT_TOGETHER}"
    load(tmp_path / "two", path, fire)
    with pytest.raises(run.RefusedFile, match="the store holds real months"):
        run.police(tmp_path / "two", [month], known, source=DEMONSTRATION)
