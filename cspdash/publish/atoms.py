"""The atoms of the public edition: counts by indicator, area and period, at the finest grain that may be published.

Class R by quarter (or by year, where the indicator is kept by year), class S by year for whole partnerships; a period
of an indicator is of one kind, and no two overlap, so that periods cannot be held against one another. Areas are one
ladder: common LSOA, district, force; totals are left out, or the parts are, where a total has few of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cspdash.catalogue import POLICE, Catalogue, Indicator
from cspdash.catalogue.public import category_class, published_by_year, strictest
from cspdash.periods import add_months, months_apart
from cspdash.publish.protect import Cell, Key, Rules
from cspdash.store import queries
from cspdash.store.connection import Store

# Where each partner's events are, on common areas, as ingest's mart places them: never the rows of the police.
PARTNER_COUNTS = """
SELECT category.term AS category, CASE WHEN area.level = 'district' THEN area.area_code ELSE area.parent_code END AS
    district, coalesce(area_common.common_code, code.term) AS common_code, incident_row.month, count(*) AS n
FROM incident_row
JOIN ledger ON ledger.load_id = incident_row.load_id AND ledger.kind = 'incidents'
JOIN term AS category ON category.term_id = incident_row.category_id
LEFT JOIN term AS code ON code.term_id = incident_row.area_id
LEFT JOIN area ON area.area_code = code.term AND area.level IN ('lsoa', 'ward', 'district')
LEFT JOIN area_common ON area_common.area_code = code.term
GROUP BY ALL ORDER BY ALL"""

AREAS = "SELECT area_code, level, parent_code FROM area ORDER BY area_code"
COMMON = """
SELECT DISTINCT area.area_code, area.parent_code, people.households
FROM area_common JOIN area ON area.area_code = area_common.common_code AND area.level = 'lsoa'
LEFT JOIN (
    SELECT area_code, max_by(households, year) AS households FROM common_population GROUP BY area_code
) AS people ON people.area_code = area.area_code
ORDER BY area.area_code"""

LEAST_HOUSEHOLDS = 400
YEAR_STARTS = 4
LEVELS_OF_CODES = {"E01": "lsoa", "E05": "ward", "E06": "district", "E07": "district", "E08": "district",
                   "E09": "district", "E12": "region", "E22": "partnership", "E23": "force", "E92": "nation",
                   "K04": "nation"}  # fmt: skip
Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The areas that may be published: `parents` and `levels` by code, and the common LSOAs of each district."""

    parents: dict[str, str]
    levels: dict[str, str]
    localities: dict[str, tuple[str, ...]]

    def level(self, code: str) -> str:
        """Return the level of an area, by its code where the store does not know it."""
        return self.levels.get(code) or LEVELS_OF_CODES.get(code[:3], "")

    def districts_of(self, code: str) -> set[str]:
        """Return the districts that are an area, or lie in it."""
        inside = {code}
        for _ in range(4):
            inside |= {child for child, parent in self.parents.items() if parent in inside}
        return {area for area in inside if self.level(area) == "district"}


def ladder_of(store: Store) -> Ladder:
    """Return the ladder of areas of a store; LSOAs of fewer than 400 households are not on it."""
    rows = store.rows(AREAS)
    localities: dict[str, list[str]] = defaultdict(list)
    for code, parent, households in store.rows(COMMON):
        if households is None or households >= LEAST_HOUSEHOLDS:
            localities[parent].append(code)
    return Ladder(
        {code: parent for code, _, parent in rows if parent},
        {code: level for code, level, _ in rows},
        {parent: tuple(codes) for parent, codes in localities.items()},
    )


def period_end(start: date, months: int) -> date:
    """Return the last day of a period of whole months."""
    return add_months(start, months) - timedelta(days=1)


def months_in(period: Period) -> int | None:
    """Return how many whole months a period has, or None when it does not run from a first to a last day."""
    after = period[1] + timedelta(days=1)
    return months_apart(period[0], after) if period[0].day == 1 and after.day == 1 else None


def chosen_periods(offered: Iterable[Period], disclosure: str, by_year: bool, earlier: Iterable[Period]) -> set[Period]:
    """Return the periods that may be published: long enough for the class, and no two of them overlapping.

    What is published already comes first, then years from April or quarters, then others, earliest first.
    """
    known = set(earlier)

    def rank(period: Period) -> tuple[object, ...]:
        months = months_in(period)
        usual = months == 12 and period[0].month == YEAR_STARTS if by_year else months == 3 and period[0].month % 3 == 1
        return period not in known, not usual, months != (12 if by_year else 3), period

    long_enough = [
        period
        for period in set(offered)
        if (months := months_in(period)) is not None and (months == 12 if disclosure == "S" else months >= 3)
    ]
    chosen: set[Period] = set()
    for period in sorted(long_enough, key=rank):
        if all(period[1] < other[0] or other[1] < period[0] for other in chosen):
            chosen.add(period)
    return chosen


def of_partners(catalogue: Catalogue, one: Indicator) -> bool:
    """Tell whether an indicator counts events of partners alone."""
    known = {category.name: category.source for category in catalogue.categories}
    return bool(one.categories) and all(known.get(name, POLICE) != POLICE for name in one.categories)


def mixed(catalogue: Catalogue, one: Indicator) -> bool:
    """Tell whether an indicator counts events of the police and of partners: the open part would bare the other."""
    known = {category.name: category.source != POLICE for category in catalogue.categories}
    return len({known.get(name, False) for name in one.categories}) == 2


def partner_indicators(catalogue: Catalogue) -> tuple[list[tuple[Indicator, str]], dict[str, str]]:
    """Return the indicators of partners' events that can be published, with their class, and why others cannot.

    Two that share a category would give away its count by subtraction: the first in the content's order stands.
    """
    found: list[tuple[Indicator, str]] = []
    why: dict[str, str] = {}
    taken: dict[str, Indicator] = {}
    for one in catalogue.indicators:
        if mixed(catalogue, one):
            why[one.slug] = "it adds police.uk's counts, which are open, to a partner's"
        if not of_partners(catalogue, one):
            continue
        disclosure = strictest([one.disclosure, *(category_class(catalogue, name) for name in one.categories)])
        shared = [taken[name].slug for name in one.categories if name in taken]
        if disclosure == "X":
            why[one.slug] = "it is of class X, or a category of it has no class"
        elif shared:
            why[one.slug] = f"it shares a category with {shared[0]}"
        elif one.measure != "count":
            why[one.slug] = "only counts of events are published"
        else:
            # Counts of events are never open but at the police's own source.
            found.append((one, "R" if disclosure == "O" else disclosure))
            taken |= dict.fromkeys(one.categories, one)
    return found, why


@dataclass(frozen=True, slots=True)
class Events:
    """Partners' events of a store: counts by category, district, common LSOA and month, and the months covered."""

    counts: Sequence[tuple[str, str | None, str | None, date, int]]
    covered: Mapping[str, frozenset[date]]


def events_of(store: Store) -> Events:
    """Return the partners' events of a store."""
    covered = {name: frozenset(months) for name, months in queries.months_covered(store).items()}
    return Events(store.rows(PARTNER_COUNTS), covered)


def event_cells(
    events: Events, catalogue: Catalogue, ladder: Ladder, rules: Rules, earlier: Mapping[str, set[Period]]
) -> list[Cell]:
    """Return the cells of partners' events, zeros included, for periods that their extracts cover whole."""
    cells = []
    for one, disclosure in partner_indicators(catalogue)[0]:
        by_year = disclosure == "S" or published_by_year(one)
        months = frozenset.intersection(*(events.covered.get(name, frozenset()) for name in one.categories))
        length = 12 if by_year else 3
        starts = {start for start in months if start.month == YEAR_STARTS or (not by_year and start.month % 3 == 1)}
        whole = {(start, period_end(start, length)) for start in starts
                 if all(add_months(start, n) in months for n in range(length))}  # fmt: skip
        for period in sorted(chosen_periods(whole, disclosure, by_year, earlier.get(one.slug, set()))):
            cells += _cells_in(events, catalogue, one, disclosure, period, ladder, rules)
    return cells


def _cells_in(
    events: Events, catalogue: Catalogue, one: Indicator, disclosure: str, period: Period, ladder: Ladder, rules: Rules
) -> list[Cell]:
    """Return the cells of one indicator in one period: districts, with their localities where there are enough."""
    districts: dict[str, int] = defaultdict(int)
    localities: dict[str, int] = defaultdict(int)
    for category, district, common, month, n in events.counts:
        if category in one.categories and period[0] <= month <= period[1]:
            districts[district or ""] += n
            localities[common or ""] += n
    cells = []
    for district in works_in(catalogue, one):
        inside = ladder.localities.get(district, ())
        # The class S has no localities, and a total of few parts gives them away.
        fine = disclosure == "R" and one.geography == "lsoa" and len(inside) >= rules.least_parts
        cells.append(Cell(Key(one.slug, district, *period), districts[district], disclosure, total=fine))
        if fine:
            cells += [Cell(Key(one.slug, code, *period), localities[code], disclosure) for code in inside]
    return cells


def works_in(catalogue: Catalogue, one: Indicator) -> list[str]:
    """Return the districts in which every extract of an indicator's categories holds all that happened."""
    found = [district.area_code for district in catalogue.partnership.districts]
    for mapping in catalogue.mappings:
        if mapping.districts and set(mapping.categories) & set(one.categories):
            found = [code for code in found if code in mapping.districts]
    return found
