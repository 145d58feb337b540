"""An area against its own past: figure, words and table."""

from cspdash.charts.compare_words import UNRELIABLE
from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.charts.theme import layout, theme
from cspdash.charts.words import percent, places_for
from cspdash.findings.compare_past import Past, Year
from cspdash.findings.indicator import meaning as meaning_of

SYMBOLS = {"up": "triangle-up", "down": "triangle-down", "no detectable change": "circle"}


def years_words(back: int) -> str:
    """Return how long ago: 1 year before, 5 years before."""
    return f"{back} year{'' if back == 1 else 's'} before"


def change_words(year: Year) -> str:
    """Return a change with its interval; why where there is none."""
    if year.why or year.low is None or year.high is None:
        return year.why or "no interval"
    if year.difference is not None:
        low, high = year.low * 100, year.high * 100
        return f"{year.difference * 100:+.1f} points, 95% interval {low:+.1f} to {high:+.1f}".replace("-", "−")
    if year.ratio is None:
        return year.why or "nothing before"
    places = places_for(year.low, year.high)
    return f"{percent(year.ratio, places)}, 95% interval {percent(year.low, places)} to {percent(year.high, places)}"


def past_sentences(found: Past) -> list[str]:
    """Return this year, the year before and five years before, in sentences."""
    if found.why:
        return [found.why]
    named, whole = found.indicator.counted, bool(found.months) or found.indicator.measure == "count"
    held = f" ({found.months} of 12 months held)" if 0 < found.months < 12 else ""
    total = _amount(found, found.total, bool(found.months))
    said = [f"{found.name}, {found.now}{held}: {f'{total} {named}' if whole else f'{found.indicator.name} {total}'}."]
    for back in (1, 5):
        year = found.year(back)
        if year is not None:
            said.append(_against(found, year))
    return said


def _against(found: Past, year: Year) -> str:
    start = f"Against {year.period}, {years_words(year.back)}"
    if year.before is None or year.after is None:
        return f"{start}, nothing can be compared: {year.why}."
    same = f" in the {year.months} months that are held in both years" if 0 < year.months < 12 else ""
    counted = bool(year.months)
    numbers = f"{_amount(found, year.after, counted)} v {_amount(found, year.before, counted)}{same}"
    if year.why:
        return f"{start}: {numbers}, which cannot be compared: {year.why}."
    meaning = meaning_of(year.verdict, found.indicator.polarity)
    return f"{start}: {numbers}, {year.verdict} ({change_words(year)}){f': {meaning}' if meaning else ''}."


def _amount(found: Past, value: float | None, counted: bool) -> str:
    if value is None:
        return "not held"
    if not counted and found.indicator.measure == "share":
        return f"{value:.1%}"
    return f"{value:,.0f}" if counted or value == int(value) else f"{value:,.1f}"


def past_title(found: Past) -> str:
    """Return the figure's title: how many earlier years are higher, lower, or not told apart."""
    words = [year.verdict for year in found.drawn]
    counts = [(word, words.count(word)) for word in ("up", "down")]
    moved = " and ".join(f"{word} on {count}" for word, count in counts if count) or "no detectable change on any"
    return f"{found.indicator.name}, {found.name}: {moved} of {len(words)} earlier years"


@once
def past_figure(found: Past, dark: bool = False) -> Drawing:
    """Return the change on each earlier year with its 95 % interval; what cannot be compared has no mark."""
    colours = theme(dark)
    shares = any(year.difference is not None for year in found.drawn)
    names = [years_words(year.back) for year in found.years]
    across = "Change since then, in points" if shares else "Change since then"
    axis = {"title": {"text": across}, "showgrid": True, "tickformat": "+.0%"}
    figure = Drawing(
        layout=layout(
            colours, height=190 + 34 * len(names), xaxis=axis,
            yaxis={"categoryorder": "array", "categoryarray": names[::-1], "showgrid": False}, margin={"b": 110},
            legend={"y": 0.0, "yanchor": "bottom", "yref": "container"}, showlegend=True,
        )
    )  # fmt: skip
    paint = {"concern": colours.CONCERN, "improvement": colours.IMPROVEMENT}
    for verdict, symbol in SYMBOLS.items():
        years = [year for year in found.drawn if year.verdict == verdict]
        if not years:
            continue
        meaning = meaning_of(verdict, found.indicator.polarity)
        colour = paint.get(meaning, colours.OBSERVED)
        middle = [_middle(year) for year in years]
        zero = 0.0 if shares else 1.0
        figure.add_scatter(
            x=middle, y=[years_words(year.back) for year in years], mode="markers", cliponaxis=False,
            name=f"{verdict}: {meaning}" if meaning else verdict,
            marker={"symbol": symbol, "size": 13, "color": colour},
            error_x={
                "type": "data", "color": colour, "thickness": 2, "width": 0,
                "array": [(year.high or 0) - zero - at for year, at in zip(years, middle, strict=True)],
                "arrayminus": [at - ((year.low or 0) - zero) for year, at in zip(years, middle, strict=True)],
            },
            text=[change_words(year) for year in years], hovertemplate="%{y}: %{text}<extra></extra>",
        )  # fmt: skip
    figure.add_vline(x=0, line={"color": colours.COMPARATOR, "width": 2, "dash": "dash"})
    return figure


def _middle(year: Year) -> float:
    return year.difference if year.difference is not None else (year.ratio or 1.0) - 1


def past_alt(found: Past) -> str:
    """Return the alt text: each year that is drawn with its change."""
    said = "; ".join(f"{years_words(year.back)} {change_words(year)}" for year in found.drawn[:5])
    return f"Dot plot of the change of {found.indicator.name} in {found.name} on earlier years: {said}."


@once
def past_table(found: Past) -> Table:
    """Return every earlier year with both counts, the months compared, the change and why there is none."""
    columns = ("Compared with", "Period", "Months compared", "Then", "Now", "Change", "95% from", "95% to", "Reading")
    rows = []
    for year in found.years:
        middle = _middle(year) if year.low is not None else None
        zero = 0.0 if year.difference is not None else 1.0
        low, high = (None if limit is None else limit - zero for limit in (year.low, year.high))
        meaning = meaning_of(year.verdict, found.indicator.polarity)
        reading = f"{year.verdict}: {meaning}" if meaning else (year.verdict or "cannot be compared")
        small = " (u)" if year.months and min(year.before or 0, year.after or 0) < 20 and not year.why else ""
        rows.append(
            (
                text(years_words(year.back)), text(year.period), number(year.months or None, 0, "–"),
                Cell(year.before, _amount(found, year.before, bool(year.months))),
                Cell(year.after, _amount(found, year.after, bool(year.months))),
                *(_signed(value) for value in (middle, low, high)),
                Cell(f"{reading}{small}", f"{reading}{small}" + (f" ({year.why})" if year.why else ""), meaning),
            )
        )  # fmt: skip
    return Table(f"{found.indicator.name} in {found.name} against earlier years", columns, tuple(rows),
                 frozenset({2, 3, 4, 5, 6, 7}))  # fmt: skip


def _signed(value: float | None) -> Cell:
    return Cell(None, "–") if value is None else Cell(round(value, 4), f"{value:+.1%}".replace("-", "−"))


def past_note(found: Past) -> str:
    """Return what the comparison leaves aside."""
    small = any(min(y.before or 0, y.after or 0) < 20 for y in found.drawn if y.months)
    aside = "Counts of the same months; growth or fall of the population is not taken out." if found.months else ""
    return f"{aside} {UNRELIABLE if small else ''}".strip()
