"""Readings as tables: a priority's indicators, one indicator's values, its targets, what was printed."""

from collections.abc import Iterable

from cspdash.catalogue import Indicator
from cspdash.charts.indicator_values import interval_of, movement_words, point_period, value_words
from cspdash.charts.indicator_words import printed_words, target_words
from cspdash.charts.once import once
from cspdash.charts.sparks import spark
from cspdash.charts.tables import Cell, Table, text
from cspdash.findings.indicator import Flag, Judged, Point, Reading

NO_DATA = "no data supplied yet"
# In words, as a letter alone says nothing to who does not know it.
UNRELIABLE = "(u: unreliable, fewer than 20)"
# Concern and improvement get their shapes where the table is drawn; a word stands beside each.
SHAPES = {"common cause": "○ ", "neutral change": "◆ ", "too few points": "– "}
ASSURED = {"consistently meets": "✓ ", "hit or miss": "? ", "consistently fails": "✗ "}
TARGET_TONES = {"met": "improvement", "not met": "concern"}


@once
def priority_table(title: str, readings: Iterable[Reading], colour: str) -> Table:
    """Return a priority's indicators: value, period, change, variation, assurance, target, printed, spark."""
    columns = ("Indicator", "Value", "Period", "Change", "Variation", "Assurance", "Target", "As printed", "Recent")
    return Table(f"Indicators of {title}", columns, tuple(_row(found, colour) for found in readings), frozenset({1}))


def _row(reading: Reading, colour: str) -> tuple[Cell, ...]:
    indicator, point = reading.indicator, reading.point
    printed = "; ".join(printed_words(figure) for figure in reading.printed if figure.printed_status)
    if point is None:
        return (
            text(indicator.name), Cell(None, NO_DATA), Cell(None, f"file: {reading.expected_file}"), *[text("–")] * 3,
            _target_cell(reading.target), text(printed or "–"), text("–"),
        )  # fmt: skip
    return (
        text(indicator.name),
        value_cell(indicator, point, UNRELIABLE if point.value is not None and _small(reading) else ""),
        text(point_period(point) + (" (printed)" if point.printed else "")),
        _change_cell(reading),
        _variation_cell(reading),
        text(f"{ASSURED[reading.assurance]}{reading.assurance}") if reading.assurance else text("–"),
        _target_cell(reading.target),
        text(printed or "–"),
        _spark_cell(reading, colour),
    )


def _small(reading: Reading) -> bool:
    return any(line.startswith("u: ") for line in reading.caveats)


def value_cell(indicator: Indicator, point: Point, flag: str = "") -> Cell:
    """Return a value: its number in the download (a share from 0 to 1), its words on screen."""
    value = None if point.value is None else round(point.value, 4)
    words = point.missing_words if point.value is None else value_words(indicator, point.value)
    return Cell(value, f"{words}{f' {flag}' if flag else ''}")


def _change_cell(reading: Reading) -> Cell:
    said = movement_words(reading.movement, reading.movement_why, reading.indicator.measure)
    if reading.meaning in ("improvement", "concern"):
        return Cell(said, f"{said}: {reading.meaning}", reading.meaning)
    if reading.meaning:
        return Cell(said, f"{said}: {reading.meaning}, which is neither good nor bad by itself")
    return text(said)


def _variation_cell(reading: Reading) -> Cell:
    word = reading.variation
    tone = word if word in ("improvement", "concern") else ""
    return Cell(word, f"{SHAPES.get(word, '')}{word}", tone)


def _target_cell(judged: Judged | None) -> Cell:
    if judged is None:
        return text("–")
    said = target_words(judged)
    return Cell(said, said, TARGET_TONES.get(judged.verdict, ""))


def _spark_cell(reading: Reading, colour: str) -> Cell:
    held = [value for value in reading.spark if value is not None]
    if len(held) < 2:
        return text("–")
    indicator = reading.indicator
    first, last = reading.spark_periods[0], reading.spark_periods[-1]
    alt = (
        f"{indicator.name}, {first:%B %Y} to {last:%B %Y}: lowest {value_words(indicator, min(held))}, "
        f"highest {value_words(indicator, max(held))}"
    )
    return Cell(alt, alt, picture=spark(reading.spark, colour))


@once
def points_table(reading: Reading) -> Table:
    """Return every supplied and printed value of an indicator for its area, newest first."""
    columns = ("Period", "Value", "Numerator", "Denominator", "95% interval", "Source", "Kind", "Note")
    rows = tuple(_point_row(reading.indicator, point) for point in reversed(reading.points))
    return Table(f"{reading.indicator.name}, {reading.area_name}", columns, rows, frozenset({1, 2, 3}))


def _point_row(indicator: Indicator, point: Point) -> tuple[Cell, ...]:
    kind = "printed in a plan" if point.printed else "supplied"
    status = f", as {point.printed_status}" if point.printed_status else ""
    return (
        text(point_period(point)),
        value_cell(indicator, point),
        _number(point.numerator),
        _number(point.denominator),
        text(interval_of(indicator, point).removeprefix("95% interval ") or "–"),
        text(point.source),
        text(f"{kind}{status}" + (f", {point.role}" if point.role != "outturn" else "")),
        text(point.note or "–"),
    )


def _number(value: float | None) -> Cell:
    return Cell(value, "–" if value is None else f"{value:,g}" if value < 1e6 else f"{value:,.0f}")


@once
def targets_table(title: str, readings: Iterable[Reading]) -> Table:
    """Return every target of a plan's indicators with its verdict, the value it was judged by, and the reason."""
    columns = ("Indicator", "Target", "For", "Value", "Verdict", "Reason", "Printed in")
    rows = tuple(
        (
            text(reading.indicator.name), text(judged.target.wording), text(judged.target.period or "–"),
            value_cell(reading.indicator, judged.point) if judged.point else text("–"),
            Cell(judged.verdict, judged.verdict, TARGET_TONES.get(judged.verdict, "")), text(judged.reason),
            text(judged.target.section),
        )
        for reading in readings
        for judged in reading.targets
    )  # fmt: skip
    return Table(title, columns, rows, frozenset({3}))


@once
def flags_table(flags: Iterable[Flag]) -> Table:
    """Return what needs attention: the indicator, what was found, and the rule that flagged it."""
    columns = ("Indicator", "Area", "Finding", "Rule")
    rows = tuple(
        (text(flag.reading.indicator.name), text(flag.reading.area_name), _finding(flag), text(flag.rule_in_words))
        for flag in flags
    )
    return Table("What needs attention", columns, rows)


def _finding(flag: Flag) -> Cell:
    reading = flag.reading
    if flag.rule == "change":
        return _change_cell(reading)
    if flag.rule == "variation":
        return _variation_cell(reading)
    if flag.rule == "target":
        return _target_cell(next((found for found in reading.targets if found.verdict == "not met"), None))
    return text(f"the newest value is {reading.age_months} months old")
