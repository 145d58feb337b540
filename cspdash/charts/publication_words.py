"""How the public edition is made, revised and announced; and what every indicator is, as a table."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from cspdash.catalogue import Catalogue, Indicator
from cspdash.catalogue.releases import ReleaseDay
from cspdash.charts.once import once
from cspdash.charts.tables import Table, plain_table
from cspdash.periods import month_name

CLASSES = {
    "O": "O: open, exact as at its source",
    "R": "R: restricted, public by the 10-5 rule, by quarter or year",
    "S": "S: special, public by the 10-5 rule, whole areas by year",
    "X": "X: never public",
}
READINGS = {
    "lower": "lower is better",
    "higher": "higher is better",
    "more_reports": "a rise means that more people came forward: neither good nor bad by itself",
    "none": "neither direction is good or bad",
}
RULES = (
    "Counts that data.police.uk publishes are shown as they are there, to the month and the locality (class O).",
    "Partners' counts are rounded once, to the nearest 5, and below 10 only 'fewer than 10' is said, zero included "
    "(classes R and S). A number can be 2 off; a sum of n of them can be 2n off. Every share, rate, interval, change, "
    "rank and colour is worked out from the rounded counts.",
    "No share, rate or change is given where the count behind it is fewer than 10. Fewer than 20 is marked u: "
    "unreliable.",
    "A survey answer with fewer than 30 people asked is not shown: the base is too small.",
    "Before a release is served, a second program tries to work out the hidden numbers from all that is published, "
    "now and before. Where it can, nothing is released.",
)
REVISIONS = (
    "Scheduled revisions: police.uk's months are counted again when the police publish them again. Every figure that "
    "differs from the release before is listed under 'What changed since last time' and marked r.",
    "A partner's number that is published stays until a stated revision, so that two releases side by side tell "
    "nothing of one person. Until then it can be up to 7 off.",
    "Corrections of mistakes are made as soon as they are found, outside the calendar; the note on the chart gives the "
    "day and the reason.",
)


@once
def calendar_table(releases: Iterable[ReleaseDay], now: datetime) -> Table:
    """Return the releases still to come, earliest first; `now` is the time in the United Kingdom."""
    ahead = sorted((one for one in releases if one.when >= now), key=lambda one: one.when)
    rows = [
        (f"{one.when.day} {one.when:%B %Y, %H:%M}", one.covers, f"{one.announced.day} {month_name(one.announced)}",
         one.changed or "–")
        for one in ahead
    ]  # fmt: skip
    columns = ("Time (United Kingdom)", "What is released", "Announced", "Moved because")
    return plain_table("Releases of the public edition", columns, rows)


def calendar_sentence(releases: Sequence[ReleaseDay], now: datetime) -> str:
    """Return how far ahead the calendar reaches."""
    ahead = [one.when for one in releases if one.when >= now]
    if not ahead:
        return "No release is announced. The release calendar is part of the content: partnership.toml, [[release]]."
    months = (max(ahead).year - now.year) * 12 + max(ahead).month - now.month
    said = f"{len(ahead)} release{'' if len(ahead) == 1 else 's'} announced, the last in {max(ahead):%B %Y}."
    return said if months >= 10 else f"{said} The calendar should reach twelve months ahead."


@once
def metadata_table(catalogue: Catalogue, categories: dict[str, str]) -> Table:
    """Return every indicator with what a reader must know of it; `categories` are the licences of what is counted."""
    columns = ("Indicator", "Definition", "Source and licence", "Owner", "Class", "Smallest area", "Kept by", "Reading",
               "Known breaks", "Beware")  # fmt: skip
    rows = [
        (one.title, one.definition, f"{one.source}; {licence_of(one, categories)}", one.owner, CLASSES[one.disclosure],
         one.geography, one.frequency, READINGS[one.polarity], breaks_of(catalogue, one), " ".join(one.caveats) or "–")
        for one in catalogue.indicators
    ]  # fmt: skip
    return plain_table("Every indicator", columns, rows)


def licence_of(one: Indicator, categories: dict[str, str]) -> str:
    """Return the licence of an indicator's numbers: that of what it counts, or as agreed with its owner."""
    named = [categories[name] for name in one.categories if name in categories]
    if named:
        return "; ".join(dict.fromkeys(named))
    return "Open Government Licence v3.0" if one.disclosure == "O" else "as agreed with its owner"


def breaks_of(catalogue: Catalogue, one: Indicator) -> str:
    """Return the known breaks of an indicator in a few words."""
    return (
        "; ".join(f"{line.title} ({month_name(line.starts)})" for line in catalogue.breaks_of(one.slug)) or "none known"
    )


def licences(catalogue: Catalogue, police: str) -> dict[str, str]:
    """Return the licence of each category: the police's, or that of the mapping that counts it."""
    found = {one.name: police for one in catalogue.categories}
    for mapping in catalogue.mappings:
        found |= dict.fromkeys(mapping.categories, mapping.licence)
    return found
