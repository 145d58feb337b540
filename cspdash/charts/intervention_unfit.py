"""Why an intervention cannot be tested: one sentence for each reason, saying what and what to do."""

from cspdash.catalogue import Indicator
from cspdash.findings.intervention_design import Design, Role, Unfit
from cspdash.periods import add_months, month_name, span_words

NAMED: dict[Role, str] = {
    "treated": "treated area",
    "comparison": "comparison area",
    "displacement": "displacement area",
    "displacement comparison": "comparison of the displacement area",
}
PLAIN = {
    "no treated area": "Choose the area where something was done.",
    "no comparison area": "Choose a comparison area: without one, a change that came everywhere looks like success.",
    "no start": "Give the day on which it began.",
    "displacement alone": "A displacement area needs its own comparison: choose one, or leave both out.",
    "displacement comparison alone": "A comparison for displacement is chosen, but no displacement area: choose both, "
    "or leave both out.",
}
# What a reader has simply not chosen yet is no mistake.
UNDECIDED = frozenset({"no treated area", "no comparison area", "no start"})


def unfit_sentence(found: Unfit, design: Design) -> str:
    """Return why a test cannot be made, and what to do."""
    if found.reason in PLAIN:
        return PLAIN[found.reason]
    if found.reason in {"dates reversed", "same area twice", "areas overlap"}:
        return _mistake(found)
    if found.reason in {"no events", "no residents"}:
        return _empty(found, design.indicator)
    return _months(found, design)


def _mistake(found: Unfit) -> str:
    if found.reason == "dates reversed":
        start, end = found.months
        return f"It ends ({_day(end)}) before it begins ({_day(start)}): mend one of the two dates."
    if found.reason == "same area twice":
        parts = " and ".join(NAMED[role] for role in found.roles)
        return f"{found.names[0]} is chosen twice, as {parts}: give it one part only."
    first, second = found.names
    return (
        f"{first} ({NAMED[found.roles[0]]}) and {second} ({NAMED[found.roles[1]]}) overlap: one contains the other, so "
        "the same events would count on both sides. Choose areas that share no ground."
    )


def _empty(found: Unfit, indicator: Indicator) -> str:
    names, part = found.names[0], NAMED[found.roles[0]]
    if found.reason == "no events":
        return (
            f"No {indicator.counted} in {names} ({part}) in the months compared, neither before nor after: there is "
            "nothing to test. Choose another area or another indicator."
        )
    return (
        f"No residents are held for {names} ({part}), so its counts cannot be divided by them: compare numbers of "
        "events, or load populations with 'cspdash ingest population'."
    )


def _months(found: Unfit, design: Design) -> str:
    name = design.indicator.name
    if found.reason == "no months" or not found.months:
        return f"No months of {name.lower()} are held for these areas yet: load some with 'cspdash ingest police'."
    first, last = found.months
    if found.reason == "too recent":
        return (
            f"It is too recent: its first complete month is {month_name(first)} and the newest held is "
            f"{month_name(last)}. At least three complete months are needed; come back when they are loaded."
        )
    held = f"The months held are those of {span_words(first, last)}"
    if found.reason == "begins after":
        return f"{held}, and it began later: nothing is held yet of the time after."
    if found.reason == "begins before":
        return f"{held}, and it began more than a year earlier: nothing is held of the time around its start."
    start = f" {month_name(add_months(design.starts.replace(day=1), -12))}" if design.starts else ""
    return (
        f"{held}, with gaps. Fewer than three months after the start are held together with the same months a year "
        f"earlier (from{start}), so there is nothing to compare."
    )


def _day(day: object) -> str:
    return f"{day:%-d %B %Y}"
