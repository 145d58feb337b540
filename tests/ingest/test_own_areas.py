"""Own areas in a store: counted as a plain recount counts them, never lost, never counted twice."""

import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.ingest import own_areas, run
from cspdash.store import own_area_queries
from cspdash.store.connection import Store, open_store
from cspdash.store.release import StoreProblem, rollback
from tests import making
from tests.making import COUNTY_DURHAM, DARLINGTON, MONTHS, month_rows, served
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, categories_of, monthly, residents

# Round two of Darlington's three map points, with a dent in its western side.
OUTLINE = [(-1.5440, 54.5190), (-1.5400, 54.5190), (-1.5400, 54.5260), (-1.5440, 54.5260), (-1.5435, 54.5210)]
TWO_DISTRICTS = [(-1.9, 54.4), (-1.4, 54.4), (-1.4, 54.95), (-1.9, 54.95)]
ONE, PAIR = "E01012304", ["E01012304", "E01012316"]
WHOLE_DISTRICT = [(-1.71, 54.44), (-1.40, 54.44), (-1.40, 54.62), (-1.71, 54.62)]


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return catalogue.load(settings.content_dir())


def file_of(folder: Path, name: str = "Town centre", ring: Any = OUTLINE, **properties: Any) -> Path:
    """Write an own area as a file; without a ring it is made of the localities among the properties."""
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]} if ring else None
    text = json.dumps({"type": "Feature", "properties": {"name": name, **properties}, "geometry": geometry})
    return making.write_file(folder / "given.geojson", text.encode())


def is_inside(ring: list[tuple[float, float]], east: float, north: float) -> bool:
    """Tell whether a point lies inside a ring by counting the sides that a line to the east crosses."""
    crossed = 0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > north) != (y2 > north) and east < x1 + (north - y1) * (x2 - x1) / (y2 - y1):
            crossed += 1
    return crossed % 2 == 1


def recount(ring: list[tuple[float, float]]) -> Counter[tuple[date, str]]:
    """Count the sample's rows whose point lies inside a ring, row by row."""
    found: Counter[tuple[date, str]] = Counter()
    for month in MONTHS:
        for row in month_rows(month):
            if row["Longitude"] and is_inside(ring, float(row["Longitude"]), float(row["Latitude"])):
                found[month, row["Crime type"]] += 1
    return found


def opened(folder: Path) -> Store:
    return open_store(folder)


def counted(folder: Path, code: str = "X-town-centre") -> dict[tuple[date, str], int]:
    store = opened(folder)
    try:
        return {(month, category): n for month, category, n in own_area_queries.own_monthly(store, code)}
    finally:
        store.close()


def asked(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    store = opened(folder)
    try:
        return store.rows(sql)
    finally:
        store.close()


@pytest.fixture(scope="module")
def drawn(store_folder: Path, tmp_path_factory: pytest.TempPathFactory, known: Catalogue) -> Path:
    """A store with five own areas, given in one file; read only."""
    folder = Path(shutil.copytree(store_folder, tmp_path_factory.mktemp("drawn") / "store"))
    ((text,),) = asked(folder, f"SELECT geojson FROM outline WHERE area_code = '{ONE}'")
    rings: dict[str, Any] = {"Town centre": OUTLINE, "Whole": WHOLE_DISTRICT, "Both": TWO_DISTRICTS}
    rings["Just one"] = json.loads(text)["coordinates"][0][:-1]
    features = [json.loads(file_of(folder, name, ring).read_text()) for name, ring in rings.items()]
    features.append(json.loads(file_of(folder, "Two", None, localities=PAIR).read_text()))
    path = making.write_file(
        folder / "given.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode()
    )
    assert not run.drawn_areas(folder, path, known).refused
    return folder


def test_an_outline_counts_the_rows_whose_points_lie_inside(drawn: Path, store_folder: Path) -> None:
    inside = [area[0] for area in DARLINGTON if is_inside(OUTLINE, float(area[2]), float(area[3]))]
    assert inside == [ONE, "E01012305"]
    assert counted(drawn) == recount(OUTLINE)
    (area,) = asked(
        drawn, "SELECT level, parent_code, geometry IS NOT NULL FROM area WHERE area_code = 'X-town-centre'"
    )
    assert area == ("custom", DARLINGTON_CODE, True)
    everything = "SELECT * FROM incident_monthly ORDER BY ALL"
    assert asked(drawn, everything) == asked(store_folder, everything)


def test_an_outline_round_a_whole_district_counts_every_row_with_a_point_in_it(drawn: Path) -> None:
    box = "longitude BETWEEN -1.71 AND -1.40 AND latitude BETWEEN 54.44 AND 54.62"
    rows = asked(drawn, f"SELECT count(*) FROM incident WHERE {box}")
    found = sum(counted(drawn, "X-whole").values())
    assert found == rows[0][0] == sum(recount(WHOLE_DISTRICT).values())
    in_district = sum(sum(monthly(DARLINGTON_CODE, {category}).values()) for category in categories_of(DARLINGTON_CODE))
    # One row a month in the sample has a code of Blackpool and a point in Darlington: a point decides here.
    assert found == in_district + len(MONTHS)


def test_residents_of_an_outline_are_the_share_of_the_ground_that_it_covers(drawn: Path) -> None:
    ((persons,),) = asked(drawn, f"SELECT persons FROM common_population WHERE area_code = '{ONE}'")
    ((found, year, districts),) = asked(
        drawn, "SELECT persons, year, districts FROM custom_area WHERE area_code = 'X-just-one'"
    )
    assert found == pytest.approx(persons, rel=0.001)
    assert (year, districts) == (2011, [DARLINGTON_CODE])


def test_an_area_of_localities_counts_what_they_count(drawn: Path) -> None:
    found: Counter[date] = Counter()
    for (month, _), n in counted(drawn, "X-two").items():
        found[month] += n
    categories = {row["Crime type"] for row in month_rows(MONTHS[0])}
    assert found == {month: sum(monthly(code, categories)[month] for code in PAIR) for month in MONTHS}
    ((persons,),) = asked(drawn, "SELECT persons FROM custom_area WHERE area_code = 'X-two'")
    assert persons == sum(residents()[code] for code in PAIR)


def test_an_area_that_lies_in_two_districts_says_so(drawn: Path) -> None:
    sql = "SELECT districts, parent_code FROM custom_area JOIN area USING (area_code) WHERE area_code = 'X-both'"
    assert asked(drawn, sql) == [([DARLINGTON_CODE, COUNTY_DURHAM_CODE], None)]
    points = {(float(area[2]), float(area[3])) for area in [*DARLINGTON, *COUNTY_DURHAM]}
    assert asked(drawn, "SELECT count(*) FROM custom_point WHERE area_code = 'X-both'") == [(len(points),)]


def refusal(store: Path, path: Path, known: Catalogue) -> str:
    """Return why a file is refused, having checked that the store and the files beside it are as they were."""
    before, files = served(store), own_area_queries.files(store)
    result = run.drawn_areas(store, path, known)
    assert result.refused
    assert (served(store), own_area_queries.files(store)) == (before, files)
    return result.loads[0].notes[0]


def test_what_cannot_be_used_is_a_sentence_and_leaves_the_store(
    store_copy: Path, tmp_path: Path, known: Catalogue
) -> None:
    nowhere = [(-3.0, 51.0), (-2.9, 51.0), (-2.9, 51.1)]
    assert "no incident that the store holds lies in 'Far'" in refusal(
        store_copy, file_of(tmp_path, "Far", nowhere), known
    )
    strange = file_of(tmp_path, "Two", None, localities=["E01999999"])
    assert "not known: E01999999" in refusal(store_copy, strange, known)
    assert "already" in refusal(store_copy, file_of(tmp_path, "Darlington 012A"), known)
    run.drawn_areas(store_copy, file_of(tmp_path), known)
    assert "already" in refusal(store_copy, file_of(tmp_path, "TOWN  centre"), known)


def test_a_store_without_months_has_nothing_to_count(tmp_path: Path, known: Catalogue) -> None:
    run.start(tmp_path / "store", known)
    assert "the store has no months" in refusal(tmp_path / "store", file_of(tmp_path), known)


def test_the_next_months_are_counted_and_a_rollback_loses_nothing(
    store_copy: Path, tmp_path: Path, known: Catalogue
) -> None:
    without = served(store_copy)[0]
    run.drawn_areas(store_copy, file_of(tmp_path), known)
    before = counted(store_copy)
    rollback(store_copy, without)
    assert asked(store_copy, "SELECT * FROM custom_area") == []
    month = date(2023, 9, 1)
    run.police(store_copy, [making.write_month(tmp_path / "months", month_rows(month), "2023-09")], known)
    found = counted(store_copy)
    assert {key: n for key, n in found.items() if key[0] < month} == before
    assert sum(n for key, n in found.items() if key[0] == month) > 0


def test_a_file_that_is_lost_is_written_again_and_one_that_is_put_there_is_taken_up(
    store_copy: Path, tmp_path: Path, known: Catalogue
) -> None:
    run.drawn_areas(store_copy, file_of(tmp_path), known)
    (kept,) = own_area_queries.files(store_copy)
    text = kept.read_bytes()
    kept.unlink()
    making.write_file(
        own_area_queries.file_of(store_copy, "X-two"), file_of(tmp_path, "Two", WHOLE_DISTRICT).read_bytes()
    )
    broken = making.write_file(own_area_queries.file_of(store_copy, "X-broken"), b"{")
    month = making.write_month(tmp_path / "months", month_rows(date(2023, 9, 1)), "2023-09")
    result = run.police(store_copy, [month], known)
    assert kept.read_bytes() == text
    assert [row[0] for row in asked(store_copy, "SELECT area_code FROM custom_area ORDER BY 1")] == [
        "X-town-centre",
        "X-two",
    ]
    assert any("X-broken.geojson: it is not JSON" in note for note in result.notes)
    assert broken.exists()


def test_an_area_goes_only_when_it_is_removed(store_copy: Path, tmp_path: Path, known: Catalogue) -> None:
    run.drawn_areas(store_copy, file_of(tmp_path), known)
    assert run.remove_area(store_copy, "X-other", known).refused
    (removed,) = run.remove_area(store_copy, "X-town-centre", known).loads
    assert (removed.status, removed.rows_added, removed.rows_removed) == ("revised", 0, 1)
    assert own_area_queries.files(store_copy) == []
    for table in ("custom_area", "custom_point", "custom_member", "custom_monthly"):
        assert asked(store_copy, f"SELECT count(*) FROM {table}") == [(0,)]
    assert asked(store_copy, "SELECT count(*) FROM area WHERE level = 'custom'") == [(0,)]


def test_what_was_not_published_leaves_no_file(
    store_copy: Path, tmp_path: Path, known: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise StoreProblem("it does not add up")

    monkeypatch.setattr(run, "derive", fails)
    with pytest.raises(StoreProblem):
        run.drawn_areas(store_copy, file_of(tmp_path), known)
    assert own_area_queries.files(store_copy) == []


def test_on_real_months_an_outline_equals_a_plain_recount(
    real_store_folder: Path, tmp_path: Path, known: Catalogue
) -> None:
    folder = Path(shutil.copytree(real_store_folder, tmp_path / "store"))
    ring = [(-1.566, 54.521), (-1.549, 54.519), (-1.546, 54.528), (-1.556, 54.5245), (-1.563, 54.531)]
    run.drawn_areas(folder, file_of(tmp_path, "Town centre", ring), known)
    rows = asked(folder, "SELECT month, category, longitude, latitude FROM incident WHERE longitude IS NOT NULL")
    plain: Counter[tuple[date, str]] = Counter(
        (month, category) for month, category, east, north in rows if is_inside(ring, east, north)
    )
    assert sum(plain.values()) > 1000
    assert counted(folder) == plain


def test_the_kept_file_is_named_by_the_code(tmp_path: Path) -> None:
    assert own_area_queries.file_of(tmp_path, "X-town-centre").name == "X-town-centre.geojson"
    assert own_areas.KIND == "own areas"
