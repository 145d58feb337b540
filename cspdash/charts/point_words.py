"""What must be said wherever map points are shown: which months, what has no point, and that none is an address."""

from cspdash.findings.points import Points, Span
from cspdash.periods import month_name, span_words

ANONYMISED = (
    "A point is never an address. data.police.uk moves every event to the nearest of a fixed list of anonymous map "
    "points, each of which stands for several homes or a place with many visitors: “On or near” a street means that, "
    "and no more. A partner's points are those that its extract records, rounded as it chose."
)


def window_words(window: Span) -> str:
    """Return a window in the picker's words: Last 12 months, to June 2025; 12 months to June 2024."""
    length = len(window.months)
    if "-" in window.code:
        return f"{length} months to {month_name(window.last)}"
    named = f"{length // 12} years" if length > 12 and length % 12 == 0 else f"{length} months"
    return f"Last {named}, to {month_name(window.last)}"


def covered(found: Points) -> str:
    """Return how many events there were in which months."""
    if found.window is None or not found.months:
        months = f" in {span_words(found.window.first, found.window.last)}" if found.window else ""
        return f"No month of {found.subject} is held for {found.place.name}{months}, so there is nothing to show."
    span = span_words(found.window.first, found.window.last)
    asked = len(found.window.months)
    held = "" if len(found.months) == asked else f" ({len(found.months)} of {asked} months held)"
    events = f"{found.total:,} {'event was' if found.total == 1 else 'events were'}"
    return f"{found.subject} in {found.place.name}, {span}{held}: {events} recorded."


def locations_words(found: Points) -> list[str]:
    """Return how many events have no point or no area, one sentence each; nothing where none is held."""
    if not found.months:
        return []
    without = found.total - found.placed
    none = "Every one of them has a point" if found.total else "None of them has a point"
    first = f"{without:,} of {found.total:,} have no point and are on no map" if without else none
    more = (
        f"; {found.nowhere:,} more in the whole store have no area at all and may lie in any district."
        if found.nowhere
        else "; no event lacks an area."
    )
    return [first + more]
