"""Which rows are behind a number? The incidents that a place, a subject and a span of months count, and their filters.

What links here says the place, the subject and the months as codes; the rows are filtered as the number was counted,
so that both agree exactly.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from cspdash.catalogue import POLICE, Catalogue, Indicator
from cspdash.findings.completeness import Provisional, immature, provisional
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import Series, countable, months_loaded, months_of_partners, place_counts
from cspdash.periods import month_range
from cspdash.store import queries, row_queries
from cspdash.store.connection import Store
from cspdash.store.row_queries import NOT_RECORDED, Filter, Incident

ALL, ANY, NONE = "all", "any", "none"
PAGE, MOST_POINTS, MOST_EXPORTED = 50, 1_000, 50_000
OPEN = {POLICE, "demonstration"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted: everything recorded, one category, or an indicator; `categories` is None for everything."""

    code: str
    name: str
    categories: tuple[str, ...] | None
    indicator: Indicator | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters: a place, a subject, the first and last month, an outcome (ANY, NONE or its text), a street."""

    place: Place
    subject: Subject
    first: date
    last: date
    outcome: str = ANY
    street: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """An anonymous map point with its rows."""

    longitude: float
    latitude: float
    location: str
    n: int


@dataclass(frozen=True, slots=True)
class Rows:
    """What the filters find: `total` rows of `files` files, by month (None where not held) and by map point.

    `points` are the map points with the most rows, `all_points` how many there are; `placed` rows have one. `sources`
    are those of the rows, `restricted` tells whether any of them is not open data. `not_counted` months of the span are
    gaps of the indicator's series, and left out here too. `provisional` months of the span look incomplete, `immature`
    ones are so new that their outcomes are still to come. `wanted` are the filters as the store's ids.
    """

    asked: Asked
    total: int
    placed: int
    files: int
    series: Series
    points: tuple[Point, ...]
    all_points: int
    sources: tuple[str, ...]
    restricted: bool
    not_counted: tuple[date, ...]
    provenance: Provenance
    provisional: tuple[Provisional, ...] = ()
    immature: tuple[date, ...] = ()
    wanted: Filter | None = None

    @property
    def pages(self) -> int:
        """Return how many pages the rows fill."""
        return max(1, -(-self.total // PAGE))


def slug(text: str) -> str:
    """Return a text as a code for an address: 'Bicycle theft' gives bicycle-theft."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def subjects(store: Store, catalogue: Catalogue) -> tuple[Subject, ...]:
    """Return what can be asked for: everything, the indicators counted from incidents, each category that has rows."""
    counted = [Subject(one.slug, one.name, one.categories, one) for one in countable(store, catalogue)]
    found = [Subject(f"category-{slug(name)}", name, (name,)) for name in row_queries.categories(store)]
    return (Subject(ALL, "All incidents", None), *counted, *found)


def outcomes(store: Store) -> dict[str, str]:
    """Return the outcomes that rows have, as text by code."""
    return {slug(text): text for text in row_queries.outcomes(store)}


def months(store: Store, catalogue: Catalogue) -> tuple[date, ...]:
    """Return every month from the first that is held, by the police or a partner, to the last."""
    held = {*months_loaded(store, catalogue)}.union(*months_of_partners(store, catalogue).values())
    return tuple(month_range(min(held), max(held))) if held else ()


def rows(store: Store, catalogue: Catalogue, asked: Asked) -> Rows:
    """Return what the filters find: how many rows, of which months, at which map points, from which files."""
    counted = tuple(month_range(asked.first, asked.last))
    gaps, cut = gaps_of(store, catalogue, asked)
    wanted = filter_of(store, asked, gaps)
    by_month = row_queries.by_month(store, wanted)
    counts: Counter[date] = Counter()
    for month, _, n, _ in by_month:
        counts[month] += n
    doubted = tuple(one for one in provisional(store, catalogue) if asked.first <= one.month <= asked.last)
    apart = tuple((one.month, 0) for one in doubted if one.month in gaps - cut)
    shown = tuple(None if month in gaps else counts.get(month, 0) for month in counted)
    series = Series(counted, shown, apart, tuple(month for month in counted if month in cut))
    found = row_queries.by_point(store, wanted, MOST_POINTS)
    points = tuple(Point(east, north, name or "no name recorded", n) for east, north, name, n, _ in found)
    loads = {load for _, load, _, _ in by_month}
    sources = tuple(sorted({load["source"] for load in queries.ledger(store) if load["load_id"] in loads}))
    return Rows(
        asked,
        sum(counts.values()),
        sum(placed for *_, placed in by_month),
        len(loads),
        series,
        points,
        found[0][-1] if found else 0,
        sources,
        any(is_restricted(catalogue, source) for source in sources),
        tuple(month for month in counted if month in gaps and asked.subject.indicator),
        provenance(store, catalogue, asked.first, asked.last, categories=asked.subject.categories or ()),
        doubted,
        tuple(month for month in immature(store, catalogue) if asked.first <= month <= asked.last),
        wanted,
    )


def page_of(
    store: Store, catalogue: Catalogue, asked: Asked, page: int, wanted: Filter | None = None
) -> tuple[Incident, ...]:
    """Return the rows of a page (the first is 1): newest month first, then by file and line.

    `wanted` are the filters as they were worked out for the rows; what the series holds need not be asked again then.
    """
    wanted = wanted or filter_of(store, asked, gaps_of(store, catalogue, asked)[0])
    return row_queries.incidents(store, wanted, PAGE, (max(1, page) - 1) * PAGE)


def every_row(store: Store, catalogue: Catalogue, asked: Asked) -> tuple[Incident, ...]:
    """Return all rows that the filters find, for a download; at most MOST_EXPORTED."""
    return row_queries.incidents(store, filter_of(store, asked, gaps_of(store, catalogue, asked)[0]), MOST_EXPORTED)


def is_restricted(catalogue: Catalogue, source: str) -> bool:
    """Tell whether rows of a source are not open data: a partner's, unless its mapping says that they are open."""
    return source not in OPEN and not any(one.source == source and one.disclosure == "O" for one in catalogue.mappings)


def gaps_of(store: Store, catalogue: Catalogue, asked: Asked) -> tuple[frozenset[date], frozenset[date]]:
    """Return the months of the span that are gaps: not held, not recorded under these names then, or cut off.

    Those that are cut off, because they look incomplete and have nothing of the place, once more by themselves.
    """
    span, counts = frozenset(month_range(asked.first, asked.last)), place_counts(store, catalogue, asked.place)
    if asked.subject.categories is None:
        partners: frozenset[date] = frozenset().union(*months_of_partners(store, catalogue).values())
        cut = (counts.cut_off(catalogue) & span) - partners
        return (span - partners - frozenset(months_loaded(store, catalogue))) | cut, cut
    series = counts.series(catalogue, asked.subject.categories)
    # An indicator's number leaves them out; whoever asks for a category sees what there is.
    shown = dict(series.provisional) if asked.subject.indicator is None else {}
    gaps = frozenset(month for month in span if series.at(month) is None and month not in shown)
    return gaps, gaps & frozenset(series.cut_off)


def filter_of(store: Store, asked: Asked, gaps: frozenset[date]) -> Filter:
    """Return the filters as the store's ids; a name that no row has is an id that no row has."""
    span = month_range(asked.first, asked.last)
    names = asked.subject.categories
    ids = row_queries.term_ids(store, [*(names or ()), asked.outcome])
    outcome = {ANY: None, NONE: NOT_RECORDED}.get(asked.outcome, ids.get(asked.outcome, NOT_RECORDED - 1))
    wanted = Filter(
        asked.first,
        asked.last,
        # A month that the series does not count, since one of several sources is not held, is not listed either.
        tuple(month for month in span if month not in gaps) if asked.subject.indicator else None,
        (),
        None,
        tuple(sorted(ids[name] for name in names if name in ids)) if names is not None else None,
        outcome,
        row_queries.street_ids(store, asked.street) if asked.street else None,
    )
    return _placed(store, asked.place, wanted)


def _placed(store: Store, place: Place, wanted: Filter) -> Filter:
    """Return a filter limited to a place, by the same codes or map points by which its numbers are counted."""
    districts = list(place.districts)
    if place.is_own:
        members = row_queries.members(store, place.code)
        if not members:
            return replace(wanted, own=place.code)
        return replace(wanted, areas=row_queries.common_area_ids(store, members, districts))
    if place.is_locality:
        return replace(wanted, areas=row_queries.common_area_ids(store, [place.code], districts))
    return replace(wanted, areas=row_queries.area_ids(store, districts))
