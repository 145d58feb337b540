"""How do the plans fit together? The concerns that come back from plan to plan, and under which priorities."""

from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import Catalogue, Plan


@dataclass(frozen=True, slots=True)
class Stretch:
    """One plan's years under one concern, with the titles of the priorities that take it up."""

    plan: str
    start: date
    end: date
    priorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One concern through the years; a plan that does not take it up is absent."""

    title: str
    summary: str
    stretches: tuple[Stretch, ...]


def threads(catalogue: Catalogue) -> tuple[ThreadLine, ...]:
    """Return each concern with the plans that take it up, oldest plan first."""
    plans = sorted(catalogue.plans, key=lambda plan: (plan.period_start, plan.slug))

    def stretch(plan: Plan, slug: str) -> Stretch | None:
        taken = tuple(priority.short_title for priority in plan.priorities if slug in priority.threads)
        return Stretch(plan.short_title, plan.period_start, plan.period_end, taken) if taken else None

    lines = (
        ThreadLine(
            thread.title,
            thread.summary,
            tuple(found for plan in plans if (found := stretch(plan, thread.slug)) is not None),
        )
        for thread in catalogue.threads
    )
    return tuple(line for line in lines if line.stretches)
