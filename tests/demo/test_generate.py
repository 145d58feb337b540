import csv
import io
import re
from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from cspdash.demo.areas import DISTRICTS, shipped_areas
from cspdash.demo.categories import ALL_CATEGORIES, categories_in
from cspdash.demo.counts import MONTHS, count_table
from cspdash.demo.generate import SEED, write_months

COLUMNS = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
]
ASB = "Anti-social behaviour"
AREAS = {area.area_code: area for area in shipped_areas()}
SAMPLE = (date(2011, 8, 1), date(2012, 12, 1), date(2014, 5, 1), date(2026, 3, 1))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[date, Path]:
    folder = tmp_path_factory.mktemp("months")
    return {month: write_months(folder, first=month, last=month)[0] for month in SAMPLE}


@pytest.fixture(scope="module", params=SAMPLE, ids=str)
def month(request: pytest.FixtureRequest) -> date:
    held: date = request.param
    return held


@pytest.fixture(scope="module")
def rows(files: dict[date, Path], month: date) -> list[dict[str, str]]:
    text = files[month].read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_the_layout_is_that_of_the_archive(files: dict[date, Path], month: date) -> None:
    path = files[month]
    raw = path.read_bytes()
    assert path.parts[-2:] == (f"{month:%Y-%m}", f"{month:%Y-%m}-durham-street.csv")
    assert raw.startswith(",".join(COLUMNS).encode() + b"\r\n")
    assert raw.endswith(b"\r\n")
    lines = raw.split(b"\r\n")[:-1]
    assert not any(b"\n" in line or b"\r" in line or b'"' in line for line in lines)
    assert {line.count(b",") for line in lines} == {11}


def test_rows_equal_the_count_table(rows: list[dict[str, str]], month: date) -> None:
    counted = Counter(
        (AREAS[row["LSOA code"]].parent_code, row["Crime type"]) for row in rows if row["LSOA code"] in AREAS
    )
    table = count_table(SEED)[:, MONTHS.index(month)]
    for at, district in enumerate(DISTRICTS):
        for column, category in enumerate(ALL_CATEGORIES):
            assert counted[district, category] == table[at, column]


def test_every_row_has_its_month_force_and_category(rows: list[dict[str, str]], month: date) -> None:
    assert {row["Month"] for row in rows} == {f"{month:%Y-%m}"}
    assert {row["Reported by"] for row in rows} == {row["Falls within"] for row in rows} == {"Durham Constabulary"}
    assert {row["Crime type"] for row in rows} == set(categories_in(month))
    assert {row["Context"] for row in rows} == {""}


def test_only_anti_social_behaviour_has_neither_id_nor_outcome(rows: list[dict[str, str]]) -> None:
    for row in rows:
        bare = row["Crime type"] == ASB
        assert bool(re.fullmatch("[0-9a-f]{64}", row["Crime ID"])) is not bare
        assert bool(row["Last outcome category"]) is not bare
    ids = [row["Crime ID"] for row in rows if row["Crime ID"]]
    assert len(set(ids)) == len(ids) > 2000


def test_points_are_few_named_as_invented_and_within_their_area(rows: list[dict[str, str]]) -> None:
    places: dict[str, set[tuple[float, float]]] = {}
    for row in rows:
        area = AREAS.get(row["LSOA code"])
        if area is None:
            continue
        assert row["LSOA name"] == area.area_name
        assert re.fullmatch(r"On or near Demonstration Street \d+", row["Location"])
        places.setdefault(row["LSOA code"], set()).add((float(row["Longitude"]), float(row["Latitude"])))
    assert len(places) > 380
    for code, points in places.items():
        corners = AREAS[code].edges
        assert len(points) <= 16
        (west, south), (east, north) = corners[:, :2].min(axis=0), corners[:, :2].max(axis=0)
        assert all(west <= x <= east and south <= y <= north for x, y in points)


def test_a_few_rows_lie_elsewhere_or_nowhere(rows: list[dict[str, str]], month: date) -> None:
    elsewhere = [row for row in rows if row["LSOA code"] and row["LSOA code"] not in AREAS]
    nowhere = [row for row in rows if not row["LSOA code"]]
    assert len(elsewhere) / len(rows) == pytest.approx(0.008, abs=0.001)
    assert all(row["Longitude"] and row["LSOA name"] for row in elsewhere)
    assert len(nowhere) < 0.025 * len(rows)
    assert len(nowhere) > 30 or month.year > 2017
    assert all(
        (row["Longitude"], row["Latitude"], row["Location"], row["LSOA name"]) == ("", "", "No Location", "")
        for row in nowhere
    )


def test_newest_crimes_are_still_under_investigation(rows: list[dict[str, str]], month: date) -> None:
    pending = np.mean([row["Last outcome category"] == "Under investigation" for row in rows if row["Crime ID"]])
    assert bool(pending > 0.4) == (month == MONTHS[-1])


def test_same_seed_same_bytes_whatever_else_is_written(files: dict[date, Path], tmp_path: Path) -> None:
    written = write_months(tmp_path, first=date(2014, 4, 1), last=date(2014, 6, 1))
    assert [path.parent.name for path in written] == ["2014-04", "2014-05", "2014-06"]
    digest = sha256(written[1].read_bytes()).hexdigest()
    assert digest == sha256(files[date(2014, 5, 1)].read_bytes()).hexdigest()


def test_another_seed_other_bytes(files: dict[date, Path], tmp_path: Path) -> None:
    month = date(2014, 5, 1)
    (other,) = write_months(tmp_path, seed=SEED + 1, first=month, last=month)
    ids = {line[:64] for line in files[month].read_text(encoding="utf-8").splitlines() if line[0] != ","}
    others = {line[:64] for line in other.read_text(encoding="utf-8").splitlines() if line[0] != ","}
    assert len(ids & others) == 1  # the header


def test_months_outside_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    for first, last in ((date(2010, 3, 1), MONTHS[5]), (MONTHS[0], date(2026, 4, 1)), (MONTHS[5], MONTHS[4])):
        with pytest.raises(ValueError, match="2010-04 to 2026-03"):
            write_months(tmp_path, first=first, last=last)
    assert list(tmp_path.iterdir()) == []


def test_a_district_without_areas_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="E06000005"):
        write_months(tmp_path, areas=tuple(AREAS.values())[:1])
