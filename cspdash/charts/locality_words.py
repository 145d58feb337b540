"""Sentences about ranked areas: titles, findings, classes and what is wrong, true of the finding they are given."""

from collections.abc import Sequence

from cspdash.charts.words import NOT_YET
from cspdash.findings.localities import Localities, Locality
from cspdash.findings.windows import Scale, Window, newest_complete
from cspdash.periods import financial_year, month_name, span_words

LEVELS = {"lsoa": ("locality", "localities"), "ward": ("ward", "wards"), "district": ("district", "districts")}
NO_OUTLINES = (
    "No boundaries are held for these areas, so there is no map: load them with 'cspdash ingest areas FILE' "
    "(ONS boundaries as GeoJSON). The table has every number."
)
NO_WARDS = (
    "Which ward each locality lies in is not held, so wards cannot be ranked. Load the ONS lookup of LSOAs to wards "
    "with 'cspdash ingest areas lookup.csv' (a CSV with the columns LSOA21CD and WD24CD), and the wards' names with "
    "their boundaries."
)


def many(level: str, n: int) -> str:
    """Return a number of areas in words: 1 ward, 12 wards."""
    return f"{n:,} {LEVELS[level][n != 1]}"


def said_of(row: Locality) -> str:
    """Return what an area says on the map when it is pointed at."""
    if row.rate is None:
        return f"{row.name}: {row.n:,} incidents"
    return f"{row.name}: {row.n:,} incidents, {row.rate:,.1f} per 1,000, {rank_words(row)}"


def rank_words(row: Locality) -> str:
    """Return a rank with its interval: rank 3, 95% interval 2 to 7."""
    if row.rank is None:
        return "no rank"
    return f"rank {row.rank}, 95% interval {row.rank_low} to {row.rank_high}"


def window_words(window: Window, windows: Sequence[Window]) -> str:
    """Return twelve months as a picker shows them: what year they are, how many are held, which is the newest whole."""
    year = ""
    if window.last.month == 3:
        year = f", financial year {financial_year(window.last)}"
    elif window.last.month == 12:
        year = f", calendar year {window.last.year}"
    if window == newest_complete(windows):
        return f"{month_name(window.last)}{year} (newest complete)"
    return f"{month_name(window.last)}{year}{'' if window.complete else f' ({len(window.months)} of 12 months held)'}"


def window_note(window: Window, windows: Sequence[Window]) -> str:
    """Return what a reader must know of the months chosen: that some are missing, or that newer ones are held."""
    newest, whole = windows[0], newest_complete(windows)
    if not window.complete:
        there = f" The newest complete 12 months end in {month_name(whole.last)}." if whole else ""
        return (
            f"Only {len(window.months)} of the 12 months to {month_name(window.last)} are held. Counts and rates are "
            f"of those months; the map's classes are of the rate scaled to 12 months, which ignores the season.{there}"
        )
    if newest.last > window.last and not any(one.complete for one in windows if one.last > window.last):
        return (
            f"Newer months are held up to {month_name(newest.last)}, but only {len(newest.months)} of its 12 months: "
            "choose them under '12 months to'."
        )
    return ""


def class_words(scale: Scale, index: int) -> str:
    """Return a class of a map in words: 12.0 to under 25.3."""
    if scale.none and index == 0:
        return "none"
    low, high = scale.bounds(index)
    if low is None:
        above = "above 0, " if scale.none else ""
        return "any rate" if high is None else f"{above}under {high:,.1f}"
    return f"{low:,.1f} or more" if high is None else f"{low:,.1f} to under {high:,.1f}"


def scale_sentence(scale: Scale, level: str) -> str:
    """Return what the colours stand for, and that they stay the same."""
    named = "; ".join(class_words(scale, index) for index in range(scale.classes))
    whole = "complete" if scale.complete else "incomplete, scaled to 12 months as none is complete"
    spans = "the only 12 months held" if scale.windows == 1 else f"all {scale.windows} spans of 12 months held"
    return (
        f"Classes, incidents per 1,000 residents a year: {named}. They hold equal numbers of {LEVELS[level][1]} over "
        f"{spans} ({whole}) and all districts together, so a colour means the same rate in every year and district."
    )


def localities_problem(found: Localities) -> str:
    """Return why there is no ranking to show, as a sentence; empty where there is one."""
    if not found.months:
        return NOT_YET
    if not found.rows:
        return NO_WARDS if found.level == "ward" else f"No {LEVELS[found.level][1]} of {found.place.name} are held."
    span = span_words(found.months[0], found.months[-1])
    if not found.total:
        return f"{found.subject}: no incident was recorded in any area of {found.place.name} in {span}."
    return ""


def localities_title(found: Localities) -> str:
    """Return the map's title: where it is highest, by name unless many share the highest rate."""
    top = [row for row in found.rows if row.rank == 1]
    if not top:
        return f"{found.subject} in {found.place.name}: no rates to show"
    if not top[0].n:
        return f"{found.subject}: none in any {LEVELS[found.level][0]} of {found.place.name}"
    names = " and ".join(row.name for row in top) if len(top) < 3 else many(found.level, len(top))
    return f"{found.subject} is highest in {names}: {top[0].rate:,.1f} per 1,000 residents"


def localities_sentence(found: Localities) -> str:
    """Return how many areas stand out, over which months, and what has no rate or place."""
    if not found.rows or found.average is None:
        return NOT_YET if not found.months else "No population is held, so counts are shown and rates are not."
    if found.alike:
        return (
            f"All {many(found.level, len(found.ranked))} of {found.place.name} have the same rate over "
            f"{span_words(found.months[0], found.months[-1])}, {found.average:,.1f} per 1,000 residents: none stands "
            f"before another.{without_sentence(found)}"
        )
    above = sum(row.standing == "above the average" for row in found.rows)
    stand = f"{above} of {many(found.level, len(found.rows))} {'is' if 1 in (above, len(found.rows)) else 'are'}"
    months = span_words(found.months[0], found.months[-1])
    held = "" if found.complete else f" ({len(found.months)} of 12 months held)"
    return (
        f"{found.subject}, {months}{held}: the average of {found.place.name} is {found.average:,.1f} incidents per "
        f"1,000 residents. "
        f"{stand} above it by more than chance (95% interval).{without_sentence(found)}"
    )


def without_sentence(found: Localities) -> str:
    """Return which areas are not ranked, and why; empty where every one is."""
    said = ""
    names = [row.name for row in found.rows if row.rate is None]
    if names:
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        said = f" No population is held for {many(found.level, len(names))} ({shown}), so there is no rate or rank."
    if found.left_out:
        said += f" {many('lsoa', found.left_out).capitalize()} in no ward of the lookup held: not in any ward's count."
    return said


def localities_alt(found: Localities) -> str:
    """Return the map's alt text, naming the three highest."""
    top = [f"{row.name} {row.rate:,.1f}" for row in found.rows[:3] if row.rate is not None]
    return (
        f"Map of {found.place.name} shaded by {found.subject} per 1,000 residents in "
        f"{many(found.level, len(found.rows))}. Highest: {', '.join(top) or 'none'}. The table gives every "
        f"{LEVELS[found.level][0]}."
    )


def locality_sentence(row: Locality, found: Localities) -> str:
    """Return where one area stands among the others."""
    if row.rate is None or row.low is None or row.high is None:
        return (
            f"{row.name} had {row.n:,} incidents in the months held. No population is held for it, so it has no rate."
        )
    caution = " Below 20 incidents a rate is unreliable." if row.unreliable else ""
    return (
        f"{row.name} had {row.n:,} incidents among {row.persons:,} residents: {row.rate:,.1f} per 1,000 "
        f"(95% interval {row.low:,.1f} to {row.high:,.1f}), rank {row.rank} of {len(found.ranked):,} "
        f"(95% interval {row.rank_low} to {row.rank_high}), "
        f"{row.standing} of {found.place.name}.{caution}"
    )


def listed_sentence(names: Sequence[str], by_hand: bool, rule: str) -> str:
    """Return how the list came about, and that its address holds it."""
    if not names:
        return "The list is empty: choose areas by hand, or take those highest by the rule."
    how = "chosen by hand" if by_hand else f"the {len(names)} highest by {rule}"
    link = "the address of this page holds the list" if by_hand else "the address of this page holds the rule"
    return f"{len(names)} in the list, {how}; to share it, copy the address: {link}."
