"""The rows behind a number in words: the query that made them, what their chart and map show, how to handle them."""

from cspdash.catalogue import Catalogue
from cspdash.findings.places import Place
from cspdash.findings.rows import ANY, MOST_EXPORTED, NONE, Asked, Rows
from cspdash.periods import month_name, runs_of_months, span_words

ANONYMOUS = (
    "Map points are anonymous: each event is shown at the nearest of a fixed set of points, each shared by several "
    "addresses or none. Events at one point did not need to happen at one place; never take a point for an address."
)
RESTRICTED = "OFFICIAL-SENSITIVE: for the partnership only, under its sharing agreement. Not for publication."
PUBLISHED = (
    "Already published as open data; handle with care all the same: rows are about events that happened to people."
)
GENERATED = "Generated for demonstration: no row is a real event."


def handling(found: Rows) -> str:
    """Return how the rows may be handled: the label that goes with every download."""
    if found.restricted:
        return RESTRICTED
    return GENERATED if found.provenance.demonstration else PUBLISHED


def many(n: int, one: str, more: str = "") -> str:
    """Return a number with its noun: 1 row, 1,432 rows."""
    return f"{n:,} {one if n == 1 else more or one + 's'}"


def place_words(place: Place) -> str:
    """Return a place with its code; an own area says that the code is none of ONS."""
    return f"{place.name} ({place.code}, an own area)" if place.is_own else f"{place.name} ({place.code})"


def asked_words(asked: Asked) -> str:
    """Return the query in words, without what it found."""
    what = (
        "All incidents recorded" if asked.subject.categories is None else f"Incidents counted as {asked.subject.name}"
    )
    if asked.subject.categories == (asked.subject.name,):
        what = f"Incidents recorded as {asked.subject.name}"
    outcome = {ANY: "all outcomes", NONE: "no outcome recorded"}.get(asked.outcome, f"outcome {asked.outcome}")
    street = f", location with “{asked.street}”" if asked.street else ""
    return f"{what} in {place_words(asked.place)}, {span_words(asked.first, asked.last)}, {outcome}{street}"


def rows_sentences(found: Rows) -> list[str]:
    """Return the query in words with what it found, and what stands beside it."""
    sentences = [f"{asked_words(found.asked)}: {many(found.total, 'row')} of {many(found.files, 'file')}."]
    if found.total == 0:
        sentences = [f"{asked_words(found.asked)}: no rows."]
    return sentences


def rows_notes(found: Rows, catalogue: Catalogue) -> list[str]:
    """Return what a reader must know of the rows: gaps, rows without a point, own areas, restrictions."""
    notes = list(found.asked.place.caveats)
    gaps = found.series.missing
    if gaps:
        spans = "; ".join(span_words(*run) for run in runs_of_months(gaps))
        notes.append(f"Not held, or not recorded under this name then: {spans}. These months are gaps, not zeros.")
    notes += doubts(found)
    without = found.total - found.placed
    if without:
        notes.append(f"{many(without, 'row')} without a location: in the table and the chart, not on the map.")
    subject = found.asked.subject
    if subject.categories and subject.categories != (subject.name,):
        notes.append(f"{subject.name} counts the categories {', '.join(subject.categories)}.")
    publishers = {one.source: one.publisher for one in catalogue.mappings}
    closed = [publishers.get(source, source) for source in found.sources if found.restricted and source in publishers]
    if closed:
        notes.append(
            f"Rows of {', '.join(closed)} are restricted: a download carries the label and is written to the log."
        )
    return notes


def doubts(found: Rows) -> list[str]:
    """Return which months look incomplete, and of which the outcomes are still to come."""
    left_out = {month for month, _ in found.series.provisional}
    notes = [
        f"{one.line}: it looks incomplete"
        + (", and has nothing of this here, which the months before make implausible: a gap, not zero." if
           one.month in found.series.cut_off else
           ". Its rows are left out here, as the number leaves them out; 'All incidents' has them." if
           one.month in left_out else ", and no other page counts it.")
        for one in found.provisional
    ]  # fmt: skip
    if found.immature:
        months = " and ".join(month_name(month) for month in found.immature)
        notes.append(f"Outcomes of {months} are immature: most are still to come, so they are not to be compared.")
    return notes


def too_many(found: Rows) -> str:
    """Return why there is no download, and what to do; nothing when there is one."""
    if found.total <= MOST_EXPORTED:
        return ""
    return (
        f"{found.total:,} rows are more than the {MOST_EXPORTED:,} that one download holds: choose fewer months or a "
        "smaller place. All rows of the store: cspdash export incident FILE."
    )


def monthly_title(found: Rows) -> str:
    """Return the title of the chart by month."""
    held = [n for n in found.series.counts if n is not None]
    if not held:
        return "No month of this span is held"
    low, high = min(held), max(held)
    spread = f"between {low:,} and {high:,} rows a month" if low < high else f"{many(low, 'row')} each month"
    return f"By month: {spread}" if len(held) > 1 else f"By month: {many(high, 'row')} in the one month held"


def monthly_alt(found: Rows) -> str:
    """Return the chart by month for a reader who does not see it: first, last, highest, gaps."""
    pairs = [(m, n) for m, n in zip(found.series.months, found.series.counts, strict=True) if n is not None]
    if not pairs:
        return f"Bars of rows by month, {span_words(found.asked.first, found.asked.last)}: no month is held."
    first, last, top = pairs[0], pairs[-1], max(pairs, key=lambda pair: pair[1])
    missing = len(found.series.missing) + len(found.series.cut_off)
    gaps = f" {many(missing, 'month is a gap', 'months are gaps')}." if missing else ""
    return (
        f"Bars of rows by month: {many(first[1], 'row')} in {month_name(first[0])}, {many(last[1], 'row')} in "
        f"{month_name(last[0])}, highest {top[1]:,} in {month_name(top[0])}.{gaps}"
    )


def map_title(found: Rows) -> str:
    """Return the title of the map of points."""
    shown = len(found.points)
    if shown < found.all_points:
        return f"Where: the {shown:,} map points with the most rows, of {found.all_points:,}"
    return f"Where: {many(found.placed, 'row')} at {many(found.all_points, 'map point')}"


def map_alt(found: Rows) -> str:
    """Return the map of points for a reader who does not see it."""
    top = "; ".join(f"{point.location}, {point.n:,}" for point in found.points[:3])
    return f"Map of {many(len(found.points), 'anonymous map point')}, larger where more rows lie. Most rows: {top}."
