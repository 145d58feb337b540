"""One value of an indicator for one period, with its interval, whether supplied, printed or asked in a survey."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cspdash.catalogue import Catalogue, Indicator, PrintedFigure
from cspdash.catalogue.surveys import LEAST_BASE
from cspdash.periods import add_months, months_apart
from cspdash.stats.rates import UNRELIABLE_BELOW, proportion, rate
from cspdash.store.observations import FEWER, ON_REQUEST, PRINTED, SUPPRESSED, Answer, Observation

NEARLY_SAME_DAYS = 3
TOO_SMALL = "base too small"
YEAR = 12


@dataclass(frozen=True, slots=True)
class Point:
    """A value with 95 % limits where they can be given; `value` is None when it was withheld.

    `series` says which points are counted alike and may be compared: those of one source, or of one document.
    """

    area_code: str
    period_start: date
    period_end: date
    value: float | None
    numerator: float | None
    denominator: float | None
    source: str
    series: str
    low: float | None = None
    high: float | None = None
    printed: bool = False
    printed_status: str = ""
    role: str = "outturn"
    note: str = ""
    design_effect: float = 1.0

    @property
    def months(self) -> int | None:
        """Return how many whole months the period has, or None when it does not run from a first to a last day."""
        after = self.period_end + timedelta(days=1)
        if self.period_start.day != 1 or after.day != 1:
            return None
        return months_apart(self.period_start, after)

    @property
    def withheld(self) -> bool:
        """Tell whether the number was kept back so that no person can be found."""
        return self.value is None

    @property
    def missing_words(self) -> str:
        """Return what stands in a number's place: the reason where it is one of those that are known, else withheld."""
        said = self.note.removeprefix(f"{SUPPRESSED}: ")
        return said if said in (FEWER, ON_REQUEST, TOO_SMALL) else "withheld"

    @property
    def counted(self) -> float:
        """Return the numerator, or how many of its denominator a share stands for."""
        return self.numerator if self.numerator is not None else (self.value or 0.0) * (self.denominator or 0.0)

    def as_long_as(self, other: "Point") -> bool:
        """Tell whether two periods are of one length."""
        if self.months is not None and other.months is not None:
            return self.months == other.months
        lengths = [(point.period_end - point.period_start).days for point in (self, other)]
        return abs(lengths[0] - lengths[1]) <= NEARLY_SAME_DAYS

    def a_year_before(self, other: "Point") -> bool:
        """Tell whether this period is that of `other` one year earlier."""
        return bool(
            self.months and self.months == other.months and add_months(self.period_start, YEAR) == other.period_start
        )


def limits(
    indicator: Indicator, numerator: float | None, denominator: float | None, value: float | None, effect: float = 1.0
) -> tuple[float | None, float | None]:
    """Return the 95 % limits of a value: Byar for counts and rates, Wilson for shares; None without the numbers."""
    if value is None:
        return None, None
    if indicator.measure == "count":
        found = rate(value, 1, per=1)
        return found.low, found.high
    if indicator.measure == "rate" and numerator is not None and denominator:
        found = rate(numerator, denominator, per=indicator.per or 1)
        return found.low, found.high
    if indicator.measure == "share" and denominator:
        yes = numerator if numerator is not None else value * denominator
        share = proportion(yes / effect, denominator / effect)
        return share.low, share.high
    return None, None


def why_no_interval(indicator: Indicator, point: Point) -> str:
    """Return why a point has no interval, or nothing when it has one."""
    if point.low is not None:
        return ""
    if point.withheld:
        return "the number is withheld"
    if indicator.measure == "share":
        return f"the number of {indicator.over} is not given"
    if indicator.measure == "rate":
        return f"the numbers of {indicator.counted} and {indicator.over} are not given"
    return "a value of this kind has no interval of chance"


def is_small(indicator: Indicator, point: Point) -> bool:
    """Tell whether a point rests on fewer than 20 events, and is marked unreliable."""
    counted = point.value if indicator.measure == "count" else point.numerator
    return counted is not None and counted < UNRELIABLE_BELOW and indicator.measure != "value"


def from_observation(indicator: Indicator, row: Observation) -> Point:
    """Return a supplied row as a point."""
    low, high = limits(indicator, row.numerator, row.denominator, row.value)
    return Point(
        row.area_code, row.period_start, row.period_end, row.value, row.numerator, row.denominator, row.source,
        row.source, low, high, note=row.note or "",
    )  # fmt: skip


def from_answer(indicator: Indicator, answer: Answer) -> Point:
    """Return a survey's answer in one wave as a point."""
    small = answer.share is None and answer.n is not None and answer.n < LEAST_BASE
    asked = None if answer.n is None or small else float(answer.n)
    effect = answer.design_effect or 1.0
    yes = None if answer.share is None or asked is None else answer.share * asked
    low, high = limits(indicator, yes, asked, answer.share, effect)
    source = answer.source.removeprefix(PRINTED)
    return Point(
        answer.area_code, answer.wave_start, answer.wave_end, answer.share, yes, asked, source, source, low, high,
        printed=source != answer.source, design_effect=effect, note=f"{SUPPRESSED}: {TOO_SMALL}" if small else "",
    )  # fmt: skip


def from_figure(indicator: Indicator, figure: PrintedFigure) -> Point | None:
    """Return a printed figure as a point, or None when it is no value of the indicator for a whole area."""
    value = figure.observation_value(indicator)
    if value is None or figure.place or figure.period_start is None or figure.period_end is None:
        return None
    # Percent times 0.01 leaves dust in the last places of a float.
    value = round(value, 10)
    low, high = limits(indicator, figure.numerator, figure.denominator, value)
    return Point(
        figure.area_code, figure.period_start, figure.period_end, value, figure.numerator, figure.denominator,
        f"{figure.document}, {figure.section}", figure.document, low, high, printed=True,
        printed_status=figure.printed_status, role=figure.role, note=figure.note,
    )  # fmt: skip


def points_of(
    catalogue: Catalogue, indicator: Indicator, rows: Iterable[Observation], answers: Iterable[Answer]
) -> list[Point]:
    """Return every point of an indicator in any area, oldest first."""
    found = [from_observation(indicator, row) for row in rows if row.indicator == indicator.slug]
    if indicator.counted_from == "survey":
        asked = (indicator.survey, indicator.question)
        found += [from_answer(indicator, answer) for answer in answers if (answer.survey, answer.question) == asked]
    printed = (from_figure(indicator, figure) for figure in catalogue.figures_of(indicator.slug))
    # A printed survey figure stands in the content twice: as a wave of its question, and among the plan's figures.
    waves = {_what(point) for point in found if point.printed}
    found += [point for point in printed if point is not None and _what(point) not in waves]
    return sorted(found, key=lambda point: (point.period_end, point.period_start, point.source))


def _what(point: Point) -> tuple[object, ...]:
    return point.area_code, point.period_start, point.period_end, round(point.value or 0.0, 2)


def nearest(points: list[Point], codes: Iterable[str]) -> tuple[str, tuple[Point, ...]]:
    """Return the first of some areas, nearest first, that has points, with them: supplied ones before printed."""
    wanted = list(codes)
    for printed in (False, True):
        for code in wanted:
            held = tuple(point for point in points if point.area_code == code)
            if any(point.printed == printed for point in held):
                return code, held
    return (wanted[0] if wanted else ""), ()


def newest(points: Iterable[Point]) -> Point | None:
    """Return the point that speaks for an indicator now: the latest, supplied before printed, longest first."""
    ranked = sorted(
        points, key=lambda p: (not p.printed, p.period_end, -p.period_start.toordinal(), p.role != "baseline")
    )
    return ranked[-1] if ranked else None


def earlier(
    points: Iterable[Point], current: Point, before: date | None = None, seasonal: bool = False
) -> Point | None:
    """Return the point to compare with: of the same series and length, a year earlier where there is one.

    `before` asks for one that ended before that day. A seasonal series is compared with the same months only.
    """
    last = before or current.period_start
    held = [
        point
        for point in points
        if point.series == current.series
        and point.value is not None
        and point.period_end < min(last, current.period_start)
        and point.as_long_as(current)
    ]
    year_ago = [point for point in held if point.a_year_before(current)]
    if year_ago:
        return year_ago[-1]
    if seasonal and current.months is not None and current.months % YEAR:
        held = [p for p in held if p.months and months_apart(p.period_start, current.period_start) % YEAR == 0]
    return held[-1] if held else None
