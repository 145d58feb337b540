"""Peer groups in a store: who is compared, and districts of other forces by months, tables and populations."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue as content
from cspdash.catalogue import Catalogue, Peer, PeerGroup
from cspdash.findings.compare import compare
from cspdash.findings.compare_past import past
from cspdash.findings.compare_profile import comparable, profile
from cspdash.findings.compare_values import values
from cspdash.findings.peers import groups_of, peers
from cspdash.findings.places import Place
from cspdash.ingest import run
from cspdash.periods import month_range
from cspdash.settings import content_dir
from cspdash.stats.gap import two_proportions
from cspdash.store.connection import Store, open_store
from tests import small_catalogue
from tests.making import asb_row, of_force, write_file, write_month

DARLINGTON = Place("E06000005", "Darlington", "district", ("E06000005",))
FORCE = Place("E23000008", "The force area", "force", ("E06000005", "E06000047"))
MONTHS = month_range(date(2024, 1, 1), date(2024, 3, 1))
MEMBERS = (
    Peer("E06000001", "Hartlepool", "cleveland"),
    Peer("E06000002", "Middlesbrough", "cleveland"),
    Peer("E08000037", "Gateshead", "northumbria"),
    Peer("E06000003", "Redcar and Cleveland"),
)
GROUP = PeerGroup("near", "Near ones", "Somebody", date(2023, 7, 1), MEMBERS, ("E06000005",))
OTHERS = PeerGroup("all", "All others", "Somebody", date(2023, 7, 1), (Peer("E06000001", "Hartlepool"),))
PERSONS = {"E06000005": 100_000, "E06000001": 50_000, "E06000002": 80_000, "E08000037": 120_000}
ROWS = {"Darlington": 40, "Hartlepool": 30, "Middlesbrough": 10}


def lsoa(name: str, code: str, times: int, month: date) -> list[dict[str, str]]:
    """Return so many ASB incidents in one locality of a district."""
    return [asb_row(month=f"{month:%Y-%m}", lsoa_code=code, lsoa_name=f"{name} 001A") for _ in range(times)]


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    """The content that ships, with two peer groups."""
    return replace(content.load(content_dir()), peer_groups=(GROUP, OTHERS))


@pytest.fixture(scope="module")
def many(shipped: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with three months of two forces (Middlesbrough's lack one row's worth), and people by district."""
    scratch, folder = tmp_path_factory.mktemp("scratch"), tmp_path_factory.mktemp("store")
    for month in MONTHS:
        write_month(scratch, lsoa("Darlington", "E01012304", ROWS["Darlington"], month), f"{month:%Y-%m}")
        rows = lsoa("Hartlepool", "E01011949", ROWS["Hartlepool"], month)
        rows += lsoa("Middlesbrough", "E01012001", ROWS["Middlesbrough"], month)
        write_month(scratch, of_force("Cleveland Police", rows), f"{month:%Y-%m}", force="cleveland")
    gateshead = of_force("Northumbria Police", lsoa("Gateshead", "E01008163", 9, MONTHS[0]))
    write_month(scratch, gateshead, "2024-01", force="northumbria")
    run.police(folder, [scratch], shipped)
    lines = ["area_code,year,persons", *(f"{code},2023,{n}" for code, n in PERSONS.items()), ""]
    run.people(folder, write_file(scratch / "people.csv", "\n".join(lines).encode()), shipped)
    opened = open_store(folder)
    yield opened
    opened.close()


def test_groups_are_offered_to_those_they_are_for(shipped: Catalogue) -> None:
    durham = Place("E06000047", "County Durham", "district", ("E06000047",))
    assert list(groups_of(shipped, DARLINGTON)) == ["localities", "districts", "near", "all"]
    assert list(groups_of(shipped, durham)) == ["localities", "districts", "all"]
    assert groups_of(shipped, DARLINGTON)["near"] == "Near ones"


def test_other_forces_months_speak_for_their_districts(many: Store, shipped: Catalogue) -> None:
    found = compare(many, shipped, shipped.indicator("asb"), peers(many, shipped, DARLINGTON, "near"), "pooled")
    rates = {row.value.name: row.value.value for row in found.rows}
    for name, code in (("Darlington", "E06000005"), ("Hartlepool", "E06000001"), ("Middlesbrough", "E06000002")):
        assert rates[name] == pytest.approx(1000 * 3 * ROWS[name] / PERSONS[code])
    assert found.average == pytest.approx(1000 * 3 * (30 + 10) / (50_000 + 80_000))
    assert found.average_of == 2
    why = {row.value.name: row.value.why for row in found.rows if row.value.value is None}
    assert why == {
        "Gateshead": "2 of the 3 months compared are not held",
        "Redcar and Cleveland": "no incidents are held",
    }
    assert found.values.years == (2023,)
    assert found.peers.dated == date(2023, 7, 1)


def test_a_district_without_people_is_left_out_by_name(many: Store, shipped: Catalogue) -> None:
    bare = replace(GROUP, members=(*MEMBERS[:2], Peer("E06000004", "Stockton-on-Tees", "cleveland")))
    group = peers(many, replace(shipped, peer_groups=(bare,)), DARLINGTON, "near")
    found = values(many, shipped, shipped.indicator("asb"), group)
    assert {row.name: row.why for row in found.left_out} == {"Stockton-on-Tees": "no population is held"}


def test_a_group_of_unknown_codes_says_so(many: Store, shipped: Catalogue) -> None:
    unknown = replace(GROUP, members=(Peer("E09999999", "Nowhere", "nowhere"),))
    group = peers(many, replace(shipped, peer_groups=(unknown,)), DARLINGTON, "near")
    found = compare(many, shipped, shipped.indicator("asb"), group)
    assert found.average is None
    assert found.why == (
        "No other area of the group has a value (no month of its force (nowhere) is held), so there is no average."
    )
    [left] = found.values.left_out
    assert left.why == "no month of its force (nowhere) is held"


@pytest.fixture(scope="module")
def tabled(shipped: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    """A store with an indicator table of the district and its peers, and the indicator's slug."""
    share = next(one for one in shipped.indicators if one.measure == "share" and one.counted_from == "observations")
    scratch, folder = tmp_path_factory.mktemp("tables"), tmp_path_factory.mktemp("tabled")
    cells = {"E06000005": (30, 200), "E06000001": (60, 200), "E06000002": (5, 100)}
    lines = ["indicator,area_code,period_start,period_end,numerator,denominator,value,note"]
    lines += [f"{share.slug},{code},2023-04-01,2024-03-31,{yes},{of},," for code, (yes, of) in cells.items()]
    count = next(one for one in shipped.indicators if one.measure == "count" and one.counted_from == "observations")
    lines += [f"{count.slug},{code},2023-04-01,2024-03-31,,,{n}," for code, n in (("E06000005", 40), ("E06000001", 50))]
    earlier = {"2022-04-01,2023-03-31": "60,200", "2021-04-01,2022-03-31": "c,", "2020-04-01,2021-03-31": "4,200"}
    lines += [f"{share.slug},{DARLINGTON.code},{days},{numbers},," for days, numbers in earlier.items()]
    lines.append(f"{share.slug},E06000003,2022-04-01,2023-03-31,5,100,,")
    lines.append(f"{share.slug},E08000037,2023-04-01,2024-03-31,c,,,")
    path = write_file(scratch / "table.csv", "\n".join([*lines, ""]).encode())
    result = run.indicator_table(folder, path, shipped)
    assert not result.refused, result.loads
    opened = open_store(folder)
    yield opened, share.slug
    opened.close()


def test_indicator_tables_may_name_peers(tabled: tuple[Store, str], shipped: Catalogue) -> None:
    store, slug = tabled
    group = peers(store, shipped, DARLINGTON, "near")
    found = compare(store, shipped, shipped.indicator(slug), group)
    shares = {row.value.name: row.value.value for row in found.ranked}
    assert shares == pytest.approx({"Darlington": 0.15, "Hartlepool": 0.3, "Middlesbrough": 0.05})
    assert found.average == pytest.approx((0.3 + 0.05) / 2)
    assert {row.value.name: row.standing for row in found.ranked}["Middlesbrough"] == "too few"
    assert {row.name: row.why for row in found.values.left_out} == {
        "Gateshead": "the number is withheld",
        "Redcar and Cleveland": "no value of this period is held",
    }
    assert (found.values.first, found.values.last) == (date(2023, 4, 1), date(2024, 3, 31))
    assert "2023" in found.values.provenance.line
    assert slug in {one.slug for one in comparable(store, shipped, group)}


def test_a_supplied_share_is_held_against_its_own_earlier_years(tabled: tuple[Store, str], shipped: Catalogue) -> None:
    store, slug = tabled
    group = peers(store, shipped, DARLINGTON, "near")
    found = past(store, shipped, shipped.indicator(slug), group, DARLINGTON.code)
    assert (found.now, found.total, found.why) == ("April 2023 to March 2024", 30 / 200, "")
    assert [year.back for year in found.years] == [1, 3, 5]
    nearest, farther, none = found.years
    tested = two_proportions(60, 200, 30, 200)  # before minus after
    assert (nearest.period, nearest.before, nearest.after) == ("April 2022 to March 2023", 60 / 200, 30 / 200)
    limits = (-tested.difference, -tested.high, -tested.low)
    assert (nearest.difference, nearest.low, nearest.high) == pytest.approx(limits)
    assert (farther.before, farther.difference) == pytest.approx((0.02, 0.13))
    assert [nearest.verdict, farther.verdict] == ["down", "up"]
    assert (none.before, none.why) == (None, "no value of the same source and length, 5 years earlier, is held")
    assert [year.back for year in found.drawn] == [1, 3]


def test_localities_have_no_past_of_a_table(tabled: tuple[Store, str], shipped: Catalogue) -> None:
    store, slug = tabled
    group = peers(store, shipped, DARLINGTON, "localities", "E01012304")
    found = past(store, shipped, shipped.indicator(slug), group, "E01012304")
    assert found.years == ()
    assert found.why.startswith("No value of ")


def test_a_profile_has_a_table_beside_what_its_peers_make_of_it(tabled: tuple[Store, str], shipped: Catalogue) -> None:
    store, slug = tabled
    found = profile(store, shipped, peers(store, shipped, DARLINGTON, "near"), DARLINGTON.code)
    [line] = [one for one in found.lines if one.indicator.slug == slug]
    assert (line.lowest, line.highest) == pytest.approx((0.05, 0.3))
    # No month of any force is in this store: whatever is counted by month is left out by name, with the reason.
    assert "there is nothing to compare" in dict(found.left_out)["Burglary"]


def test_supplied_counts_of_districts_need_their_populations(tabled: tuple[Store, str], shipped: Catalogue) -> None:
    store, _ = tabled
    counted = next(one for one in shipped.indicators if one.measure == "count" and one.counted_from == "observations")
    group = peers(store, shipped, DARLINGTON, "near")
    found = values(store, shipped, counted, group)
    whys = {row.name: row.why for row in found.rows}
    # The reference data give Darlington's residents and no peer's.
    assert (whys["Darlington"], whys["Hartlepool"]) == ("", "no population is held")
    assert found.why == f"No other area of the group has a value of {counted.name} for the same period."
    assert found.unit == "per 1,000 residents"


def test_an_indicator_that_no_file_has_given_yet_says_which_would(tabled: tuple[Store, str]) -> None:
    store, _ = tabled
    given = small_catalogue.indicator("given", (), counted_from="observations", measure="value")
    content = small_catalogue.catalogue(indicators=(given,), peer_groups=(GROUP,))
    found = values(store, content, given, peers(store, content, DARLINGTON, "near"))
    assert found.why.startswith(f"No value of {given.name} is held for Darlington: ")
    assert found.why.endswith("would fill it.")


def test_a_table_is_not_for_localities(tabled: tuple[Store, str], shipped: Catalogue) -> None:
    store, slug = tabled
    group = peers(store, shipped, DARLINGTON, "localities")
    assert "held for whole districts only" in values(store, shipped, shipped.indicator(slug), group).why
    assert slug not in {one.slug for one in comparable(store, shipped, group)}


def test_a_force_area_is_no_district(store: Store) -> None:
    found = peers(store, small_catalogue.catalogue(peer_groups=(GROUP,)), FORCE, "near")
    assert found.why == "The force area is no district: choose a district to compare it with others."
    assert "no district" in peers(store, small_catalogue.catalogue(), FORCE, "districts").why


def test_a_partnership_of_one_district_is_told_how_to_find_peers(store: Store) -> None:
    alone = replace(small_catalogue.PARTNERSHIP, districts=small_catalogue.PARTNERSHIP.districts[:1])
    found = peers(store, small_catalogue.catalogue(partnership=alone), DARLINGTON, "districts")
    assert found.why.startswith("The partnership has one district only. Write a peer group")
    itself = PeerGroup("near", "Near", "Me", date(2023, 7, 1), (Peer("E06000005", "Darlington"),))
    only = peers(store, small_catalogue.catalogue(peer_groups=(itself,)), DARLINGTON, "near")
    assert only.why == "The group 'Near' has no district but Darlington itself."
    with pytest.raises(KeyError):
        peers(store, small_catalogue.catalogue(), DARLINGTON, "none")


def test_the_real_nearest_neighbours_make_a_group(real_data: Path, real_store: Store, shipped: Catalogue) -> None:
    folder = real_data / "comparators"
    codes = content.neighbours_of((folder / "ons_nearest_neighbours_global.csv").read_text("utf-8"), DARLINGTON.code)
    names = content.names_in((folder / "ons_cluster_allocation.csv").read_text("utf-8"))
    members = tuple(Peer(code, names.get(code, code)) for code in codes)
    group = PeerGroup("ons", "ONS nearest neighbours", "ONS", date(2023, 7, 1), members, (DARLINGTON.code,))
    made = replace(shipped, peer_groups=(group,))
    found = values(real_store, made, made.indicator("asb"), peers(real_store, made, DARLINGTON, "ons"))
    assert len(found.rows) == 21
    assert [row.name for row in found.held] == ["Darlington"]
