"""Attempts to find a person or a hidden count in the public edition, each with its outcome (ICO's motivated intruder).

    python -m scripts.motivated_intruder PUBLIC_STORE

It reads the releases in the public folder and the content, which is public too, and nothing else. It shares no code
with what protects the cells. The outcome is a table in Markdown; the exit code is 1 when any attempt succeeds.
"""

import itertools
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.store.connection import Store
from cspdash.store.release import current_release
from scripts.intruder import (
    ANSWERS,
    AREAS,
    BASE,
    CELLS,
    COLUMNS,
    HIDDEN,
    HOUSEHOLDS,
    LARGE,
    TEXTS,
    VALUES,
    Cell,
    Intruder,
)

LOADED = {("release", "built_at"), ("ledger", "loaded_at"), ("load", "loaded_at"), ("release_gate", "checked_at")}
Attempt = Callable[[Intruder], Iterator[str]]


def news_story(me: Intruder) -> Iterator[str]:
    """A news story names street, month and offence: is there more beside a count of one than that?"""
    for table, column, _ in me.store.rows(COLUMNS):
        if table == "monthly" and column not in {"district_code", "common_code", "area_code", "month", "category", "n"}:
            yield f"a count has {column} beside it"


def points_and_times(me: Intruder) -> Iterator[str]:
    """Where and when exactly: points on a map, times of day, rows of single events."""
    for table, column, kind in me.store.rows(COLUMNS):
        named = re.search(r"crime|occurred|location|street|easting|outcome|victim|raw|line$", column)
        placed = column in {"longitude", "latitude"} and table != "area"
        timed = kind.startswith("TIMESTAMP") and (table, column) not in LOADED
        if named or placed or timed:
            yield f"{table}.{column}"


def texts(me: Intruder) -> Iterator[str]:
    """Free text that names somebody: every byte of the release, of notes and of earlier releases, freed pages too."""
    for path in (me.path, *me.earlier, *me.folder.glob("*.jsonl")):
        data = path.read_bytes()
        for what, pattern in TEXTS.items():
            if pattern.search(data):
                yield f"{what} in {path.name}"


def high_impact_households(me: Intruder) -> Iterator[str]:
    """The four or five families that a plan speaks of: is there any number of a class X indicator?"""
    hidden = {one.slug for one in me.content.indicators if one.disclosure == "X"}
    for row in [*me.store.rows(VALUES), *((cell.indicator,) for cell in me.cells)]:
        if row[0] in hidden:
            yield row[0]


def ward_minus_street(me: Intruder) -> Iterator[str]:
    """A ward less its localities leaves a sliver: is anything counted on areas that are not on one ladder?"""
    level = {code: name for code, name, _ in me.store.rows(AREAS)}
    for cell in me.cells:
        if level.get(cell.area, "") in {"ward", "custom"} or cell.area[:3] in {"E05", "E02"}:
            yield f"{cell.indicator} in {cell.area}"


def tiny_area(me: Intruder) -> Iterator[str]:
    """An area of few households is a household: is any below 400?"""
    people = dict(me.store.rows(HOUSEHOLDS))
    for cell in me.cells:
        if cell.area.startswith("E01") and (people.get(cell.area) or LARGE) < 400:
            yield cell.area


def one_victim(me: Intruder) -> Iterator[str]:
    """One hate crime in a ward in a quarter: are special matters counted finer than an area and a year?"""
    for cell in (one for one in me.cells if one.disclosure == "S"):
        if (cell.end - cell.start).days < 364 or cell.area[:3] in {"E01", "E02", "E05"}:
            yield f"{cell.indicator} in {cell.area}, {cell.start} to {cell.end}"


def marac_repeats(me: Intruder) -> Iterator[str]:
    """MARAC repeats: a share tells a hidden count when what it is out of is known."""
    blank = {(cell.indicator, cell.area, cell.start) for cell in me.counts() if cell.published is None}
    for slug, area, start, numerator, _, value in me.store.rows(VALUES):
        if (slug, area, start) in blank and (value is not None or numerator is not None):
            yield f"{slug} in {area} from {start}"
    for name, area, start, _, share in me.store.rows(ANSWERS):
        if (name, area, start) in blank and share is not None:
            yield f"{name} in {area} from {start}"


def nearly_all(me: Intruder) -> Iterator[str]:
    """88 of 91 tells of the other three."""
    bases = {(c.indicator.removesuffix(BASE), c.area, c.start): c for c in me.cells if c.indicator.endswith(BASE)}
    shares = {one.slug for one in me.content.indicators if one.measure == "share"}
    for cell in me.counts():
        base = bases.get((cell.indicator, cell.area, cell.start))
        if base and base.published and cell.published and cell.indicator in shares and base.high - cell.low < 10:
            yield f"{cell.indicator} in {cell.area} from {cell.start}"


def exact_value(me: Intruder) -> Iterator[str]:
    """A rate to one decimal of 1,500 people is the count: is any value not made of rounded counts?"""
    per = {one.slug: one.per or 1 for one in me.content.indicators if one.disclosure in ("R", "S")}
    cells = {(cell.indicator, cell.area, cell.start) for cell in me.counts()}
    for slug, area, start, _, base, value in me.store.rows(VALUES):
        if (slug, area, start) in cells and value is not None:
            count = value * (base or 1) / (per.get(slug, 1) if base else 1)
            if abs(count / 5 - round(count / 5)) > 1e-6:
                yield f"{slug} in {area} from {start}: {value}"


def overlapping_periods(me: Intruder) -> Iterator[str]:
    """The year less three quarters is the fourth: do periods of one indicator and area overlap?"""
    held: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in me.counts():
        held[cell.indicator, cell.area].append(cell)
    for listed in held.values():
        listed.sort(key=lambda cell: cell.start)
        for one, two in itertools.pairwise(listed):
            if two.start <= one.end:
                yield f"{one.indicator} in {one.area}: {one.start} and {two.start}"


def parts_of_a_total(me: Intruder) -> Iterator[str]:
    """A total less its known parts bounds the rest: is any blank cell narrow?"""
    parents = {code: parent for code, _, parent in me.store.rows(AREAS)}
    held = {(cell.indicator, cell.start, cell.area): cell for cell in me.counts()}
    inside: dict[tuple[str, date, str], list[Cell]] = defaultdict(list)
    for cell in me.counts():
        inside[cell.indicator, cell.start, parents.get(cell.area) or ""].append(cell)
    for key, parts in inside.items():
        total = held.get(key)
        for cell in parts if total else []:
            others = [one for one in parts if one is not cell]
            low = max(cell.low, total.low - sum(one.high for one in others)) if total else 0
            high = min(cell.high, total.high - sum(one.low for one in others)) if total else LARGE
            if cell.published is None and high - low < (9 if cell.disclosure == "S" else 3):
                yield f"{cell.indicator} in {cell.area} from {cell.start}: {low} to {high}"


def shared_category(me: Intruder) -> Iterator[str]:
    """Two indicators that count one category tell it by subtraction."""
    published = {cell.indicator for cell in me.counts()}
    seen: dict[str, str] = {}
    for one in me.content.indicators:
        for name in one.categories if one.slug in published else ():
            if name in seen:
                yield f"{one.slug} and {seen[name]}"
            seen[name] = one.slug


def two_releases(me: Intruder) -> Iterator[str]:
    """Who knows of one record that was added watches the cell: did any move by one step between releases?"""
    for path in me.earlier:
        before = Store(path, seconds=None)
        old = {cell[:4]: cell for cell in before.rows(CELLS)}
        before.close()
        for cell in me.cells:
            was = old.get((cell.indicator, cell.area, cell.start, cell.end))
            if was and HIDDEN not in (was[5], cell.flag) and "withheld" not in (was[5], cell.flag):
                steps = abs((cell.published or 5) - (was[4] or 5)) // 5
                if steps == 1:
                    yield f"{cell.indicator} in {cell.area} from {cell.start}"


def hidden_on_request(me: Intruder) -> Iterator[str]:
    """What somebody had hidden: is it still in a release that is kept?"""
    gone = {(c.indicator, c.area, c.start) for c in me.cells if c.flag == HIDDEN}
    for path in me.earlier:
        before = Store(path, seconds=None)
        shown = {row[:3] for row in before.rows(CELLS) if row[4] is not None}
        before.close()
        yield from (" ".join(map(str, key)) for key in gone & shown)


def small_survey(me: Intruder) -> Iterator[str]:
    """A colleague was one of 17 who were asked: is there an answer, or the exact number asked, below 30?"""
    for name, area, start, asked, share in me.store.rows(ANSWERS):
        if asked is not None and asked < 30 and (share is not None or asked % 10):
            yield f"{name} in {area} from {start}: {asked} asked"


def order_of_rows(me: Intruder) -> Iterator[str]:
    """Rows written by size would rank cells that look alike: are they in the order of their names?"""
    for slug in sorted({cell.indicator for cell in me.cells}):
        keys = [(cell.area, cell.start) for cell in me.cells if cell.indicator == slug and cell.published is None]
        by_period = sorted(keys, key=lambda key: (key[1], key[0]))
        if len(keys) > 3 and keys not in (sorted(keys), by_period):
            yield slug


def files_of_partners(me: Intruder) -> Iterator[str]:
    """The number of rows of a partner's file is a count: is any but the police's own listed?"""
    yield from (str(row) for row in me.store.rows("SELECT file_name, rows_read FROM ledger WHERE kind <> 'street'"))


ATTEMPTS: tuple[Attempt, ...] = (
    news_story, points_and_times, texts, high_impact_households, ward_minus_street, tiny_area, one_victim,
    marac_repeats, nearly_all, exact_value, overlapping_periods, parts_of_a_total, shared_category, two_releases,
    hidden_on_request, small_survey, order_of_rows, files_of_partners,
)  # fmt: skip


def run(folder: Path, content: Catalogue) -> dict[str, list[str]]:
    """Make every attempt on a public folder; return what each found, by its name."""
    me = Intruder(folder, content)
    try:
        return {attempt.__name__: sorted(set(attempt(me))) for attempt in ATTEMPTS}
    finally:
        me.store.close()


def main() -> int:
    """Make the attempts and print the table; return 1 when any succeeds."""
    folder = Path(sys.argv[1])
    found = run(folder, catalogue.load(settings.content_dir()))
    print("| # | Attempt | What was found |\n|---|---|---|")
    for number, attempt in enumerate(ATTEMPTS, start=1):
        hits = found[attempt.__name__]
        said = f"**{len(hits)}**: {'; '.join(hits[:3])}" if hits else "nothing"
        print(f"| {number} | {' '.join((attempt.__doc__ or '').split())} | {said} |")
    print(f"\n{len(ATTEMPTS)} attempts on release {current_release(folder)}: "
          f"{sum(bool(hits) for hits in found.values())} succeeded.")  # fmt: skip
    return int(any(found.values()))


if __name__ == "__main__":
    raise SystemExit(main())
