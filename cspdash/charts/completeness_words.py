"""Months that look incomplete, in words: beside a chart, on the overview and among the sources."""

from collections.abc import Sequence

from cspdash.findings.completeness import Provisional
from cspdash.findings.sources import Sources
from cspdash.periods import month_name

EXPLAINED = 2
GAP, GAPS = "it is a gap, not zero", "they are gaps, not zeros"


def provisional_sentence(found: Sequence[Provisional]) -> str:
    """Return which months look incomplete and why, the newest two explained; nothing where none does."""
    if not found:
        return ""
    lines = [f"{one.line}, so it looks incomplete." for one in found[-EXPLAINED:]]
    others = len(found) - EXPLAINED
    if others > 0:
        lines.append(f"So {'does' if others == 1 else 'do'} {others} more.")
    end = "It is drawn as provisional and counts" if len(found) == 1 else "They are drawn as provisional and count"
    return f"{' '.join(lines)} {end} in nothing else."


def cut_off_sentence(found: Sequence[Provisional], place: str) -> str:
    """Return which months look incomplete and lack what is counted in a place wholly, the newest two explained."""
    if not found:
        return ""
    lines = [f"{one.line}, so it looks incomplete, and has nothing of this in {place}." for one in found[-EXPLAINED:]]
    others = len(found) - EXPLAINED
    if others > 0:
        lines.append(f"So {'does' if others == 1 else 'do'} {others} more.")
    return f"{' '.join(lines)} After the months before, zero is implausible: {GAP if len(found) == 1 else GAPS}."


def completeness_sentences(found: Sources) -> list[str]:
    """Return how many months look incomplete, how many could not be tested, and whose outcomes are immature."""
    apart, used = (sum(bool(one.accepted) == accepted for one in found.doubted) for accepted in (False, True))
    sentences = [] if found.doubted else ["Every month that could be tested looks complete against its own past."]
    if apart:
        sentences.append(
            f"{_months(apart)} {'looks' if apart == 1 else 'look'} incomplete, drawn apart, counted nowhere."
        )
    if used:
        sentences.append(f"{_months(used)} {'looks' if used == 1 else 'look'} incomplete and known to be whole.")
    if found.untested:
        n = len(found.untested)
        sentences.append(f"{_months(n)} {'has' if n == 1 else 'have'} too few months before to be tested.")
    if found.immature:
        named = " and ".join(month_name(month) for month in found.immature)
        sentences.append(f"Outcomes of {named} are immature: most are still to come, so they are not to be compared.")
    return sentences


def _months(n: int) -> str:
    return f"{n} {'month' if n == 1 else 'months'}"
