"""Two releases beside each other, made by the real ingest: what is new, revised and newly judged."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.charts.change_tables import changes_sentences, moved_table, revisions_table
from cspdash.findings import changes as finding
from cspdash.findings.changes import Changes
from cspdash.findings.places import wide_places
from cspdash.ingest import run
from cspdash.store.connection import Store, open_store
from cspdash.store.release import release_path
from tests.making import ASB, DARLINGTON, street_row, write_month

TODAY = date(2024, 1, 1)
NEW, REVISED = "2023-09", "2023-08"


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


def rows(month: str, count: int, place: int = 0) -> list[dict[str, str]]:
    code, name, longitude, latitude = DARLINGTON[place]
    more = {"lsoa_code": code, "lsoa_name": name, "longitude": longitude, "latitude": latitude}
    return [street_row(month=month, crime_type=ASB, crime_id="", **more) for _ in range(count)]


@pytest.fixture
def two(store_copy: Path, tmp_path: Path, content: Catalogue) -> Iterator[tuple[Store, Store]]:
    """The sample store, and the same after one new month and one month loaded again with many more rows."""
    old = open_store(store_copy)
    first = old.release
    old.close()
    paths = [write_month(tmp_path, rows(NEW, 40), month=NEW), write_month(tmp_path, rows(REVISED, 90), month=REVISED)]
    assert run.police(store_copy, paths, content).release
    before, after = Store(release_path(store_copy, first)), open_store(store_copy)
    yield before, after
    before.close()
    after.close()


def compare(before: Store, after: Store, content: Catalogue) -> Changes:
    places = [place for place in wide_places(after, content) if place.level == "district"]
    return finding.changes(before, after, content, content.default_plan, places, TODAY)


def test_new_months_revisions_and_verdicts_are_found(two: tuple[Store, Store], content: Catalogue) -> None:
    before, after = two
    found = compare(before, after, content)
    (new,) = found.months
    assert (new.source, new.runs) == ("durham", ((date(2023, 9, 1), date(2023, 9, 1)),))
    assert found.files == 2
    # A slow second answer for the revised counts: every count of both releases, subtracted.
    sql = """SELECT district_code, month, category, CAST(sum(n) AS BIGINT) FROM monthly
        WHERE district_code IN ('E06000005', 'E06000047') GROUP BY ALL"""
    old, new_ = ({row[:3]: row[3] for row in store.rows(sql)} for store in (before, after))
    expected = {
        key: (old.get(key, 0), new_.get(key, 0))
        for key in old.keys() | new_.keys()
        if key[1] != date(2023, 9, 1) and old.get(key, 0) != new_.get(key, 0)
    }
    assert {(r.area_code, r.start, r.subject): (r.before, r.after) for r in found.revisions} == expected
    assert all(r.start == date(2023, 8, 1) for r in found.revisions)
    assert any(r.subject == ASB and r.after == 90 for r in found.revisions)
    assert any(one.before != one.after for one in found.moved)
    assert all(one.before != one.after for one in found.moved)


def test_words_and_tables_say_all_of_it(two: tuple[Store, Store], content: Catalogue) -> None:
    found = compare(*two, content)
    said = " ".join(changes_sentences(found))
    assert "New months: durham: September 2023." in said
    assert f"Earlier figures were revised: {len(found.revisions)} counts. They are marked r" in said
    assert len(moved_table(found).rows) == len(found.moved)
    table = revisions_table(found, {"E06000005": "Darlington"}, None)
    assert len(table.rows) == len(found.revisions)
    assert any(cell.text == "Darlington" for row in table.rows for cell in row)
    assert all(row[-1].text == "r" for row in table.rows)


def test_backwards_a_verdict_moves_back(two: tuple[Store, Store], content: Catalogue) -> None:
    before, after = two
    there, back = compare(before, after, content), compare(after, before, content)
    moved = {(one.indicator.slug, one.place.code, one.aspect): (one.before, one.after) for one in there.moved}
    assert {(o.indicator.slug, o.place.code, o.aspect): (o.after, o.before) for o in back.moved} == moved
    assert not back.months


def test_a_release_beside_itself_has_not_changed(store: Store, content: Catalogue) -> None:
    found = compare(store, store, content)
    assert found.nothing
    assert changes_sentences(found) == [
        f"Nothing has changed between the two releases, built on {store.built_at.day} {store.built_at:%B %Y} "
        f"and on {store.built_at.day} {store.built_at:%B %Y}."
    ]
