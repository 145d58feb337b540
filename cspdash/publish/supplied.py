"""Supplied values of indicators: open ones as they are, restricted and special ones as cells to protect.

Free text is left behind: a note says only that a number is withheld, and the source is the content's own words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cspdash.catalogue import Catalogue, Indicator
from cspdash.catalogue.public import published_by_year
from cspdash.periods import add_months
from cspdash.publish.atoms import Ladder, Period, chosen_periods, months_in, period_end
from cspdash.publish.protect import FEWER, OVER, Cell, Key, Rules, Shown
from cspdash.store.observations import SUPPRESSED, Observation

LEVELS = {"R": ("lsoa", "district", "partnership", "force", "region", "nation"),
          "S": ("district", "partnership", "region", "nation")}  # fmt: skip


@dataclass(slots=True)
class Supplied:
    """What becomes of supplied values: `open` rows as they are, `cells` to protect, and why rows are left out."""

    open: list[Observation] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def supplied_values(
    rows: Iterable[Observation],
    catalogue: Catalogue,
    ladder: Ladder,
    rules: Rules,
    earlier: Mapping[str, set[Period]],
) -> Supplied:
    """Return supplied observations as open rows and cells; those of class X are left out without their numbers."""
    found = Supplied()
    by_indicator: dict[str, list[Observation]] = defaultdict(list)
    for row in rows:
        by_indicator[row.indicator].append(row)
    known = {one.slug: one for one in catalogue.indicators}
    for slug, held in sorted(by_indicator.items()):
        one = known.get(slug)
        if one is None or one.disclosure == "X":
            found.left_out[slug] = "it is of class X" if one else "it has no class"
        elif one.disclosure == "O":
            found.open += open_rows(one, held)
        elif one.categories:
            found.left_out[slug] = "it is counted from events"
        else:
            _restricted(found, one, held, ladder, rules, earlier.get(slug, set()))
    return found


def open_rows(one: Indicator, rows: Sequence[Observation]) -> list[Observation]:
    """Return open values without the file's own words: series of several sources are numbered."""
    sources = sorted({row.source for row in rows}, key=lambda name: (name != one.source, name))
    names = {name: one.source if at == 0 else f"{one.source} (series {at + 1})" for at, name in enumerate(sources)}
    return [replace(row, source=names[row.source], note=SUPPRESSED if row.suppressed else None) for row in rows]


def _restricted(
    found: Supplied, one: Indicator, rows: Sequence[Observation], ladder: Ladder, rules: Rules, earlier: set[Period]
) -> None:
    """Add the cells of one indicator of class R or S."""
    sources = Counter(row.source for row in rows)
    source = one.source if one.source in sources else min(sources, key=lambda name: (-sources[name], name))
    held = [row for row in rows if row.source == source and ladder.level(row.area_code) in LEVELS[one.disclosure]]
    held = [row for row in (*held, *quarters(one, held)) if countable(one, row)]
    if not held:
        found.left_out[one.slug] = why_not(one)
        return
    periods = chosen_periods(
        {(row.period_start, row.period_end) for row in held}, one.disclosure, published_by_year(one), earlier
    )
    held = _one_ladder([row for row in held if (row.period_start, row.period_end) in periods], ladder, rules)
    if not held:
        found.left_out[one.slug] = "its periods are too short for its class, or overlap others"
    for row in held:
        found.cells += cells_of(one, row)


def countable(one: Indicator, row: Observation) -> bool:
    """Tell whether the counts behind a value are given, so that they can be protected."""
    if row.suppressed:
        return True
    if one.measure == "count":
        return _count(row) is not None
    return one.measure in ("share", "rate") and row.numerator is not None and bool(row.denominator)


def _count(row: Observation) -> float | None:
    return row.numerator if row.numerator is not None else row.value


def why_not(one: Indicator) -> str:
    """Return why no row of an indicator could be published."""
    if one.measure in ("share", "rate"):
        return "its numerators and denominators are not given, or its areas are too small for its class"
    return "its areas are too small for its class" if one.measure == "count" else "no counts stand behind its values"


def quarters(one: Indicator, rows: Sequence[Observation]) -> list[Observation]:
    """Return the quarters of monthly counts, of those areas and quarters that have all three months."""
    if one.measure != "count" or published_by_year(one):
        return []
    months: dict[tuple[str, date], Observation] = {
        (row.area_code, row.period_start): row
        for row in rows
        if months_in((row.period_start, row.period_end)) == 1 and not row.suppressed and _count(row) is not None
    }
    found = []
    for (area, start), row in months.items():
        parts = [months.get((area, add_months(start, n))) for n in range(3)]
        if start.month % 3 == 1 and all(parts):
            total = sum(_count(part) or 0 for part in parts if part)
            found.append(replace(row, period_end=period_end(start, 3), numerator=total, value=total))
    return found


def _one_ladder(rows: Sequence[Observation], ladder: Ladder, rules: Rules) -> list[Observation]:
    """Return the rows of one ladder of areas: no second name for the same ground, and no total of few parts.

    A partnership that is one district is left out where the district is there; so are localities of a total that has
    few of them, and a total over few districts.
    """
    by_period: dict[Period, list[Observation]] = defaultdict(list)
    for row in rows:
        by_period[row.period_start, row.period_end].append(row)
    kept = []
    for held in by_period.values():
        areas = {row.area_code for row in held}
        drop = {code for code in areas if _is_second_name(code, areas, ladder) or code not in _common(code, ladder)}
        for code in areas - drop:
            level = ladder.level(code)
            if level == "lsoa":
                beside = [other for other in areas if ladder.parents.get(other) == ladder.parents.get(code)]
                if ladder.parents.get(code) in areas and len(beside) < rules.least_parts:
                    drop.add(code)
            elif level in ("partnership", "force", "region"):
                inside = ladder.districts_of(code) & areas
                if 0 < len(inside) < rules.least_parts:
                    drop.add(code)
        kept += [row for row in held if row.area_code not in drop]
    return kept


def _is_second_name(code: str, areas: set[str], ladder: Ladder) -> bool:
    return ladder.level(code) == "partnership" and len(inside := ladder.districts_of(code)) == 1 and inside <= areas


def _common(code: str, ladder: Ladder) -> set[str]:
    """Return the area itself, or nothing when it is an LSOA off the ladder."""
    if ladder.level(code) != "lsoa":
        return {code}
    return {code} & set(ladder.localities.get(ladder.parents.get(code, ""), ()))


def cells_of(one: Indicator, row: Observation) -> list[Cell]:
    """Return the cells of a value: its count, and the base of a share or rate.

    A share of nearly all is as telling as one of nearly none: its count is withheld when fewer than 10 are not in it.
    """
    key = Key(one.slug, row.area_code, row.period_start, row.period_end)
    if row.suppressed:
        return [Cell(key, 0, one.disclosure, withheld=True)]
    counted = _count(row) or 0.0
    if one.measure == "count":
        return [Cell(key, round(counted), one.disclosure)]
    base = row.denominator or 0.0
    nearly_all = one.measure == "share" and counted >= 10 and base - counted < 10
    return [
        Cell(key, round(counted), one.disclosure, withheld=nearly_all),
        Cell(key._replace(indicator=one.slug + OVER), round(base), one.disclosure),
    ]


def published_rows(shown: Mapping[Key, Shown], catalogue: Catalogue) -> list[Observation]:
    """Return the observations that protected cells make: every value is computed from published numbers."""
    known = {one.slug: one for one in catalogue.indicators}
    rows = []
    for key, cell in sorted(shown.items()):
        one = known.get(key.indicator)
        if one is None:
            continue
        base = shown.get(key._replace(indicator=one.slug + OVER))
        below = base.published if base else None
        value: float | None = cell.published
        if one.measure != "count":
            value = cell.published / below * (one.per or 1.0) if cell.published is not None and below else None
        note = None if value is not None else f"{SUPPRESSED}: {cell.flag if cell.flag != 'published' else FEWER}"
        rows.append(
            Observation(one.slug, key.area_code, key.start, key.end, cell.published if value is not None else None,
                        below, value, one.source, note)
        )  # fmt: skip
    return rows
