"""The public edition from what the real ingest writes: what it holds, and that nothing else is in its file."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.ingest import run
from cspdash.publish.atoms import period_end
from cspdash.publish.build import publish
from cspdash.publish.check import check_public
from cspdash.publish.earlier import cells_of_release
from cspdash.publish.protect import Key
from cspdash.publish.shape import NUMERIC, RESTRICTED
from cspdash.store import queries
from cspdash.store.connection import open_store
from cspdash.store.release import StoreProblem, building, current_release
from tests import making, small_catalogue
from tests import partner_extracts as partners
from tests.publish import attacker, microdata
from tests.publish.conftest import file_of
from tests.publish.microdata import Data, year_row

CANARY = "777123"
FIRE = small_catalogue.indicator(
    "fires", (partners.FIRE,), disclosure="R", frequency="quarter", geography="district", source="Fire service"
)
HOMES = small_catalogue.indicator(
    "home-fires", (partners.DWELLING,), disclosure="S", frequency="quarter", source="Fire service"
)
BOTH = small_catalogue.indicator("all-fires", (partners.FIRE, partners.DWELLING), disclosure="R")
MIXED = small_catalogue.indicator("fires-and-asb", (partners.FIRE, making.ASB), disclosure="R")
NEVER = small_catalogue.indicator("never", (), counted_from="observations", disclosure="X")
OPEN = small_catalogue.indicator("open", (), counted_from="observations", disclosure="O")


def content(real: Catalogue) -> Catalogue:
    """Return a catalogue with the fire service's mapping and indicators of every class."""
    found = partners.catalogue(real.mapping("fire"))
    return small_catalogue.catalogue(
        categories=found.categories, mappings=found.mappings,
        indicators=(small_catalogue.indicator(), FIRE, HOMES, BOTH, MIXED, NEVER, OPEN),
    )  # fmt: skip


@pytest.fixture(scope="module")
def fires() -> list[partners.Row]:
    return partners.fire_rows(date(2022, 1, 1), date(2023, 12, 31))


@pytest.fixture(scope="module")
def restricted(store_folder: Path, fires: list[partners.Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with police months, fires and indicator tables, by the real ingest, marked all over."""
    scratch = tmp_path_factory.mktemp("restricted")
    folder = Path(shutil.copytree(store_folder, scratch / "store"))
    known = content(catalogue.load(settings.content_dir()))
    marked = [row | {"Incident Number": f"{CANARY}-{n}"} for n, row in enumerate(fires)]
    file = partners.write_extract(scratch / f"names {CANARY}.csv", marked)
    assert run.extract(folder, file, known, known.mapping("fire")).loads[0].rows_kept == len(fires)
    lines = ["indicator,area_code,period_start,period_end,numerator,denominator,value,note,source"]
    for slug, n in (("never", CANARY), ("open", "7")):
        lines.append(f"{slug},E06000005,2022-04-01,2023-03-31,,,{n},said by {CANARY},from {CANARY}")
    table = making.write_file(scratch / f"table {CANARY}.csv", ("\n".join(lines) + "\n").encode())
    assert run.indicator_table(folder, table, known).loads[0].rows_kept == 2
    return folder


@pytest.fixture
def release(restricted: Path, public: Path, real: Catalogue) -> Path:
    publish(restricted, public, content(real))
    return file_of(public)


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return catalogue.load(settings.content_dir())


def test_only_what_may_be_public_is_in_the_file(release: Path, public: Path) -> None:
    tables = {row[0] for row in attacker.rows_of(release, "SELECT table_name FROM information_schema.tables")}
    assert tables == set(NUMERIC)
    assert not tables & RESTRICTED
    assert CANARY.encode() not in release.read_bytes()
    assert attacker.rows_of(release, "SELECT edition FROM release") == [("public",)]
    assert check_public(public) == []
    assert {path.name for path in public.rglob("*") if path.is_file()} == {
        "CURRENT",
        "HISTORY",
        "writer.lock",
        "CHECKED",
        "notes.jsonl",
        release.name,
    }


def test_open_counts_are_those_of_the_police_alone(release: Path, restricted: Path) -> None:
    theirs = attacker.rows_of(release, "SELECT * FROM incident_monthly ORDER BY ALL")
    categories = {row[2] for row in theirs}
    assert not categories & {partners.FIRE, partners.DWELLING}
    store = open_store(restricted)
    ours = store.rows("SELECT * FROM incident_monthly ORDER BY ALL")
    assert theirs == [row for row in ours if row[2] in categories]
    assert queries.district_monthly(store, ["E06000005"])
    store.close()


def test_partners_events_are_cells_by_quarter_or_year(release: Path, fires: list[partners.Row]) -> None:
    cells = cells_of_release(release)
    counted = partners.recount(fires)
    quarter = [n for (_, month, kind), n in counted.items() if kind == partners.FIRE and month.year == 2022
               and month.month <= 3]  # fmt: skip
    key = Key("fires", "E06000005", date(2022, 1, 1), date(2022, 3, 31))
    assert cells[key].published == 5 * round(sum(quarter) / 5) >= 10
    year = Key("home-fires", "E06000005", date(2022, 4, 1), date(2023, 3, 31))
    assert cells[year].disclosure == "S"
    assert {key.indicator for key in cells} == {"fires", "home-fires"}
    assert {key.start.month for key in cells if key.indicator == "home-fires"} == {4}


def test_what_is_left_out_is_said_without_a_number(restricted: Path, public: Path, real: Catalogue) -> None:
    done = publish(restricted, public, content(real))
    assert set(done.left_out) == {"never", "all-fires", "fires-and-asb"}
    assert "shares a category" in done.left_out["all-fires"]
    assert CANARY not in str(done.as_json())


def test_the_ledger_names_police_files_and_no_other(release: Path) -> None:
    rows = attacker.rows_of(release, "SELECT DISTINCT kind, source, notes::VARCHAR FROM ledger")
    assert rows == [("street", "police.uk", "[]")]
    names = attacker.rows_of(release, "SELECT file_name FROM load ORDER BY file_name")
    assert names[0] == ("2020-05-durham-street.csv",)
    figures = "SELECT rows_read - rows_kept - rows_rejected, rows_added - rows_kept, rows_removed, rows_changed"
    assert {tuple(row) for row in attacker.rows_of(release, f"{figures} FROM ledger")} == {(0, 0, 0, 0)}


def test_open_values_come_without_the_words_of_the_file(release: Path) -> None:
    rows = attacker.rows_of(release, "SELECT value, source, note FROM observation WHERE indicator = 'open'")
    assert rows == [(7.0, "police.uk", None)]
    assert attacker.rows_of(release, "SELECT count(*) FROM observation WHERE indicator = 'never'") == [(0,)]


def test_supplied_values_are_functions_of_cells(tmp_path: Path, public: Path) -> None:
    rows = (
        year_row("share-0", "E06000005", 2022, 33, 91), year_row("share-0", "E06000047", 2022, 88, 91),
        year_row("share-0", "E06000005", 2021, 3, 91),
        replace(year_row("share-0", "E06000047", 2021, None), note="suppressed: c"),
        year_row("special-0", "E06000005", 2022, 12), year_row("special-0", "E22000072", 2022, 12),
    )  # fmt: skip
    publish(microdata.fill(tmp_path / "restricted", Data(({},), rows)), public, microdata.partners(sets=1))
    found = attacker.rows_of(
        file_of(public),
        "SELECT area_code, year(period_start), numerator, denominator, value, note FROM observation "
        "WHERE indicator = 'share-0' ORDER BY ALL",
    )
    assert found == [
        ("E06000005", 2021, None, 90.0, None, "suppressed: fewer than 10"),
        ("E06000005", 2022, 35.0, 90.0, 35 / 90, None),
        ("E06000047", 2021, None, None, None, "suppressed: withheld"),
        ("E06000047", 2022, None, 90.0, None, "suppressed: withheld"),
    ]
    special = attacker.rows_of(
        file_of(public), "SELECT area_code, value FROM observation WHERE indicator = 'special-0'"
    )
    assert special == [("E06000005", 10.0)]  # the partnership is the same ground under another name


@pytest.mark.parametrize(("months", "published"), [(1, 0), (3, 0), (12, 1)])
def test_class_s_is_published_by_year_alone(months: int, published: int, tmp_path: Path, public: Path) -> None:
    start = date(2022, 4, 1)
    row = replace(year_row("special-0", "E06000005", 2022, 50), period_end=period_end(start, months))
    publish(microdata.fill(tmp_path / "restricted", Data(({},), (row,))), public, microdata.partners(sets=1))
    found = [key for key in cells_of_release(file_of(public)) if key.indicator == "special-0"]
    assert len(found) == published


def test_localities_of_few_households_are_left_out(tmp_path: Path, public: Path) -> None:
    data = Data(({(code, quarter): 20 for code in microdata.LOCALITIES for quarter in microdata.QUARTERS},))
    source = microdata.fill(tmp_path / "restricted", data)
    with building(source) as build:
        build.con.execute(
            "UPDATE common_population SET households = 399 WHERE area_code = $code", {"code": microdata.LOCALITIES[0]}
        )
    publish(source, public, microdata.partners(sets=1))
    areas = {key.area_code for key in cells_of_release(file_of(public))}
    assert microdata.LOCALITIES[0] not in areas
    assert microdata.LOCALITIES[1] in areas


def test_folders_that_are_wrong_are_refused(restricted: Path, public: Path, real: Catalogue, tmp_path: Path) -> None:
    for target in (restricted, restricted / "releases" / "public"):
        with pytest.raises(StoreProblem, match="of its own"):
            publish(restricted, target, content(real))
    publish(restricted, public, content(real))
    with pytest.raises(StoreProblem, match="made from the partnership"):
        publish(public, tmp_path / "again", content(real))
    other = microdata.fill(tmp_path / "other", Data(({},)))
    before = current_release(other)
    with pytest.raises(StoreProblem, match="name another folder"):
        publish(restricted, other, content(real))
    assert current_release(other) == before
    with pytest.raises(StoreProblem, match="nothing is loaded into it"):
        run.start(public, content(real))
