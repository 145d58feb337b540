"""Why what people feel and what is recorded can differ: our words, each with the evidence that the store holds."""

from dataclasses import dataclass

from cspdash.catalogue import Break
from cspdash.catalogue.surveys import CAUTION_BASE, LEAST_BASE
from cspdash.charts.survey_words import days_words, months_words
from cspdash.findings.perception import Perception
from cspdash.findings.survey_waves import Wave
from cspdash.periods import month_name, runs_of_months

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what it is in general, and what this store says of it."""

    title: str
    text: str
    evidence: tuple[str, ...]


def reasons(found: Perception) -> tuple[Reason, ...]:
    """Return the five reasons with their evidence for one finding."""
    return (
        Reason(
            "Recording practice",
            "The same event can be recorded under one heading in one year and under another in the next. A change of "
            "rules moves the record and not the street.",
            _recording(found),
        ),
        Reason(
            "Reporting",
            "Only what someone reports is recorded. People who have stopped calling still see it; people who call more "
            "make the record rise.",
            found.indicator.caveats or ("The content gives no caveat on reporting.",),
        ),
        Reason(
            "What is asked",
            "A question on how big a problem something is takes in what people see, hear and read, near home and in "
            "general, over no fixed time. A record counts events in one area and month.",
            _asking(found),
        ),
        Reason(
            "Sampling",
            "A survey asks a few and speaks of all. The fewer are asked, the larger the change that stays unseen.",
            _sampling(found),
        ),
        Reason(
            "Age of the data",
            "Feelings follow events late, and a survey speaks of the weeks in which it was made.",
            _age(found),
        ),
    )


def _recording(found: Perception) -> tuple[str, ...]:
    missing = found.evidence.missing
    said = [_break_words(line) for line in found.evidence.breaks]
    if not said:
        said.append("No change in how it is counted is noted between the two spans that are compared.")
    if missing:
        runs = [months_words(*run) for run in runs_of_months(missing)]
        more = f" and {len(runs) - SHOWN} more gaps" if len(runs) > SHOWN else ""
        said.append(f"{len(missing)} months in between are not held: {', '.join(runs[:SHOWN])}{more}.")
    elif found.chosen is not None:
        said.append("Every month between the two spans is held.")
    if found.evidence.spans_differ and found.chosen is not None:
        said.append("The plan sets these recorded months beside waves that were made in other months.")
    if found.evidence.seasons_differ:
        said.append("The two waves fall in different seasons, and so do the recorded months beside them.")
    return tuple(said)


def _break_words(line: Break) -> str:
    when = months_words(line.starts, line.until) if line.until else month_name(line.starts)
    return f"{when}: {line.title}. {line.reason}"


def _asking(found: Perception) -> tuple[str, ...]:
    question = found.question
    said = [f"{question.survey_title}: {question.wording}."]
    said += [note for note in (question.note, found.pair.note) if note]
    methods = list(dict.fromkeys(wave.method for wave in found.waves.rows if wave.method)) or [question.method]
    if any(methods):
        said.append(f"How people were asked: {'; '.join(method for method in methods if method)}.")
    said += [f"Changed on {line.starts.day} {month_name(line.starts)}: {line.reason}" for line in question.changes]
    if found.evidence.runs > 1:
        said.append("Waves before and after a change of wording or method are neither joined nor tested.")
    return tuple(said)


def _sampling(found: Perception) -> tuple[str, ...]:
    evidence = found.evidence
    said = []
    if evidence.smallest is not None and evidence.largest is not None:
        least = f"{evidence.smallest:,}" if evidence.smallest >= LEAST_BASE else f"Fewer than {LEAST_BASE}"
        said.append(f"{least} to {evidence.largest:,} people were asked in the waves that are held.")
    if evidence.without_n:
        said.append(f"{_waves(evidence.without_n)} without the number asked: no interval, and no verdict.")
    said += [_base_words(wave) for wave in found.waves.rows if wave.base in {"too small", "caution"}]
    effects = [wave for wave in found.waves.rows if wave.design_effect is not None]
    if effects:
        numbers = ", ".join(dict.fromkeys(f"{wave.design_effect:g}" for wave in effects))
        said.append(f"Design effect as stated: {numbers}. The number asked is divided by it before any test.")
    elif found.waves.rows:
        said.append("No design effect is stated: the answers are taken as those of a simple sample, not weighted.")
    return tuple(said) or ("No answers are held.",)


def _base_words(wave: Wave) -> str:
    when = days_words(wave.start, wave.end)
    if wave.base == "too small":
        return f"{when}: fewer than {LEAST_BASE} people were asked, so no figure is shown."
    return f"{when}: {wave.n:,} people were asked, fewer than {CAUTION_BASE}: read it with caution."


def _age(found: Perception) -> tuple[str, ...]:
    evidence = found.evidence
    if evidence.newest_wave is None:
        return ("No answers are held.",)
    said = [f"The newest answers end on {evidence.newest_wave.day} {month_name(evidence.newest_wave)}."]
    if evidence.newest_month is not None:
        said.append(f"The newest recorded month is {month_name(evidence.newest_month)}.")
    if evidence.printed:
        said.append(f"{_waves(evidence.printed)} taken from a plan, which prints a rounded percent.")
    return tuple(said)


def _waves(count: int) -> str:
    return "One wave is" if count == 1 else f"{count} waves are"
