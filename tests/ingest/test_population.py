from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from cspdash.ingest import RefusedFile, areas
from cspdash.ingest.population import Population, load_population, read_population
from cspdash.store.release import building

ONE, TWO = "E01012304", "E01012305"
OURS = "area_code,year,persons,households\n"


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with building(tmp_path / "store") as build:
        areas.load_reference(build.con)
        yield build.con
        build.abandon()


def people(folder: Path, text: str) -> Path:
    (folder / "people.csv").write_text(text, encoding="utf-8")
    return folder / "people.csv"


def test_our_own_columns(tmp_path: Path) -> None:
    found = read_population(people(tmp_path, f"{OURS}{ONE},2021,1045,512\n{TWO},2021,1075,\n"))
    assert found.rows == (Population(ONE, 2021, 1045, 512), Population(TWO, 2021, 1075, None))
    assert (found.rejects, found.notes) == ((), ("residents from the column persons",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"lsoa11_code,lsoa11_name,total_population,0,1\n{ONE},x,1088.0,15.0,15.0\n", Population(ONE, 2020, 1088)),
        (f'LSOA21CD,LSOA21NM,All_Ages\n{ONE},x,"1,563"\n', Population(ONE, 2020, 1563)),
        (f"lsoa21_code,ltla22_code,total_residents,Households\n{ONE},E06000005,9,4\n", Population(ONE, 2020, 9, 4)),
    ],
)
def test_the_columns_of_ons_with_the_year_said_apart(text: str, expected: Population, tmp_path: Path) -> None:
    assert read_population(people(tmp_path, text), 2020).rows == (expected,)


def test_areas_of_other_kinds_are_set_aside_with_line_and_reason(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    text = "ladcode19,laname19,year,population\nE06000005,Darlington,2019,106803\nS12000033,Aberdeen City,2019,228670\n"
    report = load_population(con, people(tmp_path, text))
    assert (report.rows_read, report.rows_kept, report.rows_rejected) == (2, 1, 1)
    reason = "the code is of no kind of area that is held here"
    assert report.reasons == {reason: 1}
    assert con.execute("SELECT load_id, line, reason, raw FROM reject").fetchall() == [
        (1, 3, reason, "S12000033,Aberdeen City,2019,228670")
    ]


def test_the_same_area_and_year_is_replaced_and_others_stay(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert load_population(con, people(tmp_path, f"{OURS}{ONE},2021,1045,512\n")).status == "loaded"
    assert load_population(con, people(tmp_path, f"{OURS}{ONE},2021,1045,512\n")).status == "unchanged"
    report = load_population(con, people(tmp_path, f"{OURS}{ONE},2021,1046,512\n{TWO},2021,7,\n"))
    assert (report.status, report.rows_added, report.rows_changed) == ("revised", 1, 1)
    held = con.execute("SELECT year, persons FROM population WHERE area_code = $code ORDER BY year", {"code": ONE})
    assert held.fetchall() == [(2011, 1210), (2021, 1046)]
    assert con.execute("SELECT count(*) FROM population").fetchall() == [(389 + 2,)]
    assert con.execute("SELECT source, kind, rows_kept FROM load").fetchall() == [
        ("ONS population", "population", 1),
        ("ONS population", "population", 2),
    ]


def test_areas_that_are_not_known_are_kept_and_said(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    report = load_population(con, people(tmp_path, f"{OURS}E07000136,2021,70500,\n"))
    assert (report.rows_kept, report.notes[-1]) == (1, "areas that are not known here: 1")


@pytest.mark.parametrize(
    ("text", "year", "reason"),
    [
        (f"area_code,persons\n{ONE},5\n", None, "no column carries the year"),
        (f"area_code,persons\n{ONE},5\n", 1066, "1066 is no year from 1990 to 2100"),
        ("name,year,persons\nDarlington,2021,5\n", None, "no column carries ONS codes; its columns are: name, year"),
        (f"area_code,year,men\n{ONE},2021,5\n", None, "no column carries residents"),
        (f"{OURS}{ONE},2021,5,1\n", 2020, "line 2, column year: 2021 is not 2020"),
        (f"{OURS}{ONE},21,5,1\n", None, "line 2, column year: '21' is no whole number from 1,990 to 2,100"),
        (f"{OURS}{ONE},2021,5,1\n{TWO},2021,,1\n", None, "line 3, column persons: '' is no whole number"),
        (f"{OURS}{ONE},2021,-5,1\n", None, "line 2, column persons: '-5'"),
        (f"{OURS}{ONE},2021,0,\n", None, "line 2, column persons: '0'"),
        (f"{OURS}{ONE},2021,10.5,\n", None, "line 2, column persons: '10.5'"),
        (f"{OURS}{ONE},2021,<5,\n", None, "line 2, column persons: '<5'"),
        (f"{OURS}{ONE},2021,c,\n", None, "line 2, column persons: 'c'"),
        (f"{OURS}{ONE},2021,1e3,\n", None, "line 2, column persons: '1e3'"),
        (f"{OURS}{ONE},2021,٥,\n", None, "line 2, column persons: '٥'"),
        (f"{OURS}{ONE},2021,5,6\n", None, "line 2, column households: '6' is no whole number from 0 to 5"),
        (f"{OURS}Darlington,2021,5,1\n", None, "line 2, column area_code: 'Darlington' is no ONS code"),
        (f"{OURS}{ONE},2021,5,1\n{ONE},2021,6,1\n", None, f"areas that stand twice: {ONE} in 2021"),
        (f"{OURS}{ONE},2021,5\n", None, "line 2: 3 columns where 4 are expected"),
        (f"{OURS}S12000033,2021,5,1\n", None, "no row is for an area that is held here"),
        (OURS, None, "a header and no rows"),
        ("", None, "the file is empty"),
        ("<!DOCTYPE html>", None, "web page"),
    ],
)
def test_bad_files_are_refused_with_line_and_column(text: str, year: int | None, reason: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match=reason):
        read_population(people(tmp_path, text), year)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match="no such file"):
        read_population(tmp_path / "absent.csv")


@pytest.mark.parametrize(
    ("name", "year", "darlington", "durham"),
    [
        ("census2021_lsoa21_darlington_county-durham.csv", 2021, 107_787, 522_063),
        ("mye2020_lsoa11_single-year-of-age_darlington_county-durham.csv", 2020, 107_402, 533_149),
        ("census2011_lsoa11_darlington_county-durham.csv", 2011, 105_564, 513_242),
    ],
)
def test_real_populations(name: str, year: int, darlington: int, durham: int, real_data: Path) -> None:
    rows = read_population(real_data / "population" / name, year).rows
    assert sum(row.persons for row in rows) == darlington + durham
    assert {row.year for row in rows} == {year}
