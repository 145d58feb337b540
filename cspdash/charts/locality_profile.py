"""The profile of one area: what matters in a sentence, its season, deprivation, like areas and projects."""

import calendar
from collections.abc import Sequence

from cspdash.charts.drawing import Drawing
from cspdash.charts.locality_words import LEVELS, rank_words
from cspdash.charts.once import once
from cspdash.charts.tables import Table, number, text
from cspdash.charts.theme import layout, theme
from cspdash.charts.words import change_words, months_compared
from cspdash.findings.composite import PARTS, Composite
from cspdash.findings.deprivation import Deprivation
from cspdash.findings.localities import TOP, Localities, Locality
from cspdash.findings.locality_season import Season
from cspdash.findings.profile import Done, Mix
from cspdash.findings.similar import Similar
from cspdash.findings.trend import Trend

NO_DEPRIVATION = (
    "No deprivation is held for it. Load the English Indices of Deprivation by LSOA with "
    "'cspdash ingest observations imd2019.csv'."
)


def matters_sentence(row: Locality, found: Localities, trend: Trend, mixed: Mix, deprived: Deprivation | None) -> str:
    """Return the one sentence that says what matters about an area: rank, change, mix and deprivation."""
    parts = [_standing(row, found), _change(trend)]
    more = [one.category.lower() for one in mixed.rows if one.reading == "larger share"]
    if more:
        parts.append(f"a larger share of its incidents than in {mixed.around.name} is {' and '.join(more[:2])}")
    if deprived and "decile" in deprived.of(row.code):
        tenth = deprived.of(row.code)["decile"]
        if tenth < 1.5:
            parts.append("it is in the most deprived tenth of England")
    said = [part for part in parts if part]
    return f"What matters: {'; '.join(said)}." if said else ""


def _standing(row: Locality, found: Localities) -> str:
    """Return whether an area is surely, possibly or not among the highest."""
    names, subject = LEVELS[found.level][1], found.subject[:1].lower() + found.subject[1:]
    if row.rank is None or row.rank_low is None or row.rank_high is None:
        return "it has no rate, as no population is held"
    if len(found.ranked) <= TOP:
        return f"for {subject} it is {rank_words(row)}, of {len(found.ranked)} {names}"
    if not row.n:
        return f"no {subject} was recorded"
    if row.rank_high <= TOP:
        sure = f"it is among the {TOP} highest {names} for {subject}, and not by chance"
    elif row.rank_low <= TOP:
        sure = f"whether it is among the {TOP} highest {names} for {subject} cannot be told from chance"
    else:
        sure = f"it is not among the {TOP} highest {names} for {subject}"
    return f"{sure} ({rank_words(row)}, of {len(found.ranked)})"


def _change(trend: Trend) -> str:
    """Return how the trend's newest year compares, and whether its newest month is more than chance."""
    year = trend.year
    if year is None or not year.compared:
        return ""
    said = f"in {months_compared(year)}, against a year earlier: {change_words(year)}"
    if trend.control and trend.control.mean is not None and trend.control.variation != "common cause":
        said += f", and its newest month is more than chance ({trend.control.variation})"
    return said


def score_sentence(found: Composite, code: str) -> str:
    """Return where an area stands by the composite, and what adds most to its score."""
    row = found.row(code)
    if row is None:
        return "It has no composite score, as its residents or its deprivation are not held."
    adds = sorted(zip(row.points, PARTS, strict=True), key=lambda pair: -pair[0])
    most = " and ".join(f"{part.title.lower()} ({points:.0f})" for points, part in adds[:2] if points)
    stays = "" if row.stays is None else f" It is among the {TOP} highest in {row.stays:.0%} of random weightings."
    return (
        f"{row.name} has a composite score of {row.score:.0f} of 100, rank {row.rank} of {len(found.rows)}. Most "
        f"points come from {most}.{stays}"
    )


def people_sentence(row: Locality, found: Localities, deprived: Deprivation | None) -> str:
    """Return how many people live there and how deprived it is."""
    people = "No population is held for it." if row.persons is None else (
        f"{row.persons:,} residents (population of {found.population_year})."
    )  # fmt: skip
    held = deprived.of(row.code) if deprived else {}
    if deprived is None or not held:
        return f"{people} {NO_DEPRIVATION}"
    words = {"score": "score {:,.1f}", "rank": "rank {:,.0f} in England (1 is the most deprived)",
             "decile": "tenth {:,.0f} of ten (1 is the most deprived)"}  # fmt: skip
    said = ", ".join(words[measure].format(value) for measure, value in held.items())
    mean = "" if found.level == "lsoa" else "mean of its localities by residents: "
    return f"{people} Deprivation, {mean}{said}. Source: {deprived.source}."


def season_title(found: Season) -> str:
    """Return which calendar months differ from the season of the place around."""
    more = [calendar.month_name[row.month] for row in found.rows if row.reading == "more than the season"]
    if not more:
        return f"Season in {found.place.name}: no month is above the season of {found.around.name} by more than chance"
    return f"Season in {found.place.name}: more than the season of {found.around.name} in {', '.join(more)}"


def season_alt(found: Season) -> str:
    """Return the alt text of the season chart: its highest and lowest month, and the expected ones."""
    high, low = max(found.rows, key=lambda row: row.mean), min(found.rows, key=lambda row: row.mean)
    return (
        f"Bar chart of {found.subject} in {found.place.name} by calendar month, mean of {found.months} months held. "
        f"Highest {high.mean:,.1f} in {calendar.month_name[high.month]} ({high.expected:,.1f} by the season of "
        f"{found.around.name}), lowest {low.mean:,.1f} in {calendar.month_name[low.month]} ({low.expected:,.1f})."
    )


@once
def season_figure(found: Season, dark: bool = False) -> Drawing:
    """Return bars of the mean of each calendar month with intervals, and what the season around would give as marks."""
    colours = theme(dark)
    axis = {"rangemode": "tozero", "title": {"text": "Incidents a month"}}
    figure = Drawing(layout=layout(colours, yaxis=axis))
    names = [calendar.month_abbr[row.month] for row in found.rows]
    figure.add_bar(
        x=names,
        y=[row.mean for row in found.rows],
        name=found.place.name,
        marker={"color": colours.OBSERVED},
        error_y={
            "array": [row.high - row.mean for row in found.rows],
            "arrayminus": [row.mean - row.low for row in found.rows],
            "color": colours.QUIET,
            "thickness": 2,
        },
        hovertemplate="%{x}: %{y:.1f}<extra></extra>",
    )
    figure.add_scatter(
        x=names,
        y=[row.expected for row in found.rows],
        mode="markers",
        name=f"by the season of {found.around.name}",
        marker={"symbol": "line-ew-open", "size": 22, "color": colours.COMPARATOR, "line": {"width": 3}},
        hovertemplate="%{x}: %{y:.1f} expected<extra></extra>",
    )
    return figure


@once
def season_table(found: Season) -> Table:
    """Return the calendar months with counts, means, intervals and what was expected."""
    rows = tuple(
        (text(calendar.month_name[row.month]), number(row.years), number(row.n), number(row.mean, 1),
         number(row.low, 1), number(row.high, 1), number(row.expected, 1), text(row.reading))
        for row in found.rows
    )  # fmt: skip
    heads = ("Month", "Years held", "Incidents", "Mean", "95% from", "95% to", "By the season around", "Reading")
    return Table(f"{found.subject} by calendar month, {found.place.name}", heads, rows, frozenset(range(1, 7)))


def similar_sentence(found: Similar, name: str, level: str) -> str:
    """Return which areas are most like one and how near they are; why none is named where that is so."""
    if not found.rows:
        return (
            f"No like areas are named: {name} has no population or fewer than 20 incidents, or fewer than two others "
            "have enough to compare."
        )
    named = ", ".join(row.name for row in found.rows[:3])
    return (
        f"Of {found.among} other {LEVELS[level][1]}, those most like {name} are {named}. The distance puts together "
        "population, rate of all that the police record, and mix of categories, alike in weight; 1 is as far apart as "
        "two areas usually are."
    )


@once
def similar_table(found: Similar, name: str) -> Table:
    """Return the areas most like one, nearest first, with the distance and its parts."""
    rows = tuple(
        (text(row.name), text(row.code), number(row.distance, 2), number(row.by_population, 2), number(row.by_rate, 2),
         number(row.by_mix, 2), number(row.persons), number(row.n), number(row.rate, 1))
        for row in found.rows
    )  # fmt: skip
    heads = ("Area", "ONS code", "Distance", "by population", "by rate", "by mix", "Residents", "Incidents",
             "Rate per 1,000")  # fmt: skip
    return Table(f"Areas most like {name}", heads, rows, frozenset(range(2, 9)))


@once
def done_table(found: Sequence[Done], name: str) -> Table:
    """Return the projects in or around an area, with when and what was done."""
    rows = []
    for done in found:
        project = done.intervention
        span = [f"{day:%B %Y}" for day in (project.starts, project.ends) if day]
        where = project.place or (name if done.where == "here" else f"all of {done.where}")
        rows.append((text(project.title), text(where), text(" to ".join(span) or "not dated"), text(project.done)))
    return Table(f"Projects in {name} or its district", ("Project", "Where", "When", "What was done"), tuple(rows))


def done_sentence(found: Sequence[Done], name: str) -> str:
    """Return how many projects of the catalogue were in an area, and how many for its district as a whole."""
    here = sum(done.where == "here" for done in found)
    if not found:
        return f"No project of the catalogue is for {name} or its district."
    start = f"{here or 'No'} {'project' if here == 1 else 'projects'} of the catalogue in {name} itself"
    return f"{start}, {len(found) - here} for its district as a whole."
