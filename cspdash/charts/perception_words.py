"""Sentences on perceptions: the verdict, the numbers behind it, alt texts, true of the finding they are given."""

from cspdash.charts.survey_words import days_words, lowered, months_words, points, share_words
from cspdash.charts.words import percent
from cspdash.findings.comparison import Comparison, Reason
from cspdash.findings.indicator.meaning import meaning
from cspdash.findings.perception import Context, Perception
from cspdash.findings.recorded_change import RecordedChange
from cspdash.periods import span_words

SAME = "no detectable change"
MOVED = {"down": "fell", "up": "rose"}
REASONS: dict[Reason, str] = {
    "no number asked": "how many people were asked is not known, so there is no interval and no test",
    "base too small": "fewer than 30 people were asked in one of the waves",
    "asked in another way": "it is not known that both waves were worded and asked in the same way",
    "asked elsewhere": "people were asked in {asked_in}, not in {place}",
    "no recorded months": "the recorded months of both spans are not held",
    "too few recorded": "fewer than 10 were recorded in one of the spans",
    "too few asked": "too few people were asked, once the design effect is taken off",
}


def became(compared: Comparison, better: str) -> str:
    """Return what became of the perception: improved or worsened (fell or rose without a good direction), or SAME."""
    if compared.perceived not in {"up", "down"}:
        return SAME
    if better not in {"lower", "higher"}:
        return "fell" if compared.perceived == "down" else "rose"
    return "improved" if (compared.perceived == "down") == (better == "lower") else "worsened"


def verdict_words(compared: Comparison, subject: str, better: str) -> str:
    """Return the verdict of a comparison in words, without a capital and a full stop."""
    if compared.verdict == "cannot tell":
        return f"we cannot tell whether perception went the way of recorded {subject}"
    moved, felt = MOVED.get(compared.recorded.verdict), became(compared, better)
    perception = "perception" if felt in {SAME, "improved", "worsened"} else "the share that says so"
    if moved is None and felt == SAME:
        return f"there is no evidence that recorded {subject} or perception changed"
    if moved is None:
        return f"{perception} {felt}; there is no evidence that recorded {subject} changed"
    if felt == SAME:
        return f"recorded {subject} {moved}; there is no evidence that perception changed"
    return f"recorded {subject} {moved}{_joint(compared, felt)}{perception} {felt}"


def _joint(compared: Comparison, felt: str) -> str:
    """Return the word between the two sides: "and" where both went well or ill, "but" where they part."""
    said = meaning(compared.recorded.verdict, compared.recorded.indicator.polarity)
    if said not in {"improvement", "concern"} or felt not in {"improved", "worsened"}:
        return "; "
    return " and " if (said == "improvement") == (felt == "improved") else ", but "


def verdict_sentence(found: Perception) -> str:
    """Return the verdict as one sentence that can be read aloud."""
    if found.chosen is not None:
        return f"{found.place.name}: {verdict_words(found.chosen, found.pair.subject, found.question.better)}."
    if found.waves.rows:
        return f"{found.place.name}: we cannot tell whether perception changed, as people were asked only once."
    return f"{found.place.name}: we cannot tell whether people feel what is recorded, as no answers are held."


def recorded_words(recorded: RecordedChange, name: str = "Recorded") -> str:
    """Return the recorded side's numbers: spans, counts, change with its interval."""
    if recorded.before is None or recorded.after is None or recorded.change is None:
        return f"{name}: no months of both spans are held, of {recorded.wanted} wanted in each."
    spans = [months_words(months[0], months[-1]) for months in (recorded.months_before, recorded.months_after)]
    start = f"{name}: {recorded.before:,} in {spans[0]} and {recorded.after:,} in {spans[1]}"
    few = recorded.change.verdict == "too few to compare"
    said = "too few to compare" if few else _ratio_words(recorded)
    held = len(recorded.months_after)
    partial = "" if recorded.complete else f" Only {held} of {recorded.wanted} months are held."
    printed = f" Counts as printed in {recorded.document}." if recorded.document else ""
    return f"{start}: {said}.{partial}{printed}"


def _ratio_words(recorded: RecordedChange) -> str:
    change = recorded.change
    if change is None or change.ratio is None or change.low is None or change.high is None:
        return "nothing was recorded before"
    per_month = "" if len(recorded.months_before) == len(recorded.months_after) else " a month"
    bounds = f"95% interval {percent(change.low, 1)} to {percent(change.high, 1)}"
    return f"{percent(change.ratio, 1)}{per_month} ({bounds})"


def asked_words(compared: Comparison) -> str:
    """Return the survey side's numbers: both waves, the difference with its interval, z and p."""
    before, after = compared.before, compared.after
    start = (
        f"Asked: {share_words(before)} in {days_words(before.start, before.end)}, "
        f"{share_words(after)} in {days_words(after.start, after.end)}"
    )
    test = compared.test
    if test is None:
        return f"{start}. Not tested."
    bounds = f"95% interval {points(-test.high)} to {points(-test.low)}"
    return f"{start}: {points(-test.difference)} points ({bounds}), z = {test.z:.3f}, p = {_p_words(test.p_value)}."


def _p_words(value: float) -> str:
    return "below 0.001" if value < 0.001 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def numbers_sentences(found: Perception) -> list[str]:
    """Return why there is no verdict, the numbers behind it, and what a plan made of them; empty without two waves."""
    if found.chosen is None:
        return []
    why = "; ".join(
        REASONS[reason].format(asked_in=found.asked_in, place=found.place.name) for reason in found.chosen.reasons
    )
    said = [f"Why not: {why}."] if why else []
    said += [recorded_words(found.chosen.recorded), asked_words(found.chosen)]
    said += [recorded_words(other, other.indicator.name) for other in found.others]
    if found.chosen.claim:
        said.append(found.chosen.claim.said)
    return said


def note_sentence(found: Perception) -> str:
    """Return what stands under the verdict where there is little room: the numbers of both sides, and their age."""
    said = numbers_sentences(found)
    if found.chosen is not None and found.chosen.claim:
        said.pop()
    return " ".join([*said, *filter(None, [age_sentence(found)])])


def needed_sentence(found: Perception) -> str:
    """Return how many people would have to be asked to see such changes; empty where it cannot be worked out."""
    compared = found.chosen
    if compared is None or compared.before.share is None or compared.after.share is None or not compared.needed:
        return ""
    difference = points(compared.after.share - compared.before.share).lstrip("+−")
    asked = " and ".join("an unknown number" if w.n is None else f"{w.n:,}" for w in (compared.before, compared.after))
    said = (
        f"To see a change of {difference} points, about {compared.needed:,} people would have to be asked in each wave "
        f"(95% level, four surveys out of five); {asked} were."
    )
    ratio = compared.recorded.change.ratio if compared.recorded.change else None
    if compared.needed_as_recorded and ratio is not None:
        said += (
            f" Had the share changed as much as recorded {found.pair.subject} ({percent(ratio)}), "
            f"{compared.needed_as_recorded:,} in each would have shown it."
        )
    return said


def age_sentence(found: Perception) -> str:
    """Return how old the newest wave is where it is more than a year older than the newest recorded month."""
    age, newest = found.evidence.age_months, found.waves.rows[-1:]
    if age is None or age <= 12 or not newest:
        return ""
    return (
        f"The newest answers held are of {days_words(newest[0].start, newest[0].end)}, {age} months before the newest "
        "recorded month: what people feel now is not known."
    )


def perception_title(found: Perception) -> str:
    """Return the title of the stacked charts."""
    where = "" if found.asked_here else f", asked in {found.asked_in}"
    return f"Recorded {found.pair.subject} in {found.place.name}, and {lowered(found.question.name)}{where}"


def perception_alt(found: Perception) -> str:
    """Return the alt text of the stacked charts: both sides with first and last figure."""
    series = found.trend.series
    upper = "no months held"
    if series.held:
        first, last = series.held[0], series.held[-1]
        upper = (
            f"recorded {found.pair.subject} by month, {span_words(first, last)}, from "
            f"{_month_words(found, series.at(first))} to {_month_words(found, series.at(last))}"
        )
    waves = found.waves.shown
    lower = "no survey figure"
    if waves:
        start, end = (f"{share_words(w)} in {days_words(w.start, w.end)}" for w in (waves[0], waves[-1]))
        lower = f"{len(waves)} survey waves, {start} to {end}" if len(waves) > 1 else f"one survey wave, {start}"
    return f"Two charts above one another on one time axis. Above: {upper}. Below: {lower}."


def _month_words(found: Perception, n: int | None) -> str:
    """Return a month's figure as it is drawn: its rate, with the count."""
    if n is None or not found.persons:
        return f"{n or 0:,} incidents"
    return f"{n * 1000 / found.persons:,.2f} per 1,000 residents ({n:,})"


def context_sentence(context: Context) -> str:
    """Return the figures asked elsewhere, the first and the newest, as context."""
    waves = context.waves.shown
    if not waves:
        return f"{context.question.title}, {context.area_name}: no figure to show."
    parts = [f"{share_words(w)} in {days_words(w.start, w.end)}" for w in dict.fromkeys((waves[0], waves[-1]))]
    return (
        f"{context.area_name}, {context.question.survey_title}: {lowered(context.question.title)}, "
        f"{', then '.join(parts)}. Another question, asked elsewhere: it is shown beside, and not compared."
    )
