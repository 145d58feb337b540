"""An archive the size of England and Wales, in the layout of police.uk's: for measuring, not for reading.

43 territorial forces and the British Transport Police at about real density (550,000 rows a month). Incidents, map
points and all districts but Durham's are invented; codes lie in ONS's ranges of 2011, E01000001 to E01033768 and
W01000001 to W01001958, and Durham's are the 389 that ship. Categories and outcomes are a mix (national.toml). Crime IDs
are 64 random hexadecimal digits, which anti-social behaviour has none of; a part of the rows has no location. The same
seed gives the same bytes, file by file.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cspdash.demo.areas import shipped_areas
from cspdash.periods import add_months, month_range

CONTENT = Path(__file__).with_name("national.toml")
OUTCOMES = Path(__file__).with_name("outcomes.toml")
HEADER = (b"Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
          b"Crime type,Last outcome category,Context\n")  # fmt: skip
LAST = date(2023, 5, 1)
MONTHS = 18
POINTS = 16
DISTRICT = 120
LETTERS = "ABCDEF"
SIDES = ("North", "South", "West", "East")
WELSH = {"dyfed-powys", "gwent", "north-wales", "south-wales"}
LAST_ENGLISH, LAST_WELSH = 33_768, 1_958
ID_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Force:
    """A force: its id and name, LSOAs, rows a month, its middle, and a district's name with a comma, if any."""

    slug: str
    name: str
    lsoas: int
    rows_a_month: float
    middle: tuple[float, float]
    comma: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What a force's rows are drawn from: the ends of lines by map point and by category, each with its chances."""

    points: pa.StringArray
    point_chances: np.ndarray
    kinds: pa.StringArray
    kind_chances: np.ndarray
    first_with_id: int


@cache
def content() -> dict[str, Any]:
    """Return national.toml."""
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))


@cache
def forces() -> tuple[Force, ...]:
    """Return every force, Durham first, the rest by id."""
    known = content()
    whole = sum(one["share"] for one in known["force"])
    return tuple(
        Force(one["id"], one["name"], one["lsoas"], known["rows_a_month"] * one["share"] / whole, tuple(one["at"]),
              one.get("comma", ""))
        for one in known["force"]
    )  # fmt: skip


def plan(rows: int) -> tuple[tuple[Force, ...], list[date]]:
    """Return forces and months that make about so many rows at real density: more forces first, then more months."""
    chosen: list[Force] = []
    for force in forces():
        chosen.append(force)
        if sum(one.rows_a_month for one in chosen) * MONTHS >= rows * 0.9:
            break
    months = max(1, round(rows / sum(one.rows_a_month for one in chosen)))
    return tuple(chosen), month_range(add_months(LAST, 1 - months), LAST)


def write_archive(folder: Path, chosen: Sequence[Force], months: Sequence[date], seed: int = 2026) -> Iterator[Path]:
    """Write the street files of some forces and months under `folder`, one after another; yield each path.

    Each is YYYY-MM/YYYY-MM-force-street.csv, and none depends on which others are written.
    """
    for force in chosen:
        ground = lay_ground(force, seed)
        for month in months:
            path = folder / f"{month:%Y-%m}" / f"{month:%Y-%m}-{force.slug}-street.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(month_file(force, ground, month, seed))
            yield path


def lay_ground(force: Force, seed: int) -> Ground:
    """Return the map points and kinds of incident of a force, with their chances."""
    draws = np.random.default_rng([seed, place_of(force)])
    ends, weights = [], []
    for code, name, middle in areas_of(force, draws):
        spread = draws.normal(0, 0.004, (POINTS, 2)) + middle
        quoted = f'"{name}"' if "," in name else name
        ends += [f"{x:.6f},{y:.6f},{street(draws)},{code},{quoted}," for x, y in spread]
        weights.append(draws.lognormal(0, 0.7) / np.arange(1, POINTS + 1))
    chances = np.concatenate(weights)
    none = content()["no_location"]
    known, shares, with_id = kinds()
    return Ground(
        pa.array([",,No Location,,,", *ends]), np.append(none, chances / chances.sum() * (1 - none)),
        pa.array(known), shares, with_id,
    )  # fmt: skip


def place_of(force: Force) -> int:
    """Return a force's place among all, which is part of its seed."""
    return [one.slug for one in forces()].index(force.slug)


def areas_of(force: Force, draws: np.random.Generator) -> Iterator[tuple[str, str, tuple[float, float]]]:
    """Yield code, name and middle of each LSOA of a force; the transport police has every fortieth of the others'."""
    if force.slug == "durham":
        for area in shipped_areas():
            middle = area.edges[:, :2].mean(axis=0)
            yield area.area_code, area.area_name, (float(middle[0]), float(middle[1]))
        return
    if not force.lsoas:
        for other in forces()[1:]:
            yield from list(areas_of(other, draws))[::40] if other.lsoas else ()
        return
    codes = codes_of(force)
    short = force.name.replace(" Constabulary", "").replace(" Police", "").replace(" Service", "")
    for number, code in enumerate(codes):
        district, place = divmod(number, DISTRICT)
        name = f"{short} {SIDES[district % len(SIDES)]}" + (f" {district}" if district >= len(SIDES) else "")
        name = force.comma if force.comma and not district else name
        middle = np.array(force.middle) + draws.normal(0, 0.2, 2)
        yield code, f"{name} {place // 6 + 1:03d}{LETTERS[place % 6]}", (float(middle[0]), float(middle[1]))


def codes_of(force: Force) -> list[str]:
    """Return a force's codes: those of one country follow one another, force by force, and leave out Durham's."""
    welsh = force.slug in WELSH
    prefix, last = ("W01", LAST_WELSH) if welsh else ("E01", LAST_ENGLISH)
    before = 0
    for other in forces()[1 : place_of(force)]:
        before += other.lsoas if (other.slug in WELSH) == welsh else 0
    free = [code for number in range(1, last + 1) if (code := f"{prefix}{number:06d}") not in of_durham()]
    return free[before : before + force.lsoas]


@cache
def of_durham() -> frozenset[str]:
    """Return the codes of the LSOAs that ship."""
    return frozenset(area.area_code for area in shipped_areas())


def street(draws: np.random.Generator) -> str:
    """Return the text of a location as police.uk words it."""
    known = content()
    if draws.random() < 0.12:
        return f"On or near {known['places'][draws.integers(len(known['places']))]}"
    first, kind = known["streets"], known["kinds"]
    return f"On or near {first[draws.integers(len(first))]} {kind[draws.integers(len(kind))]}"


@cache
def kinds() -> tuple[list[str], np.ndarray, int]:
    """Return the ends of lines (category, outcome) with their chances, and from which on rows have a Crime ID."""
    spell = tomllib.loads(OUTCOMES.read_text(encoding="utf-8"))["spell"][-1]
    without, having = [], []
    for name, weight, kind in content()["category"]:
        if kind == "none":
            without.append((f"{name},,\n", float(weight)))
            continue
        whole = sum(spell[kind])
        for text, part in zip(spell["texts"], spell[kind], strict=True):
            having.append((f"{name},{text},\n", weight * part / whole))
    texts, weights = zip(*without, *having, strict=True)
    return list(texts), np.array(weights) / sum(weights), len(without)


def month_file(force: Force, ground: Ground, month: date, seed: int) -> bytes:
    """Return one month of a force as the bytes of a CSV."""
    draws = np.random.default_rng([seed, place_of(force), month.year, month.month])
    rows = max(1, int(draws.poisson(force.rows_a_month * (1 + 0.1 * np.sin(month.month / 2)))))
    points = draws.choice(len(ground.points), rows, p=ground.point_chances)
    kind = draws.choice(len(ground.kinds), rows, p=ground.kind_chances)
    has_id = kind >= ground.first_with_id
    digits = np.frombuffer(draws.bytes(int(has_id.sum()) * ID_LENGTH // 2).hex().encode(), dtype=np.uint8)
    offsets = np.concatenate([[0], np.cumsum(has_id * ID_LENGTH)]).astype(np.int32)
    ids = pa.Array.from_buffers(pa.string(), rows, [None, pa.py_buffer(offsets), pa.py_buffer(digits)])
    middle = f",{month:%Y-%m},{force.name},{force.name},"
    lines = pc.binary_join_element_wise(
        ids, middle, ground.points.take(pa.array(points)), ground.kinds.take(pa.array(kind)), ""
    )
    return HEADER + lines.buffers()[2].to_pybytes()[: pc.sum(pc.binary_length(lines)).as_py()]
