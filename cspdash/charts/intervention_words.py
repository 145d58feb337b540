"""The sentences about an intervention: the verdict, what moved next door, whether the areas were alike before."""

from cspdash.charts.words import percent, places_for
from cspdash.findings.indicator import meaning
from cspdash.findings.intervention import Arm, Trial
from cspdash.findings.intervention_matches import Matches
from cspdash.findings.intervention_windows import Windows
from cspdash.periods import month_name, runs_of_months, span_words
from cspdash.stats.intervention import WeightedDisplacement

DIRECTION = {"fell more": "down", "rose more": "up"}
# More than one in twenty is not rare.
RARE = 0.05
RULE = (
    "Fewer than 10 events before in either area, or after in the comparison area, are too few events to tell; below 20 "
    "in any of them the result is unreliable."
)


def limits(found: WeightedDisplacement) -> str:
    """Return a difference's size with its 95% limits, all in its own direction: 107 (95% interval 47 to 167)."""
    sign = -1 if found.value < 0 else 1
    ends = sorted((sign * found.low, sign * found.high))
    return f"{_events(sign * found.value)} (95% interval {_signed(ends[0])} to {_signed(ends[1])})"


def _places(value: float) -> int:
    """Return how many decimals a number of events needs so that it does not read as none."""
    if value == 0 or abs(value) >= 10:
        return 0
    return next((places for places in (1, 2, 3) if round(value, places)), 1)


def _events(value: float) -> str:
    return f"{value:,.{_places(value)}f}"


def _signed(value: float) -> str:
    text = f"{abs(value):,.{_places(value)}f}"
    return f"−{text}" if value < 0 and float(text.replace(",", "")) else text


def what(tested: Trial) -> str:
    """Return what is counted, with a capital."""
    return tested.design.indicator.name


def verdict_title(tested: Trial) -> str:
    """Return the verdict as a heading, true of the finding."""
    treated, compared = tested.arm("treated").names, tested.arm("comparison").names
    if tested.verdict == "too few events to tell":
        return f"{what(tested)} in {treated}: too few events to tell"
    if tested.verdict == "no detectable effect":
        return f"{what(tested)} in {treated}: no detectable effect"
    said = f"{what(tested)} in {treated} {_moved(tested)} {compared} by {_events(abs(tested.effect.value))}"
    return f"{said}, but they were not moving alike before" if tested.alike == "not alike" else said


def _moved(tested: Trial) -> str:
    """Return how the treated area moved against the other: it may have fallen while the other fell further."""
    treated = tested.arm("treated")
    fell, rose = treated.after < treated.before, treated.after > treated.before
    if tested.verdict == "fell more":
        return "fell more than" if fell else "rose less than" if rose else "did not rise as did"
    return "rose more than" if rose else "fell less than" if fell else "did not fall as did"


def verdict_sentence(tested: Trial) -> str:
    """Return the verdict with its numbers, to be read aloud."""
    treated, compared = tested.arm("treated"), tested.arm("comparison")
    counts = (
        f"{what(tested)} went from {treated.before:,} to {treated.after:,} in {treated.names}, and from "
        f"{compared.before:,} to {compared.after:,} in {compared.names}"
    )
    scaled = ", counts divided by residents" if tested.design.per_resident else ""
    if tested.verdict == "too few events to tell":
        return f"{counts}: too few events to tell. {RULE}"
    caution = " Some counts are below 20, so this is unreliable." if tested.unreliable else ""
    if tested.verdict == "no detectable effect":
        return (
            f"{counts}{scaled}. The difference, {_more_or_fewer(tested.effect)}, is no more than chance would "
            f"give: no detectable effect, which does not mean that nothing changed.{caution}"
        )
    read = meaning(DIRECTION[tested.verdict], tested.design.indicator.polarity)
    means = {"improvement": ", an improvement", "concern": ", a concern"}.get(read, f", {read}" if read else "")
    return f"{counts}{scaled}: {_more_or_fewer(tested.effect)} than expected from it{means}.{caution}"


def displacement_sentence(tested: Trial) -> str:
    """Return what happened around the treated area, and the whole with it."""
    if tested.displaced is None or tested.whole is None:
        return (
            "No displacement area is given, so it is not known whether events only moved elsewhere, or fell there too."
        )
    around, compared = tested.arm("displacement"), tested.arm("displacement comparison")
    counts = (
        f"Around it, in {around.names}, they went from {around.before:,} to {around.after:,}, and in its comparison "
        f"{compared.names} from {compared.before:,} to {compared.after:,}"
    )
    reading = {
        "too few events to tell": "too few events to tell whether any moved there",
        "no detectable effect": f"{_more_or_fewer(tested.displaced)} than expected, no more than chance would give",
        "rose more": f"{_more_or_fewer(tested.displaced)} than expected: events may have moved there",
        "fell more": f"{_more_or_fewer(tested.displaced)} than expected: the benefit may have spread there",
    }[str(tested.displacement_verdict)]
    return f"{counts}: {reading}. Both together: {_more_or_fewer(tested.whole)} than expected."


def _more_or_fewer(found: WeightedDisplacement) -> str:
    side = " fewer" if found.value < 0 else " more" if found.value else ""
    return f"{limits(found)}{side}"


def alike_sentence(tested: Trial) -> str:
    """Return whether the two areas were moving alike before, on which everything rests."""
    if tested.moved_before is None or tested.alike == "not held":
        return (
            "Whether the two areas were moving alike before cannot be checked: the months two years before it began "
            "are not held."
        )
    treated, compared = tested.arm("treated"), tested.arm("comparison")
    counts = (
        f"Over the same months in the two years before, {treated.names} went from {treated.earlier:,} to "
        f"{treated.earlier_before:,} and {compared.names} from {compared.earlier:,} to {compared.earlier_before:,}"
    )
    if tested.alike == "too few":
        return f"{counts}: too few events to tell whether they were moving alike."
    if tested.alike == "alike":
        return f"{counts}: no detectable difference, so nothing speaks against the comparison."
    return (
        f"{counts}: they were not moving alike before it began, {_more_or_fewer(tested.moved_before)} than expected. "
        "A difference afterwards cannot be credited to what was done: choose another comparison area."
    )


def windows_sentence(found: Windows) -> str:
    """Return which months are compared, and which are left out and why."""
    after, before = span_words(found.after[0], found.after[-1]), span_words(found.before[0], found.before[-1])
    compared = f"{len(found.after)} of {found.wanted} months" if not found.complete else f"{found.wanted} months"
    said = f"Compared: {compared} after it began ({after}) with the same calendar months a year earlier ({before})."
    if found.begun:
        said += f" It began in mid-month, so {month_name(found.begun)} counts as neither before nor after."
    if found.missing:
        runs = ", ".join(span_words(first, last) for first, last in runs_of_months(found.missing))
        said += f" Not held in both years, and left out: {runs}."
    return said


def size_sentence(tested: Trial) -> str:
    """Return a caution where the compared areas' counts differ by more than half, and counts are not divided."""
    treated, compared = tested.arm("treated"), tested.arm("comparison")
    low, high = sorted((treated.before, compared.before))
    if tested.design.per_resident or high <= 2 * low:
        return ""
    return (
        f"Before it began, the counts were {treated.before:,} and {compared.before:,}. The test compares numbers of "
        "events, so areas that differ this much need not move by the same number: choose an area of like level, or "
        "compare per resident."
    )


def elsewhere_sentence(tested: Trial) -> str:
    """Return how often the same test finds a difference where nothing was done; empty where that is not known."""
    found = tested.elsewhere
    if found is None or tested.verdict == "too few events to tell":
        return ""
    others = "other localities" if found.size == 1 else f"groups of {found.size} others"
    said = (
        f"The same test on {found.groups:,} {others}, where nothing is known to have been done, finds a difference in "
        f"{found.detected:,}, and one as strong as here in {found.as_large:,} ({found.as_large / found.groups:.0%})."
    )
    if tested.verdict != "no detectable effect" and found.as_large > found.groups * RARE:
        said += " A difference like this is not rare, so it may have come without what was done."
    return said


def arm_change(one: Arm) -> str:
    """Return one area's own change in words: down (−43%, 95% interval −52% to −33%)."""
    tested = one.change
    if tested is None:
        return "none in either window"
    if tested.verdict == "too few to compare" or tested.ratio is None:
        return "too few to compare"
    if tested.low is None or tested.high is None:
        return f"{tested.verdict} ({percent(tested.ratio)})"
    places = places_for(tested.low, tested.high)
    ends = f"{percent(tested.low, places)} to {percent(tested.high, places)}"
    return f"{tested.verdict} ({percent(tested.ratio, places)}, 95% interval {ends})"


def chart_alt(tested: Trial) -> str:
    """Return the chart's alt text."""
    treated, compared = tested.arm("treated"), tested.arm("comparison")
    return (
        f"Line chart of {what(tested).lower()} by month, {span_words(tested.months[0], tested.months[-1])}, "
        f"in {treated.names} (solid) and {compared.names} (dashed), with the time of the intervention shaded. "
        f"{verdict_sentence(tested)}"
    )


def matches_sentence(found: Matches, indicator: str) -> str:
    """Return how areas to compare with are chosen."""
    average = f", {found.treated.before:,} on average" if found.averaged > 1 else f", {found.treated.before:,}"
    near = f" {found.touching} that touch it, or the displacement area, are left out." if found.touching else ""
    return (
        f"Of {found.candidates} areas, these had counts of {indicator.lower()} nearest to the treated area's{average} "
        f"in {span_words(found.months[0], found.months[-1])}, as a ratio. {near.strip()} A like level is not enough: "
        "choose one where nothing was done, and that moved alike the year before."
    )
