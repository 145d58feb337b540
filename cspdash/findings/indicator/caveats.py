"""What a reader must know before trusting an indicator's reading."""

from cspdash.catalogue import Break, Indicator
from cspdash.findings.indicator.parts import Parts
from cspdash.findings.indicator.points import is_small
from cspdash.findings.places import Place
from cspdash.periods import month_name

ROUNDED = (
    "Published by the 10-5 rule: counts are rounded to the nearest 5, so each can be 2 off and a sum of n of them 2n; "
    "none below 10 is given, zero included. Shares, rates, intervals and changes come from the rounded counts."
)
NO_NUMBER = {
    "fewer than 10": "Fewer than 10 is from none to nine: no number is given, and none is worked out from it.",
    "base too small": "Fewer than 30 people were asked: the base is too small to show a figure.",
    "hidden on request": "The newest number is hidden because somebody asked: that is not zero.",
    "withheld": "The newest number is withheld because it is small: that is not zero.",
}
NOT_FOR_LOCALITIES = "It is not counted for single localities."


def caveats(
    indicator: Indicator, parts: Parts, place: Place, area_name: str, breaks: tuple[Break, ...], public: bool = False
) -> tuple[str, ...]:
    """Return what a reader must know before trusting the reading; in the `public` edition, how it is rounded."""
    found = [*indicator.caveats, *place.caveats, *parts.caveats]
    point = parts.point
    if point is None:
        return (*found, NOT_FOR_LOCALITIES) if place.is_locality else tuple(found)
    if area_name != place.name:
        found.append(f"It is given for {area_name}, the nearest area that has values, not for {place.name} alone.")
    if point.withheld:
        found.append(NO_NUMBER[point.missing_words])
    if is_small(indicator, point):
        found.append("u: fewer than 20, so the value is unreliable.")
    if public and indicator.disclosure in ("R", "S") and not point.printed:
        found.append(ROUNDED)
    if point.printed:
        found.append(f"The newest value is the one printed in {point.source}; no file has been supplied since.")
    if point.printed_status:
        found.append(f"The plan printed it as {point.printed_status}.")
    if point.note and not point.withheld:
        found.append(point.note)
    start = (parts.movement.before_start if parts.movement else None) or point.period_start
    touched = [b for b in breaks if b.starts <= point.period_end and (b.until or b.starts) >= start]
    found += [f"{line.title} ({month_name(line.starts)}): {line.reason}" for line in touched]
    return tuple(found)
