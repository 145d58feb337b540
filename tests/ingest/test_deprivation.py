"""The Indices of Deprivation as published, into the store: what is taken, left out and refused."""

from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.ingest import RefusedFile, run
from cspdash.ingest.deprivation import is_deprivation, read_deprivation
from cspdash.store.connection import open_store
from cspdash.store.observations import supplied

CONTENT = catalogue.load(settings.content_dir())
KNOWN = {"E01012304", "E01012305"}
PUBLISHED = (
    "LSOA code (2011),LSOA name (2011),Local Authority District code (2019),"
    "Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),Income Score (rate)"
)


def written(folder: Path, lines: list[str], name: str = "IoD2019_all.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_file_as_published_is_taken_for_the_stores_lsoas(tmp_path: Path) -> None:
    path = written(tmp_path, [
        PUBLISHED,
        "E01012304,Darlington 012A,E06000005,60.379,303,1,0.4",
        'E01000001,City of London 001A,E09000001,6.2,"29,199",9,0.01',
        'E01012305,Darlington 012B,E06000005,32.475,"4,294",2,0.3',
    ])  # fmt: skip
    found = read_deprivation(path, CONTENT, KNOWN)
    values = {(row.indicator, row.area_code): row.value for row in found.rows}
    assert values == {
        ("imd-score", "E01012304"): 60.379, ("imd-rank", "E01012304"): 303, ("imd-decile", "E01012304"): 1,
        ("imd-score", "E01012305"): 32.475, ("imd-rank", "E01012305"): 4294, ("imd-decile", "E01012305"): 2,
    }  # fmt: skip
    assert {(row.period_start.year, row.period_end.year) for row in found.rows} == {(2019, 2019)}
    assert found.rows[0].source == "English Indices of Deprivation 2019, MHCLG"
    assert "1 LSOAs that this store does not have were left out" in found.notes


@pytest.mark.parametrize(
    "header",
    ["lsoa11_code,IMD_score", "LSOA21CD,IMD Rank", "lsoa21_code,imd_decile", "LSOA code (2021)," + PUBLISHED[-200:]],
)
def test_short_column_names_are_known_too(header: str) -> None:
    assert is_deprivation(header.split(","))


@pytest.mark.parametrize(
    "header",
    ["indicator,area_code,period_start,period_end,numerator,denominator,value,note", "lsoa11_code,Income_rank",
     "IMD_score,name"],
)  # fmt: skip
def test_other_tables_are_not_taken_for_it(header: str) -> None:
    assert not is_deprivation(header.split(","))


@pytest.mark.parametrize(
    ("name", "lines", "said"),
    [
        ("deprivation.csv", ["lsoa11_code,IMD_rank", "E01012304,1"], "its name does not say of which year"),
        ("imd2019.csv", ["lsoa11_code,IMD_rank", "E01000001,1"], "none of the store's LSOAs"),
        (
            "imd2019.csv",
            ["lsoa11_code,IMD_rank", "E01012304,1", "E01012304,2"],
            "line 3, lsoa11_code: E01012304 stands",
        ),
        ("imd2019.csv", ["lsoa11_code,IMD_rank", "E01012304,"], "line 2, IMD_rank: the number is missing"),
        ("imd2019.csv", ["lsoa11_code,IMD_rank", "E01012304,0"], "line 2, IMD_rank: 0 is no rank"),
        ("imd2019.csv", ["lsoa11_code,IMD_rank", "E01012304,1.5"], "1.5 is no rank"),
        ("imd2019.csv", ["lsoa11_code,IMD_decile", "E01012304,11"], "11 is no decile"),
        ("imd2019.csv", ["lsoa11_code,IMD_score", "E01012304,-1"], "-1 is no score"),
        ("imd2019.csv", ["lsoa11_code,IMD_score", "E01012304,high"], "'high' is no number"),
    ],
)
def test_a_file_of_no_use_is_refused_with_line_and_reason(
    name: str, lines: list[str], said: str, tmp_path: Path
) -> None:
    with pytest.raises(RefusedFile, match=said):
        read_deprivation(written(tmp_path, lines, name), CONTENT, KNOWN)


def test_content_without_the_indicator_is_told_where_to_find_it(tmp_path: Path, small_content: Path) -> None:
    path = written(tmp_path, ["lsoa11_code,IMD_rank", "E01012304,1"], "imd2019.csv")
    with pytest.raises(RefusedFile, match=r"no indicator imd-rank.*deprivation\.toml"):
        read_deprivation(path, catalogue.load(small_content), KNOWN)


def test_it_is_loaded_by_ingest_observations_and_again_changes_nothing(store_copy: Path, tmp_path: Path) -> None:
    path = written(tmp_path, ["lsoa11_code,IMD_rank", "E01012304,303", "E01012305,4294"], "imd2019.csv")
    (report,) = run.indicator_table(store_copy, path, CONTENT).loads
    assert (report.status, report.rows_kept) == ("loaded", 2)
    assert run.indicator_table(store_copy, path, CONTENT).loads[0].status == "unchanged"
    opened = open_store(store_copy)
    assert [(row.area_code, row.value) for row in supplied(opened, ["imd-rank"])] == [
        ("E01012304", 303), ("E01012305", 4294),
    ]  # fmt: skip
    opened.close()


@pytest.mark.parametrize(
    ("file", "year"),
    [("imd2015_lsoa11_darlington_county-durham.csv", 2015), ("imd2019_lsoa11_darlington_county-durham.csv", 2019),
     ("imd2025_lsoa21_darlington_county-durham.csv", 2025)],
)  # fmt: skip
def test_real_editions_are_read_whole(real_data: Path, file: str, year: int) -> None:
    path = real_data / "deprivation" / file
    lines = path.read_text(encoding="utf-8").splitlines()
    codes = {line.split(",")[0] for line in lines[1:]}
    found = read_deprivation(path, CONTENT, codes)
    assert {row.period_end.year for row in found.rows} == {year}
    assert {row.area_code for row in found.rows} == codes
    at = lines[0].split(",").index("IMD_rank")
    assert {row.area_code: row.value for row in found.rows if row.indicator == "imd-rank"} == {
        line.split(",")[0]: float(line.split(",")[at]) for line in lines[1:]
    }
