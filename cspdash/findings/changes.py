"""What changed since last time? Two releases beside each other: new data, revised figures, verdicts that moved.

Both releases are read with today's content and today's date, so that only the data can make a difference.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cspdash.catalogue import Catalogue, Indicator, Plan
from cspdash.findings.indicator import Reading, readings
from cspdash.findings.indicator.flags import Rule, flagged
from cspdash.findings.places import Place
from cspdash.periods import runs_of_months
from cspdash.store import change_queries, queries
from cspdash.store.connection import Store


@dataclass(frozen=True, slots=True)
class NewMonths:
    """Months of one source that the earlier release did not hold: each run's first and last."""

    source: str
    runs: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that both releases hold and that differs: `subject` in an area, from `start` to `end`."""

    kind: str
    subject: str
    area_code: str
    start: date
    end: date
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A verdict on an indicator that is another than in the earlier release; `aspect` says which one."""

    indicator: Indicator
    place: Place
    aspect: str
    before: str
    after: str
    flagged_before: bool
    flagged_after: bool

    @property
    def newly_flagged(self) -> bool:
        """Tell whether it now needs attention and did not."""
        return self.flagged_after and not self.flagged_before

    @property
    def no_longer_flagged(self) -> bool:
        """Tell whether it needed attention and no longer does."""
        return self.flagged_before and not self.flagged_after


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two releases, for one plan and some places.

    `revisions` are of counts by district, month and category, of indicator values and of survey shares; `values` and
    `answers` are how many of the last two are new, `gone` how many the later release no longer holds.
    """

    plan: Plan
    places: tuple[Place, ...]
    before: str
    after: str
    before_built: datetime
    after_built: datetime
    months: tuple[NewMonths, ...]
    files: int
    values: int
    answers: int
    gone: int
    revisions: tuple[Revision, ...]
    moved: tuple[Moved, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether the two releases say the same."""
        return not (self.months or self.values or self.answers or self.gone or self.revisions or self.moved)


def changes(
    before: Store, after: Store, catalogue: Catalogue, plan: Plan, places: Sequence[Place], today: date
) -> Changes:
    """Return what differs between an earlier and a later release for a plan's indicators in some places."""
    old_values, new_values = change_queries.values(before), change_queries.values(after)
    old_answers, new_answers = change_queries.answers(before), change_queries.answers(after)
    known = set(change_queries.files(before))
    return Changes(
        plan, tuple(places), before.release, after.release, before.built_at, after.built_at,
        new_months(before, after),
        sum(load_id not in known for load_id in change_queries.files(after)),
        len(new_values.keys() - old_values.keys()),
        len(new_answers.keys() - old_answers.keys()),
        len(old_values.keys() - new_values.keys()) + len(old_answers.keys() - new_answers.keys()),
        (
            *recounted(before, after, places),
            *_revised("indicator value", old_values, new_values),
            *_revised("survey share", old_answers, new_answers),
        ),
        tuple(found for place in places for found in moved(before, after, catalogue, plan, place, today)),
    )  # fmt: skip


def _months(store: Store) -> dict[str, list[date]]:
    return queries.months_held(store) | queries.months_of_partners(store)


def new_months(before: Store, after: Store) -> tuple[NewMonths, ...]:
    """Return the months that only the later release holds, by source."""
    held = _months(before)
    found = {
        source: sorted(set(months) - set(held.get(source, ()))) for source, months in sorted(_months(after).items())
    }
    return tuple(
        NewMonths(source, tuple((run[0], run[-1]) for run in runs_of_months(months)))
        for source, months in found.items()
        if months
    )


def recounted(before: Store, after: Store, places: Sequence[Place]) -> list[Revision]:
    """Return the counts of a district, month and category that changed in months that both releases hold."""
    both = {month for months in _months(before).values() for month in months}
    both &= {month for months in _months(after).values() for month in months}
    found = []
    for code in dict.fromkeys(district for place in places for district in place.districts):
        old, new = (
            {(month, category): n for month, category, n in queries.district_monthly(store, [code])}
            for store in (before, after)
        )
        for month, category in sorted(old.keys() | new.keys()):
            was, now = old.get((month, category), 0), new.get((month, category), 0)
            if month in both and was != now:
                found.append(Revision("count", category, code, month, month, was, now))
    return found


def _revised(
    kind: str, old: Mapping[change_queries.Key, float | None], new: Mapping[change_queries.Key, float | None]
) -> list[Revision]:
    return [
        Revision(kind, key[0], key[1], key[2], key[3], old[key], new[key])
        for key in sorted(old.keys() & new.keys())
        if old[key] != new[key]
    ]


# What is said of an indicator, and the rule that flags it.
ASPECTS: dict[str, tuple[Callable[[Reading], str], Rule]] = {
    "Change": (lambda found: found.verdict or "not compared", "change"),
    "Newest point": (lambda found: found.variation, "variation"),
    "Target": (lambda found: found.target.verdict if found.target else "no target", "target"),
}


def moved(
    before: Store, after: Store, catalogue: Catalogue, plan: Plan, place: Place, today: date
) -> tuple[Moved, ...]:
    """Return the verdicts on a plan's indicators in a place that are others than before, in the plan's order."""
    slugs = dict.fromkeys(slug for priority in plan.priorities for slug in priority.indicators)
    wanted = [catalogue.indicator(slug) for slug in slugs]
    old, new = (readings(store, catalogue, wanted, place, plan, today=today) for store in (before, after))
    found = []
    for was, now in zip(old, new, strict=True):
        for aspect, (say, rule) in ASPECTS.items():
            if say(was) != say(now):
                flags = flagged(was, rule), flagged(now, rule)
                found.append(Moved(now.indicator, place, aspect, say(was), say(now), *flags))
    return tuple(found)
