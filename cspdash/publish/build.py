"""`publish`: from the partnership's store to a public one that holds only protected cells and what is open already."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from cspdash.catalogue import Catalogue
from cspdash.catalogue.public import public_catalogue, withheld, without_numbers
from cspdash.publish import calendar, hidden
from cspdash.publish.answers import (
    Said,
    numbered,
    one_a_key,
    published_answers,
    sorted_waves,
    supplied_waves,
)
from cspdash.publish.atoms import Events, Ladder, event_cells, events_of, ladder_of, partner_indicators
from cspdash.publish.audit.search import Narrow
from cspdash.publish.earlier import Cells, Earlier, earlier_releases, held
from cspdash.publish.gate import SECONDS, GateClosed, Passed, narrow_cells, pass_gate
from cspdash.publish.opened import copy_open, insert
from cspdash.publish.protect import PRODUCTION, WITHHELD, Cell, Key, Rules, Shown, shown
from cspdash.publish.supplied import published_rows, supplied_values
from cspdash.publish.tables import SAID, table_of
from cspdash.store import notes, observations
from cspdash.store.connection import Store, open_store
from cspdash.store.observations import PRINTED, Answer, Observation
from cspdash.store.release import Build, StoreBusy, StoreProblem, building, current_release
from cspdash.store.survey_waves import HeldWave

ROUNDS = 60
SAYING = """
SELECT indicator, area_code, period_start, period_end, numerator, denominator, value, source, note FROM observation
WHERE starts_with(source, $printed) ORDER BY ALL"""
PRINTED_ANSWERS = """
SELECT survey, question, wave_start, wave_end, area_code, n, share, design_effect, source FROM survey_answer
WHERE starts_with(source, $printed) ORDER BY ALL"""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the restricted store holds of what may be published in some form."""

    ladder: Ladder
    events: Events
    supplied: tuple[Observation, ...]
    waves: tuple[HeldWave, ...]
    printed: tuple[Observation, ...] = ()
    printed_answers: tuple[Answer, ...] = ()


@dataclass(slots=True)
class Draft:
    """What is to be published: protected cells, open values, and what was held, dropped or left out and why."""

    cells: Cells
    open: list[Observation]
    answers: list[Answer]
    said: list[Said]
    held: list[Key] = field(default_factory=list)
    dropped: list[Key] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish` did: the release, when it is due (None: served now), and the report."""

    release: str
    due: datetime | None
    cells: int
    shown: int
    held: tuple[Key, ...]
    dropped: tuple[Key, ...]
    left_out: dict[str, str]
    gate: Passed

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values; it holds no count of class R, S or X."""
        return {
            "release": self.release, "edition": "public", "due": self.due.isoformat() if self.due else None,
            "cells": self.cells, "shown": self.shown, "held": [words(key) for key in self.held],
            "dropped": [words(key) for key in self.dropped], "left_out": self.left_out, "gate": self.gate.as_json(),
        }  # fmt: skip


def words(key: Key) -> str:
    """Return a cell as it is named on the command line."""
    return f"{key.indicator}:{key.area_code}:{key.start}..{key.end}"


def inputs_of(store: Store, catalogue: Catalogue) -> Inputs:
    """Read from the partnership's store what may be published in some form."""
    slugs = [one.slug for one in catalogue.indicators]
    return Inputs(
        ladder_of(store),
        events_of(store),
        tuple(observations.supplied(store, slugs)),
        tuple(supplied_waves(store)),
        tuple(Observation(*row) for row in store.rows(SAYING, printed=PRINTED)),
        tuple(Answer(*row) for row in store.rows(PRINTED_ANSWERS, printed=PRINTED)),
    )


def draft_of(
    inputs: Inputs, catalogue: Catalogue, earlier: Earlier, *, revise: bool = False, rules: Rules = PRODUCTION,
    seconds: float = SECONDS,
) -> Draft:  # fmt: skip
    """Return what is to be published of the inputs: protect, hold, and leave out what an audit could undo."""
    supplied = supplied_values(inputs.supplied, catalogue, inputs.ladder, rules, earlier.periods)
    answers, asked, why_not_asked = sorted_waves(inputs.waves, catalogue, inputs.ladder)
    events = event_cells(inputs.events, catalogue, inputs.ladder, rules, earlier.periods)
    cells = one_a_key([*events, *supplied.cells, *asked])
    kept, stay = held({cell.key: shown(cell, rules) for cell in cells}, earlier, revise, rules)
    dropped = leave_out(kept, earlier, inputs.ladder.parents, rules, monotonic() + seconds)
    why = supplied.left_out | why_not_asked | partner_indicators(catalogue)[1]
    draft = Draft(kept, supplied.open, answers, numbered(inputs.waves), stay, dropped, why)
    if rules.raw_values:
        bare_values(draft, cells)
    public = public_catalogue(catalogue)
    printed = {(row.indicator, row.source) for row in inputs.printed if _is_content(row, public)}
    draft.open += [row for row in inputs.printed if (row.indicator, row.source) in printed]
    questions = {(one.survey, one.question): {wave.document for wave in one.waves} for one in public.questions}
    draft.answers += [
        row
        for row in inputs.printed_answers
        if any(row.source.startswith(f"{PRINTED}{name}, ") for name in questions.get((row.survey, row.question), ()))
    ]
    return draft


def _is_content(row: Observation, public: Catalogue) -> bool:
    """Tell whether a printed row is a figure of the public content."""
    return any(row.source == f"{PRINTED}{figure.document}, {figure.section}"
               for figure in public.figures_of(row.indicator))  # fmt: skip


def bare_values(draft: Draft, cells: Iterable[Cell]) -> None:
    """Publish values computed from counts: only to show, in tests, what that gives away."""
    for cell in cells:
        draft.open.append(Observation(*cell.key, None, None, float(cell.count), "from counts", None))


def leave_out(cells: Cells, earlier: Earlier, parents: Mapping[str, str], rules: Rules, deadline: float) -> list[Key]:
    """Withhold in `cells`, until an audit finds nothing, the finer grain of each sum that gives a cell away.

    What earlier releases have published cannot be taken back: then the total goes, or what of the parts is new. What
    is left when nothing more can be withheld is for the gate to refuse.
    """
    dropped: list[Key] = []
    for _ in range(ROUNDS):
        try:
            narrow = narrow_cells(cells, earlier, parents, rules, deadline, sampled=0)[0]
        except Exception as error:
            raise GateClosed(f"nothing was published: the audit did not finish ({error})") from error
        fresh = {key for one in narrow for key in to_withhold(one, cells, earlier)}
        if not fresh:
            break
        for key in fresh:
            cells[key] = Shown(None, WITHHELD, cells[key].disclosure)
        dropped += sorted(fresh)
    return dropped


def to_withhold(narrow: Narrow, cells: Mapping[Key, Shown], earlier: Earlier) -> list[Key]:
    """Return the cells to withhold so that one cell is no longer narrow."""
    known = earlier.known
    for one in sorted(narrow.sums, key=lambda found: -len(found.parts)):
        for wanted in (one.parts if not set(one.parts) & set(known) else (), (one.total,), one.parts):
            new = [key for key in wanted if key in cells and key not in known and cells[key].flag != WITHHELD]
            if new:
                return new
    return []


def write(build: Build, store: Store, draft: Draft, catalogue: Catalogue, target: Path) -> None:
    """Write a draft into the empty public release, without what is hidden in the current release of `target`."""
    copy_open(build.con, store)
    public = public_catalogue(catalogue)
    rows = [*draft.open, *published_rows(draft.cells, public)]
    answers = [*draft.answers, *published_answers(draft.cells, public)]
    hidden.write_hidden(build.con, rows, answers, draft.cells, hidden.hidden_rows(target))
    shown_waves = {(row.survey, row.question, row.wave_start, row.wave_end, row.area_code) for row in answers}
    said = [row for row in draft.said if tuple(row[:5]) in shown_waves]
    insert(build.con, "survey_wave", table_of(said, SAID))


def publish(
    source: Path, target: Path, catalogue: Catalogue, *, revise: bool = False, at: datetime | None = None,
    rules: Rules = PRODUCTION, seconds: float = SECONDS,
) -> Published:  # fmt: skip
    """Build and audit the public edition of a store in a folder of its own, and serve it, now or at a set time.

    `revise` makes it a stated revision: published cells may change. GateClosed (a StoreProblem) when the audit finds
    anything; StoreProblem when the folders are wrong; StoreBusy when another writer holds the public folder.
    """
    if target.resolve() == source.resolve() or source.resolve() in target.resolve().parents:
        raise StoreProblem(f"the public edition needs a folder of its own, away from {source}")
    refuse_partnership(target)
    store = open_store(source, seconds=None)
    try:
        if store.edition != "partnership":
            raise StoreProblem(
                f"{source} is a {store.edition} store: the public edition is made from the partnership's"
            )
        inputs = inputs_of(store, catalogue)
        with calendar.folder_for(target, at) as folder:
            served = current_release(target)
            earlier = earlier_releases(target)
            draft = draft_of(inputs, catalogue, earlier, revise=revise, rules=rules, seconds=seconds)
            with public_building(folder) as build:
                if current_release(target) != served:
                    raise StoreBusy(f"another release was published to {target} meanwhile: publish again")
                write(build, store, draft, catalogue, target)
                gate = pass_gate(build.con, earlier, dropped=len(draft.dropped), rules=rules, seconds=seconds)
            secrets = withheld(catalogue)
            notes.carry_public(source, folder, lambda text: without_numbers(text, secrets) == text)
            if at is not None:
                calendar.set_due(folder, at)
    finally:
        store.close()
    visible = sum(one.published is not None for one in draft.cells.values())
    return Published(build.release or "", at, len(draft.cells), visible, tuple(draft.held), tuple(draft.dropped),
                     draft.left_out, gate)  # fmt: skip


def refuse_partnership(target: Path) -> None:
    """Raise StoreProblem when a folder holds a partnership's store: a public release must not stand beside it."""
    if current_release(target) is None:
        return
    served = open_store(target, seconds=None, older=True)
    served.close()
    if served.edition != "public":
        raise StoreProblem(f"{target} is a {served.edition} store: name another folder for the public edition")


def public_building(folder: Path) -> AbstractContextManager[Build]:
    """Open an empty public release in a folder; it is published there when the block ends well."""
    return building(folder, "public", hidden.SCHEMA)


__all__ = ["Draft", "Inputs", "Published", "draft_of", "inputs_of", "publish", "write"]
