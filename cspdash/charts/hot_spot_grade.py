"""The map's own marks: what it caught of months it had not seen, beside the plain list, verdict first."""

from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.survey_words import lowered
from cspdash.charts.tables import Cell, Table, number, share, text
from cspdash.charts.theme import layout, theme
from cspdash.findings.hot_spot_grade import Compared, Grade
from cspdash.findings.hot_spots import MEASURES
from cspdash.periods import months_apart, span_words


def caught(found: Grade, share_of_areas: float) -> tuple[float, float] | None:
    """Return the share of all events of all origins caught at a share of area, by the statistic and by the list."""
    events = sum(origin.events for origin in found.origins)
    if not events:
        return None
    at = [at for origin in found.origins for at in origin.at if at.share == share_of_areas]
    return sum(one.statistic.hits for one in at) / events, sum(one.naive.hits for one in at) / events


def points_words(value: float) -> str:
    """Return a difference of shares in percentage points, signed: −1.3."""
    rounded = round(value * 100, 1)
    return f"{'−' if rounded < 0 else '+' if rounded > 0 else ''}{abs(rounded):.1f}"


def verdict_words(one: Compared) -> str:
    """Return a verdict with its difference and interval."""
    return (
        f"{points_words(one.difference)} percentage points (95% interval {points_words(one.low)} to "
        f"{points_words(one.high)})"
    )


def grade_title(found: Grade) -> str:
    """Return the chart's title: the verdict."""
    if found.headline is None:
        return f"{found.subject}: the map cannot be graded"
    return f"{found.subject}: the statistic {found.verdict} the plain list"


def grade_sentences(found: Grade) -> list[str]:
    """Return the verdict and the numbers behind it."""
    one = found.headline
    both = caught(found, one.share) if one else None
    if one is None or both is None:
        return [found.note]
    statistic, naive = both
    year = all(months_apart(*origin.fit) == 11 for origin in found.origins)
    tops = "last year's top localities" if year else "the top localities of the months before"
    lead = {
        "beats": f"The map is worth more than a list of {tops}",
        "does not beat": f"A plain list of {tops} does better than the statistic",
        "cannot be told from": f"The statistic cannot be told from a plain list of {tops}",
    }[one.verdict]
    newest = found.origins[0]
    tests = (
        f"Tested once, on months that it had not seen: fitted on {span_words(*newest.fit)}, tested on "
        f"{span_words(*newest.test)}"
        if len(found.origins) == 1
        else f"Tested {len(found.origins)} times, each on months that it had not seen, the newest "
        f"{span_words(*newest.test)}"
    )
    return [
        f"{lead}: naming {one.areas:,} of {found.areas:,} localities ({one.share:.0%}) of {found.place.name} "
        f"beforehand, it caught {statistic:.1%} of the {lowered(found.subject)} events that came after, "
        f"the list {naive:.1%}. The difference is {verdict_words(one)}.",
        f"{tests}. The list: {found.baseline[:1].lower()}{found.baseline[1:].rstrip('.')}.",
    ]


def grade_method(found: Grade) -> list[str]:
    """Return how the grade is made, and what its measures are."""
    return [
        f"Localities are ranked by Gi* on the {MEASURES[found.measure]} of the months of the fit, and judged on months "
        "after them, never on their own.",
        "Hit rate: the share of later events in the localities named. PAI: hit rate over the share of localities named "
        "(1 is what naming at random gives). PEI: PAI over the best that could have been had. RRI: what was expected "
        "beside what came.",
        f"The interval of the difference comes from {found.resamples:,} bootstrap samples of localities, seed "
        f"{found.seed}. The verdict is read at one share of area, chosen beforehand.",
    ]


def grade_alt(found: Grade) -> str:
    """Return the chart's alt text, with both hit rates at every share."""
    parts = []
    for one in found.compared:
        both = caught(found, one.share)
        if both:
            parts.append(f"at {one.share:.0%} of localities {both[0]:.1%} against {both[1]:.1%}")
    return (
        f"Chart of the share of later {lowered(found.subject)} events caught by share of localities named, "
        f"statistic against plain list: {'; '.join(parts)}."
    )


@once
def grade_figure(found: Grade, dark: bool = False) -> Drawing:
    """Return the hit rates of statistic and plain list by share of area, and what naming at random gives."""
    colours = theme(dark)
    pairs = [(one.share, caught(found, one.share)) for one in found.compared]
    shares = [share_of for share_of, both in pairs if both]
    names = [f"{share_of:.0%}" for share_of in shares]
    kinds = (
        ("The statistic (Gi*)", 0, colours.OBSERVED, "circle"),
        ("The plain list", 1, colours.CONCERN, "diamond"),
    )
    # Labels stand above the list that caught more and below the other, so that they keep clear of each other.
    above = sum(both[0] - both[1] for _, both in pairs if both) >= 0
    axis = {"tickformat": ".0%", "rangemode": "tozero", "title": {"text": "Later events caught"}}
    # As words: a share alone would become a number, and the shares would not stand evenly.
    named = {"type": "category", "title": {"text": "Localities named", "standoff": 4}}
    figure = Drawing(layout=layout(colours, xaxis=named, yaxis=axis, height=440, legend={"y": -0.28}))
    for label, at, colour, symbol in kinds:
        values = [both[at] for _, both in pairs if both]
        figure.add_scatter(
            x=names,
            y=values,
            mode="markers+lines+text",
            name=label,
            text=[f"{value:.0%}" for value in values],
            textposition="top center" if (at == 0) == above else "bottom center",
            textfont={"size": 15, "color": colours.TEXT},
            cliponaxis=False,
            line={"color": colour, "width": 3, "dash": "solid" if at == 0 else "dash"},
            marker={"size": 13, "symbol": symbol, "color": colour},
            hovertemplate="%{x} of localities: %{y:.1%}<extra></extra>",
        )
    figure.add_scatter(
        x=names,
        y=shares,
        mode="lines",
        name="Naming localities at random",
        line={"color": colours.COMPARATOR, "width": 2, "dash": "dot"},
        hovertemplate="%{x} of localities: %{y:.0%}<extra></extra>",
    )
    return figure


@once
def pooled_table(found: Grade) -> Table:
    """Return the pooled comparison: one row a share of area."""
    rows = []
    for one in found.compared:
        both = caught(found, one.share)
        if both:
            difference = [Cell(round(value, 4), points_words(value)) for value in (one.difference, one.low, one.high)]
            rows.append((share_named(one.share), number(one.areas), share(both[0]), share(both[1]), *difference,
                         text(f"{one.verdict} the plain list")))  # fmt: skip
    columns = ("Localities named", "Number", "Caught by Gi*", "Caught by the list", "Difference, points", "95% from",
               "95% to", "The statistic")  # fmt: skip
    caption = f"All tests together: {found.subject}, {found.place.name}"
    return Table(caption, columns, tuple(rows), frozenset(range(1, 7)))


def share_named(value: float) -> Cell:
    """Return a share of the area in whole percent."""
    return Cell(value, f"{value:.0%}")


@once
def grade_table(found: Grade) -> Table:
    """Return every test: one row a rolling origin and share of area, statistic beside plain list."""
    rows = []
    for origin in found.origins:
        for at in origin.at:
            scores = (at.statistic, at.naive)
            rows.append((
                text(span_words(*origin.test)), text(span_words(*origin.fit)), number(origin.events),
                share_named(at.share), number(at.areas),
                *(share(one.hit_rate) for one in scores), *(number(one.pai, 2) for one in scores),
                *(number(one.pei, 2) for one in scores), *(number(one.rri, 2, "none expected") for one in scores),
            ))  # fmt: skip
    pairs = [f"{name}, {who}" for name in ("Hit rate", "PAI", "PEI", "RRI") for who in ("Gi*", "list")]
    columns = ("Tested on", "Fitted on", "Events", "Localities named", "Number", *pairs)
    caption = f"Every test: {found.subject} by {MEASURES[found.measure]}, {found.place.name}"
    return Table(caption, columns, tuple(rows), frozenset(range(2, 13)))
