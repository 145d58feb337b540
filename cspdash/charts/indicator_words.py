"""Sentences of an indicator's reading: value, change, chance, target. True of the numbers, and of their gaps."""

from collections.abc import Iterable

from cspdash.catalogue import Indicator, PrintedFigure
from cspdash.charts.indicator_values import (
    interval_of,
    missing_sentence,
    movement_words,
    period_words,
    point_period,
    points_words,
    value_words,
)
from cspdash.charts.words import percent
from cspdash.findings.indicator import Flag, Judged, Reading

BY_CHANCE = {
    "improvement": "the newest point is an improvement by more than chance",
    "concern": "the newest point is a concern: more than chance explains",
    "neutral change": "the newest point differs by more than chance, which is neither good nor bad by itself",
    "common cause": "the newest point is ordinary variation",
}
MORE_REPORTS = "A rise may mean that more people came forward, so neither direction is called good or bad."


def value_sentence(reading: Reading) -> str:
    """Return what the value is, for which period and area, with its interval; or which file would fill it."""
    indicator, point = reading.indicator, reading.point
    if point is None:
        return f"{indicator.name}: no data supplied yet. The file {reading.expected_file} would fill it."
    period = point_period(point)
    period = period[0].upper() + period[1:]
    if point.withheld:
        return missing_sentence(indicator, point, reading.area_name)
    if indicator.measure == "share":
        said = f"{value_words(indicator, point.value)} in {reading.area_name} ({indicator.counted}, of {indicator.over}"
        if point.numerator is not None and point.denominator:
            said += f": {point.numerator:,.0f} of {point.denominator:,.0f}"
        said += ")"
    elif indicator.measure == "rate":
        said = (
            f"{point.value:,.1f} {indicator.counted} per {indicator.per:,.0f} {indicator.over} in {reading.area_name}"
        )
    elif indicator.measure == "value":
        said = f"{value_words(indicator, point.value)} {indicator.unit} in {reading.area_name}"
    else:
        said = f"{value_words(indicator, point.value)} {indicator.counted} in {reading.area_name}"
    interval = interval_of(indicator, point)
    if reading.months_held is not None and reading.months_held < 12:
        said += f" in the {reading.months_held} of 12 months that are held"
    printed = f", as printed in {point.series}" if point.printed else ""
    return f"{period}: {said}{printed}{f' ({interval})' if interval else ''}."


def change_sentence(reading: Reading) -> str:
    """Return the change as a sentence with what it means by the plan's polarity."""
    movement, indicator = reading.movement, reading.indicator
    if reading.point is None or reading.point.withheld:
        return ""
    if movement is None:
        return f"It is not compared: {reading.movement_why}."
    before = value_words(indicator, movement.before)
    when = ""
    if movement.before_start and movement.before_end:
        when = f" in {period_words(movement.before_start, movement.before_end)}"
    if movement.months is not None and movement.months < 12:
        when = f" in the same {movement.months} months a year earlier"
    if movement.why:
        return f"Before, it was {before}{when}; the change is not tested, because {movement.why}."
    after = f" (against {value_words(indicator, movement.after)})" if _differs(reading) else ""
    said = f"Before, it was {before}{when}{after}: {movement_words(movement, measure=indicator.measure)}"
    if reading.meaning in ("improvement", "concern"):
        return f"{said}, {'an improvement' if reading.meaning == 'improvement' else 'a concern'}."
    if indicator.polarity == "more_reports" and movement.verdict in ("up", "down"):
        return f"{said}. {MORE_REPORTS}"
    return f"{said}."


def _differs(reading: Reading) -> bool:
    """Tell whether the value compared is another than the one shown, as when months are missing."""
    return bool(reading.movement and reading.value is not None and reading.movement.after != reading.value)


def chance_sentence(reading: Reading) -> str:
    """Return what the control chart says of the newest point, and of the target."""
    if reading.variation not in BY_CHANCE:
        return ""
    assurance = {
        "consistently meets": " Expected to meet the target every time.",
        "hit or miss": " Expected to hit or miss the target by chance.",
        "consistently fails": " Expected to miss the target unless something changes.",
    }.get(reading.assurance, "")
    said = BY_CHANCE[reading.variation]
    return f"Month by month, {said}.{assurance}" if reading.months_held else f"Over time, {said}.{assurance}"


def target_words(judged: Judged | None) -> str:
    """Return a target's verdict, the period it is for, and the target: met (2013/14): At most 372 fires."""
    if judged is None:
        return "no target in this plan"
    target = judged.target
    period = f" ({target.period})" if target.period and target.period not in target.wording else ""
    return f"{judged.verdict}{period}: {target.wording}"


def target_sentence(indicator: Indicator, judged: Judged) -> str:
    """Return a target with verdict, what it was judged by, and the reason, as a sentence."""
    target = judged.target
    period = f" ({target.period})" if target.period and target.period not in target.wording else ""
    evidence = evidence_words(indicator, judged)
    said = f"{judged.verdict.capitalize()}{f' ({evidence})' if evidence else ''}: {judged.reason}."
    return f"Target{period}: {target.wording}. {said}"


def evidence_words(indicator: Indicator, judged: Judged) -> str:
    """Return the value that a target was judged by, and what it was compared with."""
    point, movement = judged.point, judged.movement
    if point is None or point.value is None:
        return ""
    said = f"{value_words(indicator, point.value)} in {point_period(point)}"
    if movement is None:
        return said
    before = value_words(indicator, movement.before)
    if movement.before_start is None or movement.before_end is None:
        return f"{said}, against a baseline of {before}"
    return f"{said}, against {before} in {period_words(movement.before_start, movement.before_end)}"


def trend_words(reading: Reading) -> str:
    """Return the five-year trend in words, with the reason when it cannot be calculated."""
    if reading.trend == "cannot be calculated":
        return f"Five-year trend cannot be calculated: {reading.trend_why}."
    return f"Five-year trend: {reading.trend}."


def indicator_sentence(reading: Reading) -> str:
    """Return an indicator's finding: value, change, chance, targets."""
    parts = [value_sentence(reading), change_sentence(reading), chance_sentence(reading)]
    if reading.point is not None:
        parts += [target_sentence(reading.indicator, judged) for judged in reading.targets]
    return " ".join(part for part in parts if part)


def printed_words(figure: PrintedFigure) -> str:
    """Return a printed figure as the plan printed it, with its colour: −16%, printed as green."""
    ratio = 1 + figure.value / 100 if figure.unit == "percent_change" and figure.value is not None else None
    if ratio is not None:
        said = percent(ratio, 0 if figure.value == int(figure.value or 0) else 1)
    elif figure.value is not None:
        said = f"{figure.value:,g}%" if figure.unit == "percent" else f"{figure.value:,g}"
    else:
        said = f"{figure.numerator:,g}" + (f" of {figure.denominator:,g}" if figure.denominator else "")
    status = f", printed as {figure.printed_status}" if figure.printed_status else ""
    return f"{said}{f' ({figure.place})' if figure.place else ''}{status}"


def flag_sentence(flag: Flag) -> str:
    """Return why a reading needs attention."""
    reading = flag.reading
    name, judged = f"{reading.indicator.name} ({reading.area_name})", reading.target
    if flag.rule == "change":
        return f"{name}: {movement_words(reading.movement, reading.movement_why, reading.indicator.measure)}."
    if flag.rule == "variation":
        return f"{name}: {BY_CHANCE['concern']}."
    if flag.rule == "target":
        missed = next((found for found in reading.targets if found.verdict == "not met"), judged)
        return f"{name}: {target_words(missed)}."
    return f"{name}: the newest value is {reading.age_months} months old."


def priority_sentences(title: str, readings: Iterable[Reading]) -> list[str]:
    """Return the two or three sentences that open a priority's page."""
    held = list(readings)
    if not held:
        return [f"The plan names no indicator for {title}."]
    live = [found for found in held if found.state in ("incidents", "observations")]
    printed = [found for found in held if found.state == "printed only"]
    place = held[0].place.name
    none = len(held) - len(live) - len(printed)
    sentences = []
    if live:
        worse, better = (
            [found.indicator.name for found in live if found.meaning == word] for word in ("concern", "improvement")
        )
        moved = f"worse {_named(worse)} and better {_named(better)}, by more than chance, against the period before"
        still = "nothing got better or worse by more than chance against the period before"
        sentences.append(f"{title}, {place}: {moved if worse or better else still}.")
    judged = [found.target.verdict for found in held if found.target is not None]
    if judged:
        counts = {verdict: judged.count(verdict) for verdict in ("met", "not met", "cannot tell")}
        followed = len(judged) - sum(counts.values())
        parts = [
            (counts["met"], "met it"),
            (counts["not met"], "did not meet it"),
            (counts["cannot tell"], "cannot be judged yet"),
            (followed, "is only followed" if followed == 1 else "are only followed"),
        ]
        sentences.append(_of_these(len(judged), " with a target", parts))
    parts = [
        (len(live), "has data" if len(live) == 1 else "have data"),
        (len(printed), f"{_has(len(printed))} only what a plan printed"),
        (none, f"{_has(none)} no data yet"),
    ]
    return [*sentences, _of_these(len(held), "", parts)]


def _of_these(count: int, which: str, parts: list[tuple[int, str]]) -> str:
    if count == 1:
        return f"The one indicator{which} {_parts(parts).removeprefix('1 ')}."
    return f"Of {count} indicators{which}, {_parts(parts)}."


def _has(count: int) -> str:
    return "has" if count == 1 else "have"


def _parts(parts: list[tuple[int, str]]) -> str:
    """Return counts with their words as one list: 4 have data and 2 have none; a count of nothing is left out."""
    said = [f"{count} {words}" for count, words in parts if count]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _named(names: list[str]) -> str:
    return f"in {len(names)} ({', '.join(names)})" if names else "in none"


def movement_title(reading: Reading) -> str:
    """Return the change in the fewest words, for a title."""
    if reading.point is None:
        return "no data supplied yet"
    if reading.point.withheld:
        return f"the newest number is {reading.point.missing_words}"
    movement = reading.movement
    if movement is None or movement.why:
        return f"{value_words(reading.indicator, reading.value)} in {point_period(reading.point)}"
    if movement.verdict not in ("up", "down"):
        return movement.verdict
    if movement.difference is not None:
        return f"{movement.verdict} {points_words(movement.difference).lstrip('+−')} percentage points"
    size = f" {percent(movement.ratio).lstrip('+−')}" if movement.ratio is not None else ""
    return f"{movement.verdict}{size}"
