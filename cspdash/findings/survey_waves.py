"""Survey waves of a question in an area: intervals, quality of the base, and which waves may be joined.

Fewer than 30 asked: no figure is shown. Fewer than 100: shown with a caution. Without a number asked: no interval
and no verdict. Waves are joined and tested only within a run of the same wording and method.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cspdash.catalogue import SurveyQuestion
from cspdash.catalogue.surveys import CAUTION_BASE, LEAST_BASE
from cspdash.stats.rates import proportion
from cspdash.store.survey_waves import HeldWave

Base = Literal["not known", "too small", "caution", "enough"]


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave: share with 95% limits (0 to 1), None where they may not be shown; `run` numbers the joined waves."""

    start: date
    end: date
    n: int | None
    share: float | None
    low: float | None
    high: float | None
    design_effect: float | None
    source: str
    wording: str
    method: str
    printed: bool
    base: Base
    run: int = 0

    @property
    def successes(self) -> float | None:
        """Return how many of those asked gave the answer, where share and n are known."""
        return None if self.share is None or self.n is None else self.share * self.n

    @property
    def testable(self) -> bool:
        """Tell whether it has an interval, so that a test can be made of it."""
        return self.low is not None


@dataclass(frozen=True, slots=True)
class Waves:
    """The waves of a question in one area, oldest first; `aside` are those that overlap them.

    A figure of several waves together is set aside, and so is a printed one where a file gives its time.
    """

    rows: tuple[Wave, ...]
    aside: tuple[Wave, ...] = ()

    @property
    def shown(self) -> tuple[Wave, ...]:
        """Return the waves that have a share to show."""
        return tuple(wave for wave in self.rows if wave.share is not None)

    def starting(self, day: date) -> Wave | None:
        """Return the wave that starts on a day, or None."""
        return next((wave for wave in self.rows if wave.start == day), None)


def base_of(n: int | None) -> Base:
    """Return what the number asked allows."""
    if n is None:
        return "not known"
    if n < LEAST_BASE:
        return "too small"
    return "caution" if n < CAUTION_BASE else "enough"


def wave_of(held: HeldWave) -> Wave:
    """Return a wave with its interval (Wilson, on n divided by the design effect) and the quality of its base."""
    base = base_of(held.n)
    share = None if base == "too small" else held.share
    low = high = None
    if share is not None and held.n is not None:
        effective = held.n / (held.design_effect or 1.0)
        found = proportion(share * effective, effective)
        low, high = found.low, found.high
    return Wave(
        held.wave_start, held.wave_end, held.n, share, low, high, held.design_effect, held.source,
        held.wording or "", held.method or "", held.printed, base,
    )  # fmt: skip


def waves_of(held: Iterable[HeldWave], question: SurveyQuestion | None = None) -> Waves:
    """Return the waves of one question in one area, without overlaps and in runs that may be joined."""
    kept: list[Wave] = []
    aside: list[Wave] = []
    found = [wave_of(one) for one in held]
    for wave in sorted(found, key=lambda one: (one.printed, one.end - one.start, one.start)):
        clash = any(wave.start <= other.end and other.start <= wave.end for other in kept)
        (aside if clash else kept).append(wave)
    changes = [change.starts for change in question.changes] if question else []
    rows = _in_runs(sorted(kept, key=lambda one: one.start), changes)
    return Waves(rows, tuple(sorted(aside, key=lambda one: one.start)))


def _in_runs(waves: Sequence[Wave], changes: Sequence[date]) -> tuple[Wave, ...]:
    """Return the waves, given in their order, with the number of their run; runs are numbered as they begin.

    A run has one wording and one method, no change that the content dates, and one kind of source: what a plan
    printed says nothing of how people were asked.
    """
    wordings, methods = _filled(waves, "wording"), _filled(waves, "method")
    runs: dict[tuple[object, ...], int] = {}
    numbered: list[Wave] = []
    for wave, wording, method in zip(waves, wordings, methods, strict=True):
        since = sum(day <= wave.start for day in changes)
        run = runs.setdefault((since, wave.printed, wording, method), len(runs))
        numbered.append(replace(wave, run=run))
    return tuple(numbered)


def _filled(waves: Sequence[Wave], what: Literal["wording", "method"]) -> list[str]:
    """Return what waves say of their wording or method; one that is silent is as the one before it of its kind.

    Silent waves at the beginning are as the first that speaks.
    """
    said = [_plain(getattr(wave, what)) for wave in waves]
    first = {wave.printed: text for wave, text in reversed(list(zip(waves, said, strict=True))) if text}
    filled = []
    for wave, text in zip(waves, said, strict=True):
        first[wave.printed] = text or first.get(wave.printed, "")
        filled.append(first[wave.printed])
    return filled


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
