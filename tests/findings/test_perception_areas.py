"""Places named only where both sides differ from the average by test, and nothing of bases below thirty."""

from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.findings.perception_areas import READINGS, AreaViews, area_views
from cspdash.findings.places import Place
from cspdash.ingest import run
from cspdash.periods import month_range
from cspdash.store.connection import open_store
from tests.making import COUNTY_DURHAM, write_file
from tests.making import DARLINGTON as LOCALITIES
from tests.survey_tables import DARLINGTON, DURHAM, answer, asb_months, store_with, survey_csv

MONTHS = month_range(date(2022, 4, 1), date(2023, 3, 1))
WAVE = ("2023-01-01", "2023-03-31")
CODES = [code for code, *_ in LOCALITIES]
TOWN = Place(DARLINGTON, "Darlington", "district", (DARLINGTON,))


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


def views(
    folder: Path, content: Catalogue, monthly: list[int], said: list[tuple[object, object]], place: Place = TOWN,
    better: str = "asb-a-big-problem",
) -> AreaViews | None:  # fmt: skip
    """Fill a store: so many incidents a month in each locality, and (n, count) answered in each."""
    counts = {code: dict.fromkeys(MONTHS, n) for code, n in zip(CODES, monthly, strict=True)}
    rows = [
        answer(WAVE, area_code=code, n=n, count=yes, question=better)
        for code, (n, yes) in zip(CODES, said, strict=True)
    ]
    done = store_with(
        folder / "store", content, asb_months(counts, folder / "months"), [survey_csv(folder / "a.csv", rows)]
    )
    assert not any(result.refused for result in done)
    store = open_store(folder / "store")
    try:
        pair = next(pair for pair in content.pairs if pair.question == better)
        return area_views(store, content, pair, place)
    finally:
        store.close()


def readings(found: AreaViews | None) -> dict[str, str]:
    assert found is not None
    return {row.code: row.reading for row in found.rows}


def test_places_are_named_where_both_sides_differ(tmp_path: Path, content: Catalogue) -> None:
    found = views(tmp_path, content, [2, 30, 10], [(300, 150), (300, 30), (300, 80)])
    assert readings(found) == {CODES[0]: "reassurance gap", CODES[1]: "hidden problem", CODES[2]: "not told apart"}
    assert found is not None
    assert found.level == "lsoa" and len(found.months) == 12
    assert found.average_share == pytest.approx(260 / 900)


def test_the_same_shares_of_few_people_name_nothing(tmp_path: Path, content: Catalogue) -> None:
    found = views(tmp_path, content, [2, 30, 10], [(30, 11), (30, 6), (30, 8)])
    assert set(readings(found).values()) == {"not told apart"}


def test_a_question_where_high_is_good_is_turned_round(tmp_path: Path, content: Catalogue) -> None:
    found = views(
        tmp_path, content, [2, 30, 10], [(300, 150), (300, 30), (300, 80)], better="dealing-with-local-concerns"
    )
    # Few incidents and much confidence: low on both sides. Many incidents and little confidence: high on both.
    assert readings(found)[CODES[0]] == "low on both sides"
    assert readings(found)[CODES[1]] == "high on both sides"


def test_a_base_below_thirty_is_not_shown_and_not_in_the_average(tmp_path: Path, content: Catalogue) -> None:
    found = views(tmp_path, content, [2, 30, 10], [(29, 29), (300, 30), (300, 80)])
    assert found is not None
    small = next(row for row in found.rows if row.code == CODES[0])
    assert (small.reading, small.share, small.low, small.n) == ("not shown", None, None, None)
    assert found.average_share == pytest.approx(110 / 600)
    assert CODES[0] not in {row.code for row in found.drawn}


def test_without_months_there_is_no_rate_and_no_name(tmp_path: Path, content: Catalogue) -> None:
    rows = [answer(("2015-01-01", "2015-03-31"), area_code=code, n=300, count=90) for code in CODES]
    counts = {CODES[0]: {date(2023, 3, 1): 5}}
    months = asb_months(counts, tmp_path / "months")
    store_with(tmp_path / "store", content, months, [survey_csv(tmp_path / "a.csv", rows)])
    store = open_store(tmp_path / "store")
    found = area_views(store, content, content.pair("asb-seen-and-recorded"), TOWN)
    store.close()
    assert found is not None
    assert (found.months, found.average_rate, found.drawn) == ((), None, ())
    assert set(readings(found).values()) == {"not shown"}


def test_fewer_than_three_places_are_no_view(tmp_path: Path, content: Catalogue) -> None:
    rows = [answer(WAVE, area_code=code, n=300, count=90) for code in CODES[:2]]
    store_with(tmp_path / "store", content, tables=[survey_csv(tmp_path / "a.csv", rows)])
    store = open_store(tmp_path / "store")
    pair = content.pair("asb-seen-and-recorded")
    assert area_views(store, content, pair, TOWN) is None
    assert area_views(store, content, pair, Place(DURHAM, "County Durham", "district", (DURHAM,))) is None
    store.close()


def test_wards_are_summed_over_their_localities(tmp_path: Path, content: Catalogue) -> None:
    codes = [*CODES, *[code for code, *_ in COUNTY_DURHAM]]
    wards = ["E05013001", "E05013002", "E05013003", "E05013004", "E05013005"]
    districts = [DARLINGTON] * 3 + [DURHAM] * 2
    header = "area_code,area_name,level,parent_code,vintage"
    areas = [f"{ward},Ward {ward[-1]},ward,{district},2024" for ward, district in zip(wards, districts, strict=True)]
    write_file(tmp_path / "wards.csv", "\n".join([header, *areas, ""]).encode())
    lookup = [f"{code},{ward}" for code, ward in zip(codes, [wards[0], *wards[:2], *wards[3:]], strict=True)]
    write_file(tmp_path / "lookup.csv", "\n".join(["LSOA11CD,WD24CD", *lookup, ""]).encode())
    counts = {code: dict.fromkeys(MONTHS, 10) for code in codes}
    run.police(tmp_path / "store", [asb_months(counts, tmp_path / "months")], content)
    for name in ("wards.csv", "lookup.csv"):
        done = run.boundaries(tmp_path / "store", tmp_path / name, content)
        assert not done.refused, done.loads[0].notes
    rows = [answer(WAVE, area_code=ward, n=300, count=90) for ward in wards]
    done = run.survey_table(tmp_path / "store", survey_csv(tmp_path / "a.csv", rows), content)
    assert not done.refused, done.loads[0].notes
    store = open_store(tmp_path / "store")
    place = Place("E23000008", "Force", "force", (DARLINGTON, DURHAM))
    found = area_views(store, content, content.pair("asb-seen-and-recorded"), place)
    store.close()
    assert found is not None and found.level == "ward"
    assert {row.code: row.counted for row in found.rows} == {
        wards[0]: 240, wards[1]: 120, wards[2]: None, wards[3]: 120, wards[4]: 120
    }  # fmt: skip


def test_every_pair_of_standings_but_the_similar_has_its_reading() -> None:
    assert set(READINGS) == {(a, b) for a in ("lower", "higher") for b in ("lower", "higher")}
    assert READINGS["lower", "higher"] == "reassurance gap"
    assert READINGS["higher", "lower"] == "hidden problem"
