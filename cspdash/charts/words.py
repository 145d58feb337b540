"""Every sentence with a number in it: titles, findings and alt texts, true of the finding they are given."""

from math import ceil, floor

from cspdash.charts.completeness_words import cut_off_sentence, provisional_sentence
from cspdash.findings.indicator import meaning as meaning_of
from cspdash.findings.overview import Overview
from cspdash.findings.profile import Mix
from cspdash.findings.sources import Sources
from cspdash.findings.trend import Trend
from cspdash.findings.year import YearOnYear
from cspdash.periods import month_name, span_words

NOT_YET = "No months are held for this place yet."


def percent(ratio: float, places: int = 0) -> str:
    """Return a change as a signed percentage: 0.9 gives −10%."""
    value = round((ratio - 1) * 100, places)
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return f"{sign}{abs(value):,.{places}f}%"


def places_for(*ratios: float) -> int:
    """Return the fewest decimals at which no changed ratio reads as 0%, so that it does not seem to touch no change."""
    changed = [ratio for ratio in ratios if ratio != 1]
    return next((n for n in range(6) if all(round((ratio - 1) * 100, n) for ratio in changed)), 0)


def change_words(year: YearOnYear | None) -> str:
    """Return the change in a few words: down (−12%, 95% interval −15% to −9%); too few to compare."""
    if year is None or not year.compared:
        return "no months to compare"
    if year.change is None:
        return "none in either year"
    tested = year.change
    if tested.ratio is None or tested.verdict == "too few to compare":
        return "too few to compare"
    return f"{tested.verdict} ({interval_words(year)})"


def interval_words(year: YearOnYear, joined: str = ", 95% interval ") -> str:
    """Return a change with its interval: −12%, 95% interval −15% to −9%; empty when too few to compare."""
    tested = year.change
    if tested is None or tested.ratio is None or tested.verdict == "too few to compare":
        return ""
    if tested.low is None or tested.high is None:
        return percent(tested.ratio)
    places = places_for(tested.low, tested.high)
    bounds = f"{percent(tested.low, places)} to {percent(tested.high, places)}"
    return f"{percent(tested.ratio, places)}{joined}{bounds}"


def months_compared(year: YearOnYear) -> str:
    """Return which months are compared, and how many of twelve when not all are held."""
    if year.complete:
        return f"the 12 months to {month_name(year.last)}"
    return f"the {len(year.compared)} of 12 months to {month_name(year.last)} that are held in both years"


def overview_sentences(found: Overview) -> list[str]:
    """Return the two or three sentences that open the overview."""
    if found.newest is None:
        return [NOT_YET]
    moved = {"improvement": [], "concern": []}  # type: dict[str, list[str]]
    quiet = []
    for row in found.rows:
        verdict = row.year.change.verdict if row.year and row.year.change else ""
        meaning = meaning_of(verdict, row.polarity)
        if meaning in moved:
            moved[meaning].append(row.title)
        elif verdict == "no detectable change":
            quiet.append(row.title)
    held = "all" if found.held == found.span else f"{found.held} of"
    doubt = provisional_sentence(found.provisional)
    sentences = [
        f"The newest month held is {month_name(found.newest)}; {held} the last {found.span} months are in the store.",
        f"Against the same months a year earlier, {_listed(moved['concern'], 'concern', 'concerns')} "
        f"and {_listed(moved['improvement'], 'improvement', 'improvements')} are more than chance.",
    ]
    if quiet:
        sentences.append(f"No detectable change: {', '.join(quiet)}.")
    return [*sentences, doubt] if doubt else sentences


def _listed(titles: list[str], one: str, many: str) -> str:
    if not titles:
        return f"no {many}"
    return f"{len(titles)} {one if len(titles) == 1 else many} ({', '.join(titles)})"


def trend_title(trend: Trend) -> str:
    """Return a chart title that says the finding."""
    subject = f"{trend.indicator.name} in {trend.place.name}"
    if trend.year is None or not trend.year.compared:
        return f"{subject}: no year to compare with yet"
    if trend.year.change is None:
        return f"{subject}: {change_words(trend.year)}"
    verdict, months = trend.year.change.verdict, len(trend.year.compared)
    against = "on a year earlier" if trend.year.complete else f"on the same {months} months a year earlier"
    if months == 1:
        against = "on the same month a year earlier"
    if verdict in {"up", "down"} and trend.year.change.ratio is not None:
        ratio = trend.year.change.ratio
        return f"{subject}: {verdict} {percent(ratio, places_for(ratio)).lstrip('+−')} {against}"
    return f"{subject}: {verdict} {against}"


def year_sentence(trend: Trend) -> str:
    """Return the year-on-year finding as a sentence that can be read aloud."""
    year = trend.year
    if year is None:
        return NOT_YET
    counted = trend.indicator.counted
    if not year.compared:
        return (
            f"There were {year.total:,} {counted} in {trend.place.name} in the {year.held} months held of the 12 "
            f"to {month_name(year.last)}. No month of the year before is held, so there is nothing to compare with."
        )
    start = (
        f"In {months_compared(year)}, there were {year.after:,} {counted} in {trend.place.name}, "
        f"against {year.before:,} in the same months a year earlier"
    )
    meaning = meaning_of(year.change.verdict if year.change else "", trend.indicator.polarity)
    return f"{start}: {change_words(year)}{f', {_article(meaning)}' if meaning else ''}."


def _article(meaning: str) -> str:
    return {"improvement": "an improvement", "concern": "a concern"}.get(meaning, meaning)


def control_sentence(trend: Trend) -> str:
    """Return what the newest month says against the expected range."""
    control = trend.control
    if control is None or not trend.series.held:
        return ""
    newest = trend.series.held[-1]
    value = trend.series.at(newest)
    if control.mean is None or control.lower is None or control.upper is None:
        return f"{month_name(newest)} had {value:,}. There are too few months for an expected range."
    # Whole incidents within the limits: rounding could put a marked month inside the range, or the other way round.
    low, high = max(0, ceil(round(control.lower, 6))), floor(round(control.upper, 6))
    start = f"{month_name(newest)} had {value:,}; the range expected from chance is {low:,} to {high:,}"
    if control.variation == "common cause":
        return f"{start}, so that month is no more than ordinary variation."
    rules = ", ".join(control.signals[trend.series.months.index(newest)])
    return f"{start}. The newest point is more than chance ({rules}): {control.variation}."


def trend_sentence(trend: Trend) -> str:
    """Return the finding of a trend: the year, then the newest month."""
    parts = (year_sentence(trend), control_sentence(trend), provisional_sentence(trend.provisional),
             cut_off_sentence(trend.cut_off, trend.place.name))  # fmt: skip
    return " ".join(part for part in parts if part)


def trend_alt(trend: Trend) -> str:
    """Return the alt text of a trend chart: what it is, its span, first, last, lowest and highest value."""
    held = [(month, n) for month, n in zip(trend.series.months, trend.series.counts, strict=True) if n is not None]
    if not held:
        return f"Line chart of {trend.indicator.name} in {trend.place.name}. {NOT_YET}"
    low, high = min(held, key=lambda pair: pair[1]), max(held, key=lambda pair: pair[1])
    missing = len(trend.series.missing) + len(trend.series.cut_off)
    gaps = f" {missing} {'month is a gap' if missing == 1 else 'months are gaps'}." if missing else ""
    if trend.series.provisional:
        apart = ", ".join(f"{n:,} in {month_name(month)}" for month, n in trend.series.provisional)
        gaps += f" Drawn apart as provisional, for it looks incomplete: {apart}."
    return (
        f"Line chart of {trend.indicator.name} by month in {trend.place.name}, "
        f"{span_words(held[0][0], held[-1][0])}: from {held[0][1]:,} to {held[-1][1]:,}, "
        f"lowest {low[1]:,} in {month_name(low[0])}, highest {high[1]:,} in {month_name(high[0])}.{gaps}"
    )


def mix_title(found: Mix) -> str:
    """Return what a locality has more of than the place around it."""
    more = [row.category for row in found.rows if row.reading == "larger share"]
    if not more:
        return f"{found.place.name}: no category has a larger share than in {found.around.name}"
    named = ", ".join(name.lower() for name in more[:3])
    return f"{found.place.name} has a larger share of {named} than {found.around.name}"


def mix_alt(found: Mix) -> str:
    """Return the alt text of the mix chart, naming the three largest categories."""
    top = ", ".join(f"{row.category} {row.share:.0%}" for row in found.rows[:3])
    return f"Bar chart of the categories of {found.total:,} incidents in {found.place.name}, largest first: {top}."


EVENT_KINDS = ("street", "outcomes", "incidents")


def sources_sentence(found: Sources) -> str:
    """Return how much the store holds and how the rows balance."""
    current = [load for load in found.ledger if load["kind"] in EVENT_KINDS and not load["replaced_by"]]
    read, kept, rejected = (sum(load[name] for load in current) for name in ("rows_read", "rows_kept", "rows_rejected"))
    lost = read - kept - rejected
    return (
        f"The store holds {found.summary['incidents']:,} incidents and {found.summary['outcomes']:,} outcomes from "
        f"{len(current):,} {'file' if len(current) == 1 else 'files'}. Of {read:,} rows read, {rejected:,} are in "
        f"quarantine and {f'{lost:,} are' if lost else 'none is'} lost."
    )
