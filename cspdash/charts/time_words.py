"""When it happens, in sentences: the hours where times are recorded, the season, and what cannot be said."""

from cspdash.charts.time_figures import DAYS, MONTHS, hour_name, index_words
from cspdash.findings.times import Season, Times
from cspdash.periods import span_words
from cspdash.stats.aoristic import Aoristic

# Below one event for each hour of the week, a single cell is noise.
FEW = 168
BLOCK = 6
BLOCKS = ("between midnight and 06:00", "between 06:00 and noon", "between noon and 18:00",
          "between 18:00 and midnight")  # fmt: skip


def span_of(found: Times) -> str:
    """Return the months of the hours in words."""
    return span_words(found.window.first, found.window.last) if found.window else "no month held"


def no_hours_sentence(found: Times) -> str:
    """Return why there is no week by hour."""
    if not found.months:
        return f"No month of {found.subject} is held for {found.place.name} in {span_of(found)}."
    if not found.total:
        return (
            f"No {found.subject} was recorded in {found.place.name} in {span_of(found)}, so there is no week to show."
        )
    if found.untimed == found.total:
        return (
            f"The hours of {found.subject} are not published: data.police.uk gives the month of an event and neither "
            "day nor time. A partner's extract with dates and times would show the week by hour here."
        )
    return (
        f"None of the {found.total:,} events has a time of day: {found.midnight:,} are recorded at exactly 00:00 "
        "without an end, which is how an extract without times arrives."
    )


def blocks_of(hours: Aoristic) -> list[tuple[float, str]]:
    """Return the share of every quarter of every day, largest first."""
    found = []
    for day, name in enumerate(DAYS):
        for at, words in enumerate(BLOCKS):
            weight = float(hours.weights[day, at * BLOCK : (at + 1) * BLOCK].sum())
            found.append((weight / hours.placed, f"{name} {words}"))
    return sorted(found, reverse=True)


def hours_title(found: Times, hours: Aoristic) -> str:
    """Return the heat map's title: the fullest quarter of a day."""
    return f"{found.subject} in {found.place.name}: most on {blocks_of(hours)[0][1]}"


def hours_sentences(found: Times, hours: Aoristic) -> list[str]:
    """Return the finding, how times were shared out, and what was left out."""
    if not hours.placed:
        return [f"Every recorded span is longer than a week, so no hour of {found.subject} can be told."]
    share, block = blocks_of(hours)[0]
    sentences = [
        f"{found.subject} in {found.place.name}, {span_of(found)}: {share:.0%} fell on {block}; an even week would "
        f"give {BLOCK / FEW:.1%}."
    ]
    if hours.spread:
        sentences.append(
            f"{hours.exact:,.0f} events have their hour; {hours.spread:,.0f} are known to lie between two moments and "
            "are shared out over the hours between (aoristic weights)."
        )
    left = [
        f"{n:,.0f} {words}"
        for n, words in (
            (found.untimed, "without any time"),
            (found.midnight, "recorded at exactly 00:00 without an end, which is how a missing time arrives"),
            (hours.too_long, "with a span longer than a week"),
        )
        if n
    ]
    if left:
        sentences.append(f"Left out: {'; '.join(left)}.")
    if hours.placed < FEW:
        sentences.append(
            f"With {hours.placed:,.0f} events for {FEW} hours of the week a single cell is chance: read days and parts "
            "of the day, not hours."
        )
    return sentences


def hours_alt(found: Times, hours: Aoristic) -> str:
    """Return the heat map's alt text: the fullest and the emptiest cell."""
    cells = [(float(hours.weights[day, hour]), day, hour) for day in range(7) for hour in range(24)]
    most, day, hour = max(cells, key=lambda cell: (cell[0], -cell[1], -cell[2]))
    return (
        f"Heat map of {found.subject} in {found.place.name} by day of the week and hour, {hours.placed:,.0f} events: "
        f"fullest {DAYS[day]} {hour_name(hour)} with {most:,.1f}, then by parts of the day {blocks_of(hours)[0][1]}."
    )


def season_title(found: Times, season: Season | None) -> str:
    """Return the wheel's title: the fullest month."""
    if season is None:
        return f"{found.subject} in {found.place.name}: no season can be shown"
    top = max(season.months, key=lambda row: row.index)
    return f"{found.subject} in {found.place.name}: most in {MONTHS[top.number - 1]}, {index_words(top.index)}"


def season_sentences(found: Times, season: Season | None) -> list[str]:
    """Return which months stand out, and whether they do so in every year."""
    if season is None:
        return [
            f"No twelve months in a row with {found.subject} are held for {found.place.name}: no season can be shown."
        ]
    top, low = max(season.months, key=lambda row: row.index), min(season.months, key=lambda row: row.index)
    years = len(season.years)
    above = [MONTHS[row.number - 1] for row in season.months if row.low > 1]
    below = [MONTHS[row.number - 1] for row in season.months if row.high < 1]
    sentences = [
        f"{MONTHS[top.number - 1]} is fullest ({index_words(top.index)}), {MONTHS[low.number - 1]} emptiest "
        f"({index_words(low.index)}), per day and against its own year, over {years} "
        f"{'year' if years == 1 else 'years'} of twelve months held in a row."
    ]
    if years == 1:
        return [*sentences, "One year shows no season: what one summer had, the next may not."]
    for names, word in ((above, "above"), (below, "below")):
        sentences.append(
            f"In every one of these years {word} average: {', '.join(names)}."
            if names
            else f"No month was {word} average in every one of these years."
        )
    return sentences


def season_alt(found: Times, season: Season) -> str:
    """Return the wheel's alt text."""
    top, low = max(season.months, key=lambda row: row.index), min(season.months, key=lambda row: row.index)
    return (
        f"Wheel of the months of the year, {found.subject} a day in {found.place.name} against the year's average: "
        f"highest {MONTHS[top.number - 1]} at {top.index:.0%}, lowest {MONTHS[low.number - 1]} at {low.index:.0%}."
    )
