"""The numbers of perceptions as tables: both sides of the stacked charts, and every survey figure held."""

from cspdash.catalogue.surveys import LEAST_BASE
from cspdash.charts.once import once
from cspdash.charts.survey_words import days_words
from cspdash.charts.tables import NOT_HELD, Cell, Table, number, share, text
from cspdash.findings.perception import Perception
from cspdash.findings.perceptions import Figures
from cspdash.findings.survey_waves import Wave
from cspdash.periods import month_name

BASES = {"not known": "number asked not known", "too small": "base too small", "caution": "small base: caution"}
BETTER = {"lower": "answers: lower is better", "higher": "answers: higher is better"}
NOT_SHOWN = "not shown"


@once
def perception_table(found: Perception) -> Table:
    """Return both charts as one table: a row a wave, then a row a month, newest first."""
    unit = "rate per 1,000" if found.persons else "count"
    columns = ("Period", "Side", "Figure", "From", "To", "Asked or counted", "Reading")
    rows = [_wave_row(wave, found) for wave in reversed(found.waves.rows)]
    rows += [_aside_row(wave) for wave in reversed(found.waves.aside)]
    title = f"{found.question.title}; recorded {found.pair.subject} a month ({unit}), {found.place.name}"
    return Table(title, columns, (*rows, *_month_rows(found)), frozenset({2, 3, 4, 5}))


def _wave_row(wave: Wave, found: Perception) -> tuple[Cell, ...]:
    compared = found.chosen is not None and wave in (found.chosen.before, found.chosen.after)
    notes = [BASES.get(wave.base, ""), "compared" if compared else "", f"run {wave.run + 1}" if wave.run else ""]
    return _survey_row(wave, "Survey", "; ".join(note for note in notes if note))


def _aside_row(wave: Wave) -> tuple[Cell, ...]:
    return _survey_row(wave, "Survey, several waves together", "not drawn: it overlaps the waves above")


def _survey_row(wave: Wave, side: str, reading: str) -> tuple[Cell, ...]:
    missing = Cell(None, "no interval" if wave.share is not None else NOT_SHOWN)
    return (
        Cell(f"{wave.start} to {wave.end}", days_words(wave.start, wave.end)),
        text(side),
        Cell(None, NOT_SHOWN) if wave.share is None else share(wave.share),
        missing if wave.low is None else share(wave.low),
        missing if wave.high is None else share(wave.high),
        asked_cell(wave, "not known"),
        text(reading),
    )


def _month_rows(found: Perception) -> list[tuple[Cell, ...]]:
    series, control = found.trend.series, found.trend.control
    scale, places = (1000 / found.persons, 2) if found.persons else (1.0, 0)
    chosen = found.chosen
    compared = {*chosen.recorded.months_before, *chosen.recorded.months_after} if chosen else set()
    rows: list[tuple[Cell, ...]] = []
    for index, (month, n) in enumerate(zip(series.months, series.counts, strict=True)):
        low = high = None
        if control is not None and control.lower_line[index] == control.lower_line[index]:
            low, high = max(0.0, float(control.lower_line[index])) * scale, float(control.upper_line[index]) * scale
        rows.append(
            (
                Cell(f"{month:%Y-%m}", month_name(month)),
                text("Recorded, expected range"),
                number(None if n is None else n * scale, places),
                number(low, places, "–"),
                number(high, places, "–"),
                number(n, 0, NOT_HELD),
                text("compared" if month in compared else ""),
            )
        )
    return rows[::-1]


def _short(wave: Wave) -> tuple[Cell, ...]:
    """Return share, limits and number asked, with a dash for what is not known: the table is long."""
    dash = Cell(None, "–")
    shares = tuple(dash if value is None else share(value) for value in (wave.share, wave.low, wave.high))
    return (*shares, asked_cell(wave, "–"))


def asked_cell(wave: Wave, unknown: str) -> Cell:
    """Return how many were asked; below the least base only that it is below: the public edition knows no more."""
    return Cell(None, f"fewer than {LEAST_BASE}") if wave.base == "too small" else number(wave.n, 0, unknown)


@once
def figures_table(found: Figures) -> Table:
    """Return every survey figure held of a place and the areas above it, and the targets that plans set."""
    columns = ("Question", "Area", "Wave", "Share", "95% from", "95% to", "Asked", "What it is", "Source")
    rows = [
        (
            text(f"{row.title} ({row.survey_title})"),
            text(row.area_name),
            text(days_words(row.wave.start, row.wave.end)),
            *_short(row.wave),
            text("several waves together" if row.aside else BETTER.get(row.better, "answers")),
            text(row.wave.source),
        )
        for row in found.rows
    ]
    rows += [
        (
            text(f"{question.title} ({question.survey_title})"), text(found.place.name),
            text(days_words(wave.wave_start, wave.wave_end)), share(wave.share), *[Cell(None, "–")] * 3,
            text("target, nobody's answer"), text(f"Printed in {wave.document}, {wave.section}"),
        )
        for question, wave in found.targets
    ]  # fmt: skip
    title = (
        f"Every survey figure held of {found.place.name} and of the areas around it. A dash stands where the number "
        "asked is not known, or is too small to show a figure."
    )
    return Table(title, columns, tuple(rows), frozenset({3, 4, 5, 6}))
