"""Hide this cell: a person who recognises themselves asks, and within seconds a release without the cell is served.

The new release is made from the current public one, table by table into an empty file, so that nothing of the hidden
number stays in it. Earlier releases that show the cell are deleted, so that no rollback brings it back, and every
later release keeps it hidden.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from cspdash.publish.audit import audit
from cspdash.publish.audit.sums import sums_among
from cspdash.publish.earlier import CELLS, Cells, Earlier, cells_of_release
from cspdash.publish.gate import PARENTS, pass_gate
from cspdash.publish.opened import insert
from cspdash.publish.protect import FEWER, HIDDEN, WITHHELD, Key, Shown
from cspdash.publish.tables import ANSWER, CELL, HIDDEN_ROWS, OBSERVATION, table_of
from cspdash.store.connection import Store, open_store
from cspdash.store.observations import PRINTED, SUPPRESSED, Answer, Observation
from cspdash.store.release import StoreProblem, building, current_release, release_files, release_path

STAGED = "staged"
REASONS = {"recognised": "a person could be recognised", "wrong": "the number is wrong", "legal": "a legal request"}
SCHEMA = Path(__file__).with_name("public_schema.sql")
LEAST_LEFT, LEAST_WIDTH = 10, 10
WANTED = re.compile(
    r"(?P<indicator>[a-z0-9/-]+):(?P<area>[A-Z]\d{8}):(?P<start>\d{4}-\d{2}(-\d{2})?)(\.\.(?P<end>\d{4}-\d{2}-\d{2}))?"
)
HELD_HIDDEN = "SELECT indicator, area_code, period_start, period_end, hidden_on, reason FROM hidden_cell ORDER BY ALL"
OBSERVATIONS = """
SELECT indicator, area_code, period_start, period_end, numerator, denominator, value, source, note FROM observation
ORDER BY ALL"""
ANSWERS = """
SELECT survey, question, wave_start, wave_end, area_code, n, share, design_effect, source FROM survey_answer
ORDER BY ALL"""
# What is copied as it is: the columns are those of public_schema.sql on both sides.
COPIES = {
    "area": "SELECT * FROM area", "area_link": "SELECT * FROM area_link",
    "area_link_origin": "SELECT * FROM area_link_origin", "area_common": "SELECT * FROM area_common",
    "outline": "SELECT * FROM outline", "population": "SELECT * FROM population",
    "common_population": "SELECT * FROM common_population", "monthly": "SELECT * FROM monthly",
    "completeness": "SELECT * FROM completeness",
    "ledger": "SELECT * FROM ledger", "survey_wave": "SELECT * FROM survey_wave",
}  # fmt: skip
HiddenRow = tuple[str, str, date, date, date, str]


class NoSuchCell(StoreProblem):
    """There is no such cell in the release."""


@dataclass(frozen=True, slots=True)
class Hid:
    """What hiding did: the new release, the cells hidden, and the earlier releases that were deleted."""

    release: str
    cells: tuple[Key, ...]
    deleted: tuple[str, ...]


def hidden_rows(folder: Path) -> list[HiddenRow]:
    """Return what is hidden in the current public release of a folder: cell, day and reason."""
    if current_release(folder) is None:
        return []
    store = open_store(folder, older=True)
    try:
        return [row[:6] for row in store.rows(HELD_HIDDEN)]
    finally:
        store.close()


def without_values(rows: Iterable[Observation], keys: Collection[Key]) -> list[Observation]:
    """Return observations with the hidden ones empty; printed figures are in a published plan and stay."""
    return [
        replace(row, numerator=None, denominator=None, value=None, note=f"{SUPPRESSED}: {HIDDEN}")
        if Key(row.indicator, row.area_code, row.period_start, row.period_end) in keys
        and not row.source.startswith(PRINTED)
        else row
        for row in rows
    ]  # fmt: skip


def without_shares(rows: Iterable[Answer], keys: Collection[Key]) -> list[Answer]:
    """Return survey answers with the hidden ones empty."""
    return [
        replace(row, share=None, design_effect=None)
        if Key(f"{row.survey}/{row.question}", row.area_code, row.wave_start, row.wave_end) in keys
        and not row.source.startswith(PRINTED)
        else row
        for row in rows
    ]  # fmt: skip


def asked_for(wanted: str, offered: Iterable[Key]) -> Key:
    """Return the one cell that a text such as 'indicator:E06000005:2024-04' means; StoreProblem when there is none."""
    found = WANTED.fullmatch(wanted)
    if not found:
        raise StoreProblem(f"'{wanted[:80]}' names no cell: write INDICATOR:AREA:PERIOD, as fly-tips:E06000005:2024-04")
    start, end = found["start"], found["end"]
    first = date.fromisoformat(start if len(start) == 10 else f"{start}-01")
    fit = sorted(
        key
        for key in set(offered)
        if (key.indicator, key.area_code, key.start) == (found["indicator"], found["area"], first)
        and (end is None or key.end == date.fromisoformat(end))
    )
    if len(fit) != 1:
        reason = "more than one cell: give its last day too, as 2024-04-01..2024-06-30" if fit else "no published cell"
        raise NoSuchCell(f"'{wanted[:80]}' is {reason}. Counts of police.uk are hidden at police.uk, their source.")
    return fit[0]


def with_hidden(cells: Cells, key: Key, parents: dict[str, str]) -> list[Key]:
    """Hide a cell in `cells`, and others until its sums no longer tell it; return the cells hidden.

    Beside it goes the smallest other part that is enough by itself, else the total.
    """
    done = [key]
    if key not in cells:
        return done
    cells[key] = Shown(None, HIDDEN, cells[key].disclosure)
    while not unknown(cells, key, parents):
        sums = [one for one in sums_among(cells, parents) if key == one.total or key in one.parts]
        beside = sorted(
            {one for sum_ in sums for one in sum_.parts if one != key and cells[one].published is not None},
            key=lambda one: (cells[one].published or 0, one),
        )
        enough = [one for one in beside if unknown(cells | {one: Shown(None, HIDDEN, "R")}, key, parents)]
        totals = [one.total for one in sums if one.total != key and cells[one.total].flag not in (HIDDEN, WITHHELD)]
        if not (enough or totals or beside):
            break
        victim = (enough or totals or beside)[0]
        cells[victim] = Shown(None, HIDDEN, cells[victim].disclosure)
        done.append(victim)
    return done


def unknown(cells: Cells, key: Key, parents: dict[str, str]) -> bool:
    """Tell whether nothing is known of a hidden cell: it can be as little as nothing, and as much as ten at least."""
    low, high = audit({one: cells[one] for one in cells if one.indicator == key.indicator}, parents).bounds[key]
    return low < LEAST_LEFT and high - low >= LEAST_WIDTH


def hide(folder: Path, wanted: str, reason: str, today: date) -> Hid:
    """Serve a release without one cell, and without what would tell it; StoreProblem when there is no such cell."""
    done = _hide_in(folder, wanted, reason, today)
    staged = folder / STAGED
    if current_release(staged) is not None:
        with suppress(NoSuchCell):  # a release that waits for its day may not have the cell
            _hide_in(staged, wanted, reason, today)
    return done


def _hide_in(folder: Path, wanted: str, reason: str, today: date) -> Hid:
    name = current_release(folder)
    if name is None:
        raise StoreProblem(f"there is no public release in {folder}: nothing can be hidden in it.")
    store = open_store(folder, seconds=None)
    try:
        rows = [Observation(*row) for row in store.rows(OBSERVATIONS)]
        answers = [Answer(*row) for row in store.rows(ANSWERS)]
        cells = {Key(*row[:4]): Shown(*row[4:]) for row in store.rows(CELLS)}
        key = asked_for(wanted, [*cells, *offered_in(rows, answers)])
        keys = with_hidden(cells, key, dict(store.rows(PARENTS)))
        said: list[HiddenRow] = [*hidden_rows(folder), *((*one, today, REASONS[reason]) for one in keys)]
        with building(folder, "public", SCHEMA) as build:
            for table, sql in COPIES.items():
                insert(build.con, table, store.table(sql))
            write_hidden(build.con, rows, answers, cells, said)
            pass_gate(build.con, Earlier((cells,)))
    finally:
        store.close()
    return Hid(build.release or "", tuple(keys), tuple(forget(folder, keys)))


def offered_in(rows: Iterable[Observation], answers: Iterable[Answer]) -> list[Key]:
    """Return the keys of supplied values that can be hidden."""
    values = [Key(row.indicator, row.area_code, row.period_start, row.period_end) for row in rows
              if not row.source.startswith(PRINTED)]  # fmt: skip
    shares = [Key(f"{row.survey}/{row.question}", row.area_code, row.wave_start, row.wave_end) for row in answers
              if not row.source.startswith(PRINTED)]  # fmt: skip
    return [*values, *shares]


def write_hidden(
    con: duckdb.DuckDBPyConnection,
    rows: Sequence[Observation],
    answers: Sequence[Answer],
    cells: Cells,
    said: Sequence[HiddenRow],
) -> None:
    """Write values and cells into a public release without what is hidden, and the record of what is."""
    keys = {Key(*row[:4]) for row in said}
    insert(con, "observation", table_of((astuple(row) for row in without_values(rows, keys)), OBSERVATION))
    insert(con, "survey_answer", table_of((astuple(row) for row in without_shares(answers, keys)), ANSWER))
    listed = [(*key, one.published, one.flag, one.disclosure) for key, one in sorted(cells.items())]
    insert(con, "protected_cell", table_of(listed, CELL))
    insert(con, "hidden_cell", table_of(sorted(set(said)), HIDDEN_ROWS))


def forget(folder: Path, keys: Sequence[Key]) -> list[str]:
    """Delete the earlier releases that show any of some cells; return their names."""
    gone = []
    current = current_release(folder)
    for name in release_files(folder):
        if name != current and shows(release_path(folder, name), keys):
            release_path(folder, name).unlink()
            gone.append(name)
    return gone


def shows(path: Path, keys: Sequence[Key]) -> bool:
    """Tell whether a release shows any of some cells; one that cannot be read is taken to."""
    try:
        store = Store(path, seconds=None, older=True)
    except StoreProblem:
        return True
    try:
        rows = [Observation(*row) for row in store.rows(OBSERVATIONS)]
        answers = [Answer(*row) for row in store.rows(ANSWERS)]
    finally:
        store.close()
    seen = set(offered_in([row for row in rows if row.value is not None], [a for a in answers if a.share is not None]))
    visible = {key for key, one in cells_of_release(path).items() if one.published is not None or one.flag == FEWER}
    return bool(set(keys) & (seen | visible))
