"""Micro-data sets, invented, and the restricted stores that hold them: what the public edition is made from in tests.

Events are inserted as a partner's extract leaves them in the store, so that several hundred sets can go through the
release builder; that the builder reads what the real ingest writes is tested apart (test_build.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from cspdash.catalogue import Catalogue, Category, Indicator, Mapping
from cspdash.catalogue.mappings import Value
from cspdash.store.observations import Observation
from cspdash.store.release import building
from tests import small_catalogue

SETS = 10
LOCALITIES = tuple(f"E0101{n:04d}" for n in range(2304, 2312))
OTHERS = tuple(f"E0102{n:04d}" for n in range(634, 638))
DARLINGTON, DURHAM, FORCE = "E06000005", "E06000047", "E23000008"
QUARTERS = tuple(date(2024, month, 1) for month in (1, 4, 7, 10))
Events = dict[tuple[str, date], int]  # by locality and quarter


def slug(number: int) -> str:
    return f"set-{number}"


def category(number: int) -> str:
    return f"Kind {number}"


def partners(disclosure: str = "R", sets: int = SETS, **changes: object) -> Catalogue:
    """Return a catalogue with a partner's indicator for each data set, by locality and quarter, and others supplied."""
    counted = [_indicator(slug(n), disclosure, categories=(category(n),), **changes) for n in range(sets)]
    supplied = [
        _indicator(f"special-{n}", "S", counted_from="observations", frequency="year", geography="district")
        for n in range(sets)
    ]
    shares = [
        _indicator(f"share-{n}", "S" if n % 2 else "R", counted_from="observations", measure="share", over="people",
                   frequency="year", geography="district")
        for n in range(sets)
    ]  # fmt: skip
    never = _indicator("never", "X", counted_from="observations", frequency="year", geography="district")
    open_ = _indicator("open", "O", counted_from="observations", frequency="year", geography="district")
    mapping = Mapping(
        "partner", "Partner", "Partner", "The partner", "Agreed", "R", "Date", ("%Y-%m-%d",), category_column="Kind",
        values=tuple(_value(n) for n in range(sets)), area_column="LSOA",
    )  # fmt: skip
    return small_catalogue.catalogue(
        indicators=(small_catalogue.indicator(), *counted, *supplied, *shares, never, open_),
        categories=(*small_catalogue.CATEGORIES,
                    *(Category(category(n), crime=False, source="Partner") for n in range(sets))),
        mappings=(mapping,),
    )  # fmt: skip


def _indicator(name: str, disclosure: str, **changes: object) -> Indicator:
    given = {"disclosure": disclosure, "categories": (), "frequency": "quarter", "geography": "lsoa"} | changes
    return small_catalogue.indicator(name, **given)  # type: ignore[arg-type]


def _value(number: int) -> Value:
    return Value((category(number),), category(number))


@dataclass(frozen=True)
class Data:
    """Restricted data: events of each set by locality and quarter, and supplied rows."""

    events: tuple[Events, ...]
    supplied: tuple[Observation, ...] = ()

    def district(self, number: int, quarter: date, codes: Sequence[str] = LOCALITIES) -> int:
        return sum(self.events[number].get((code, quarter), 0) for code in codes)


def year_row(name: str, area: str, year: int, numerator: float | None, denominator: float | None = None) -> Observation:
    """Return a supplied row of a financial year."""
    value = numerator if denominator is None or numerator is None else numerator / denominator
    return Observation(name, area, date(year, 4, 1), date(year + 1, 3, 31), numerator, denominator, value, "police.uk",
                       None)  # fmt: skip


def fill(folder: Path, data: Data, codes: Sequence[str] = (*LOCALITIES, *OTHERS)) -> Path:
    """Write a restricted store with areas, months covered, the events and the supplied rows."""
    with building(folder) as build:
        write_areas(build.con, codes)
        write_events(build.con, data.events)
        rows = [(*(getattr(row, name) for name in row.__slots__),) for row in data.supplied]
        if rows:
            build.con.executemany("INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return folder


def write_areas(con: duckdb.DuckDBPyConnection, codes: Iterable[str]) -> None:
    """Write the ladder of areas, each locality with 1,500 people in 650 households."""
    con.execute("DELETE FROM area")
    wide = [(DARLINGTON, "Darlington", "district", "E22000072"), (DURHAM, "County Durham", "district", "E22000365"),
            ("E22000072", "Darlington", "partnership", FORCE), ("E22000365", "County Durham", "partnership", FORCE),
            (FORCE, "Durham", "force", None)]  # fmt: skip
    fine = [(code, f"Locality {code}", "lsoa", DARLINGTON if code in LOCALITIES else DURHAM) for code in codes]
    con.executemany("INSERT INTO area VALUES (?, ?, ?, ?, 2011, NULL, NULL, NULL)", [*wide, *fine])
    con.executemany("INSERT INTO area_common VALUES (?, ?)", [(code, code) for code, *_ in fine])
    con.executemany("INSERT INTO population VALUES (?, 2021, 1500, 650)", [(code,) for code, *_ in fine])
    con.executemany("INSERT INTO common_population VALUES (?, 2021, 1500, 650)", [(code,) for code, *_ in fine])


def write_events(con: duckdb.DuckDBPyConnection, events: Sequence[Events]) -> None:
    """Write events as a partner's extract of 2024 leaves them: rows, terms, ledger and the months covered."""
    codes = sorted({code for one in events for code, _ in one})
    terms = {text: number for number, text in enumerate([*codes, *(category(n) for n in range(len(events)))], start=1)}
    if not terms:
        return
    con.executemany("INSERT INTO term VALUES (?, ?)", [(number, text) for text, number in terms.items()])
    rows = [
        (0, terms[code], month, terms[category(n)], n * 10_000 + line)
        for n, one in enumerate(events)
        for line, (code, month) in enumerate((c, q) for (c, q), count in sorted(one.items()) for _ in range(count))
    ]
    con.execute(
        "INSERT INTO ledger VALUES (1, 'Partner', 'incidents', NULL, NULL, 'secret name.csv', 'ff', $n, $n, 0, now(), "
        "'loaded', $n, 0, 0, NULL, ['CANARY777123'], "
        "NULL, NULL)",
        {"n": len(rows)},
    )
    if rows:
        con.execute(
            "INSERT INTO incident_row SELECT unnest($force), unnest($area), unnest($month), unnest($kind), NULL, -1.5, "
            "54.5, NULL, NULL, NULL, NULL, 1, unnest($line)",
            dict(zip(("force", "area", "month", "kind", "line"), map(list, zip(*rows, strict=True)), strict=True)),
        )
    months = [date(2024, month, 1) for month in range(1, 13)]
    con.executemany(
        "INSERT INTO coverage VALUES (1, ?, ?, 0, NULL)",
        [(category(n), month) for n in range(len(events)) for month in months],
    )
