"""Survey tables into the store: what is taken, what is refused by line and column, what is said."""

from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.ingest import LoadReport, RefusedFile, run
from cspdash.ingest.surveys import read_survey
from cspdash.store.connection import open_store
from tests.commands import cspdash
from tests.making import served, write_file
from tests.survey_tables import DARLINGTON, DURHAM, answer, survey_csv

Q4, Q1 = ("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-06-30")
AREAS = {DARLINGTON, DURHAM, "E01012304", "K04000001"}
HELD = """
SELECT wave_start, n, share, design_effect, source FROM survey_answer
WHERE NOT starts_with(source, 'Printed in ') ORDER BY ALL"""


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


def rows_of(store: Path) -> list[tuple[object, ...]]:
    opened = open_store(store)
    try:
        return [(f"{row[0]}", *row[1:]) for row in opened.rows(HELD)]
    finally:
        opened.close()


def load(store: Path, path: Path, content: Catalogue) -> LoadReport:
    return run.survey_table(store, path, content).loads[0]


def refusal(path: Path, content: Catalogue) -> str:
    with pytest.raises(RefusedFile) as raised:
        read_survey(path, content, AREAS)
    return str(raised.value)


@pytest.mark.parametrize(
    ("figure", "share"),
    [
        ({"share": "0.23"}, 0.23),
        ({"percent": "23"}, 0.23),
        ({"percent": "23%"}, 0.23),
        ({"percent": "0"}, 0.0),
        ({"count": "46"}, 46 / 200),
        ({"count": "46", "share": "0.23", "percent": "23"}, 46 / 200),
        ({"share": "1"}, 1.0),
        ({"share": "0"}, 0.0),
    ],
)
def test_a_figure_is_taken_as_share_percent_or_count(
    tmp_path: Path, content: Catalogue, figure: dict[str, str], share: float
) -> None:
    path = survey_csv(tmp_path / "a.csv", [answer(Q4, n=200, **figure), answer(Q1, n=200, **figure)])
    assert [row.share for row in read_survey(path, content, AREAS).rows] == [share, share]


# each: what one row changes, words of the message
BAD: dict[str, tuple[dict[str, object], str]] = {
    "23 for 0.23": ({"share": "23"}, "share: '23' is above 1. A share runs from 0 to 1: write 23% as 0.23, or name"),
    "share just above 1": ({"share": "1.0001"}, "share: '1.0001' is above 1"),
    "share with a sign": ({"share": "23%"}, "share: '23%' has a percent sign"),
    "negative share": ({"share": "-0.2"}, "share: '-0.2' is below 0"),
    "share no number": ({"share": "high"}, "share: 'high' is no number"),
    "share not finite": ({"share": "nan"}, "share: 'nan' is no number"),
    "no figure": ({"share": ""}, "share: the row has no figure"),
    "n of zero": ({"n": "0"}, "n: '0': nobody was asked. Leave the cell empty where n is not known"),
    "n below zero": ({"n": "-5"}, "n: '-5': nobody was asked"),
    "n with decimals": ({"n": "200.5"}, "n: 200.5 has decimals. n counts people asked"),
    "n with thousands": ({"n": '"1,200"'}, "n: '1,200' has a separator of thousands. Write 1200"),
    "n no number": ({"n": "many"}, "n: 'many' is no number"),
    "unknown area": ({"area_code": "E06000006"}, "area_code: no area has the code 'E06000006'. Did you mean"),
    "no area": ({"area_code": ""}, "area_code: no area has the code ''. Write the ONS code"),
    "no survey": ({"survey": ""}, "survey: the cell is empty"),
    "no question": ({"question": " "}, "question: the cell is empty"),
    "date in words": ({"wave_start": "April 2024"}, "wave_start: 'April 2024' is no date. Write a day as 2012-04-01"),
    "no such day": ({"wave_end": "2024-06-31"}, "wave_end: '2024-06-31' is not in the calendar"),
    "wave reversed": ({"wave_end": "2024-03-31"}, "wave_end: 2024-03-31 lies before the start, 2024-04-01"),
    "design effect": ({"design_effect": "0"}, "design_effect: '0' is not above 0"),
    "source of plans": ({"source": "Printed in a plan"}, "source: 'Printed in …' is kept for figures printed in plans"),
    "an essay": ({"wording": "x" * 501}, "wording: 501 characters. Use up to 500"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_row_is_refused_with_line_column_reason_and_remedy(tmp_path: Path, content: Catalogue, case: str) -> None:
    changes, words = BAD[case]
    path = survey_csv(tmp_path / "a.csv", [answer(Q4, n=200, share="0.2"), answer(Q1, n=200, share="0.2") | changes])
    said = refusal(path, content)
    assert said.startswith("a.csv: line 3, ")
    assert words in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"count": "201"}, "count: 201 answered so, but only 200 were asked"),
        ({"count": "-1"}, "count: '-1' is no number of people"),
        ({"count": "4.5"}, "count: '4.5' is no number of people"),
        ({"n": ""}, "n: a count needs the number asked"),
        ({"count": "46", "percent": "24"}, "percent: '24' disagrees with count 46"),
        ({"percent": "101"}, "percent: '101' is no percent"),
    ],
)
def test_a_bad_count_is_refused(tmp_path: Path, content: Catalogue, changes: dict[str, object], words: str) -> None:
    rows = [answer(Q4, n=200, count=46, percent=23), answer(Q1, n=200, count=46, percent=23) | changes]
    if "percent" in changes and "count" not in changes:
        rows = [{name: cell for name, cell in row.items() if name != "count"} for row in rows]
    said = refusal(survey_csv(tmp_path / "a.csv", rows), content)
    assert f"line 3, {words}" in said


def test_shares_under_percent_are_refused(tmp_path: Path, content: Catalogue) -> None:
    path = survey_csv(tmp_path / "a.csv", [answer(Q4, n=200, percent="0.23"), answer(Q1, n=200, percent="0.19")])
    assert "line 2, percent: '0.23' under percent is below 1%, as is every figure" in refusal(path, content)


def test_a_wave_that_stands_twice_is_refused(tmp_path: Path, content: Catalogue) -> None:
    rows = [answer(Q4, n=200, share="0.23"), answer(Q1, n=206, share="0.19"), answer(Q4, n=210, share="0.2")]
    said = refusal(survey_csv(tmp_path / "a.csv", rows), content)
    assert "line 4, wave_start: says again the wave 2024-01-01 to 2024-03-31 of line 2. Keep one of them" in said
    thrice = refusal(survey_csv(tmp_path / "b.csv", [*rows, answer(Q4, n=220, share="0.2")]), content)
    for line in (4, 5):
        assert f"line {line}, wave_start: says again the wave 2024-01-01 to 2024-03-31 of line 2." in thrice


def test_waves_that_overlap_are_refused(tmp_path: Path, content: Catalogue) -> None:
    year = answer(("2023-07-01", "2024-06-30"), n=573, share="0.22")
    rows = [answer(Q4, n=200, share="0.23"), answer(Q1, n=206, share="0.19"), year]
    said = refusal(survey_csv(tmp_path / "a.csv", rows), content)
    assert "2 problems" in said
    assert "line 2, wave_start: 2024-01-01 to 2024-03-31 overlaps the wave 2023-07-01 to 2024-06-30 of line 4" in said
    assert "line 3, wave_start:" in said


def test_the_same_wave_of_another_area_or_question_is_no_double(tmp_path: Path, content: Catalogue) -> None:
    rows = [
        answer(Q4, n=200, share="0.23"),
        answer(Q4, n=200, share="0.23", area_code=DURHAM),
        answer(Q4, n=200, share="0.6", question="dealing-with-local-concerns"),
    ]
    assert len(read_survey(survey_csv(tmp_path / "a.csv", rows), content, AREAS).rows) == 3


def test_every_problem_is_listed_in_the_order_of_lines(tmp_path: Path, content: Catalogue) -> None:
    rows = [answer((f"{year}-01-01", f"{year}-12-31"), n=0, share="0.2") for year in range(1995, 2024)]
    said = refusal(survey_csv(tmp_path / "a.csv", rows), content)
    assert said.index("line 2, n") < said.index("line 3, n") < said.index("and 9 more")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("survey,question,wave_start,wave_end,area_code,n", "line 1: no column share, percent or count"),
        ("survey,question,wave_start,wave_end,area_code,share", "line 1: the columns differ: missing 'n'"),
    ],
)
def test_missing_columns_are_named(tmp_path: Path, content: Catalogue, header: str, words: str) -> None:
    path = write_file(tmp_path / "a.csv", f"{header}\na,b,2024-01-01,2024-01-02,{DARLINGTON},5\n".encode())
    assert words in refusal(path, content)


def test_rows_without_n_are_loaded_and_said(store_copy: Path, tmp_path: Path, content: Catalogue) -> None:
    path = survey_csv(
        tmp_path / "a.csv", [answer(Q4, n="", share="0.23"), answer(Q1, n=25, share="0.2", source="MORI")]
    )
    report = load(store_copy, path, content)
    assert (report.status, report.rows_kept, report.rows_added) == ("loaded", 2, 2)
    assert "no number asked in line 2: kept, shown without interval and without verdict" in report.notes
    assert "fewer than 30 asked in line 3: kept, but too small a base to be shown" in report.notes
    assert rows_of(store_copy) == [
        ("2024-01-01", None, 0.23, None, "a.csv"),
        ("2024-04-01", 25, 0.2, None, "MORI"),
    ]


def test_an_unknown_question_and_a_change_of_wording_are_said(tmp_path: Path, content: Catalogue) -> None:
    rows = [
        answer(Q4, n=200, share="0.2", wording="Old", method="Telephone", question="asb-a-big-problm"),
        answer(Q1, n=200, share="0.2", wording="New", method="Online", question="asb-a-big-problm"),
    ]
    notes = read_survey(survey_csv(tmp_path / "a.csv", rows), content, AREAS).notes
    assert "the wording changes from line 2 to line 3: never joined or tested" in notes
    assert "the method changes from line 2 to line 3: never joined or tested" in notes
    assert any(
        "does not describe police-confidence/asb-a-big-problm" in note and "Did you mean" in note for note in notes
    )


def test_loading_again_replaces_and_says_what_changed(store_copy: Path, tmp_path: Path, content: Catalogue) -> None:
    path = survey_csv(tmp_path / "a.csv", [answer(Q4, n=200, share="0.23", method="Telephone")])
    load(store_copy, path, content)
    first = served(store_copy)
    assert load(store_copy, path, content).status == "unchanged"
    assert served(store_copy) == first
    rows = [answer(Q4, n=201, share="0.22", method="Online"), answer(Q1, n=206, share="0.19", method="Online")]
    report = load(store_copy, survey_csv(tmp_path / "b.csv", rows), content)
    assert (report.status, report.rows_added, report.rows_changed) == ("revised", 1, 1)
    assert [row[1:3] for row in rows_of(store_copy)] == [(201, 0.22), (206, 0.19)]
    opened = open_store(store_copy)
    assert opened.rows("SELECT DISTINCT method FROM survey_wave") == [("Online",)]
    opened.close()


def test_a_wave_is_compared_with_itself_alone(store_copy: Path, tmp_path: Path, content: Catalogue) -> None:
    rows = [
        answer(wave, area_code=area, question=question, n=200, share="0.23", method=f"{question} {area} {wave[0]}")
        for wave in (Q4, Q1) for area in (DARLINGTON, DURHAM) for question in ("one", "two")
    ]  # fmt: skip
    path = survey_csv(tmp_path / "a.csv", rows)
    assert load(store_copy, path, content).rows_added == 8
    assert load(store_copy, path, content).status == "unchanged"
    report = load(store_copy, survey_csv(path, [*rows[:-1], rows[-1] | {"method": "Online"}]), content)
    assert (report.status, report.rows_added, report.rows_changed) == ("revised", 0, 1)


def test_a_wave_that_overlaps_one_held_is_refused(store_copy: Path, tmp_path: Path, content: Catalogue) -> None:
    load(store_copy, survey_csv(tmp_path / "a.csv", [answer(Q4, n=200, share="0.23", source="First")]), content)
    before = served(store_copy)
    half = survey_csv(tmp_path / "b.csv", [answer(("2024-03-01", "2024-08-31"), n=500, share="0.2")])
    report = load(store_copy, half, content)
    assert report.status == "refused"
    assert "line 2, wave_start: the wave overlaps 2024-01-01 to 2024-03-31, held from 'First'" in report.notes[0]
    assert served(store_copy) == before


def test_a_printed_wave_gives_way_and_stays(store_copy: Path, tmp_path: Path, content: Catalogue) -> None:
    printed = "SELECT count(*) FROM survey_answer WHERE starts_with(source, 'Printed in ')"
    opened = open_store(store_copy)
    before = opened.rows(printed)
    opened.close()
    year = survey_csv(tmp_path / "a.csv", [answer(("2012-01-01", "2012-12-31"), n=800, share="0.21")])
    assert load(store_copy, year, content).status == "loaded"
    opened = open_store(store_copy)
    assert opened.rows(printed) == before
    opened.close()


def test_the_command_refuses_with_the_store_unchanged(store_copy: Path, tmp_path: Path) -> None:
    before = served(store_copy)
    path = survey_csv(tmp_path / "a.csv", [answer(Q4, n=200, share="23")])
    told = cspdash("ingest", "surveys", path, "--store", store_copy)
    assert told.code == 3
    assert "line 2, share: '23' is above 1" in told.out
    assert served(store_copy) == before
    good = survey_csv(tmp_path / "a.csv", [answer(Q4, n=200, percent="23")])
    told = cspdash("ingest", "surveys", good, "--store", store_copy, "--json")
    assert told.code == 0
    assert told.json["loads"][0]["rows_kept"] == 1
    assert told.json["release"] == served(store_copy)[0] != before[0]
