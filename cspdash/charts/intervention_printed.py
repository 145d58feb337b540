"""The plans' printed projects as a table and in words: what was printed, what it shows, whether it can be tested."""

from collections.abc import Sequence

from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, text
from cspdash.charts.words import percent, places_for
from cspdash.findings.intervention_printed import SMALLEST_PERCENT, PrintedProject, PrintedResult
from cspdash.periods import month_name, span_words
from cspdash.stats.rates import TOO_FEW_BELOW

NOT_SHOWN = "The plan prints no result."
KINDS = {"": "Every kind", "change": "A change", "share": "A share", "count": "A count or sum", "words": "Words only"}


def projects_sentence(found: Sequence[PrintedProject], plan: str, held: bool = True) -> str:
    """Return how many projects and results there are, and how many of them can be tested or recomputed."""
    results = [result for project in found for result in project.results]
    counts = sum(result.change is not None for result in results)
    shares = sum(result.share is not None for result in results)
    ready = sum(project.testable == "ready" for project in found)
    where = f"The plan {plan} prints" if plan else "The plans print"
    counted = f"{_none(counts)} {'gives' if counts == 1 else 'give'} counts before and after"
    tests = (
        f" {_none(ready).capitalize()} of the projects can be tested with the months and areas that the content names."
        if held
        else ""
    )
    return (
        f"{where} {len(found)} {_many(len(found), 'project')} with {len(results)} {_many(len(results), 'result')}: "
        f"{counted}, {_none(shares)} both parts of a share.{tests}"
    )


def _many(n: int, noun: str) -> str:
    return noun if n == 1 else f"{noun}s"


def _none(n: int) -> str:
    return f"{n:,}" if n else "none"


@once
def projects_table(found: Sequence[PrintedProject], kind: str, caption: str, held: bool = True) -> Table:
    """Return one row for each printed result of a kind (empty for all), and one for each project without any.

    On the screen the project's cell names place and start too, the printed text its section, and what was done is
    told once. `held` adds whether the months held could test it, which only the partnership's own store can.
    """
    columns = (
        "Project", "What was done", "What was printed", "What its numbers show", "Can it be tested?",
        "Where", "Began", "Document", "Section",
    )  # fmt: skip
    rows = [row for project in found for row in _rows(project, kind, held)]
    return Table(caption, columns, tuple(rows), download_only=frozenset(range(5, 9)))


def _rows(project: PrintedProject, kind: str, held: bool) -> list[tuple[Cell, ...]]:
    one = project.intervention
    where = ", ".join(dict.fromkeys(part for part in (one.place, project.district) if part)) or "not said"
    began = month_name(one.starts) if one.starts else "no date"
    name = Cell(one.title, f"{one.title} ({where}; {began})")
    document = text(project.plan.document if project.plan else "not from a plan")
    about = (text(where), Cell(one.starts.isoformat() if one.starts else None, began), document)
    here = here_sentence(project) if held else ""
    if not project.results:
        none = (name, text(one.done), text(NOT_SHOWN), text("–"), text(here or "–"), *about, text(""))
        return [none] if kind in ("", "words") else []
    wanted = [found for found in project.results if kind in ("", kind_of(found))]
    return [
        (name, Cell(one.done, "as above" if place else one.done),
         Cell(found.result.text, f"{found.result.text} ({found.result.section})"), text(shows(found)),
         text(f"{printed_sentence(found)} {here}".strip()), *about, text(found.result.section))
        for place, found in enumerate(wanted)
    ]  # fmt: skip


def kind_of(found: PrintedResult) -> str:
    """Return what kind of number was printed: change, share, count or words."""
    one = found.result
    if one.unit == "percent_change" or (one.before is not None and one.after is not None):
        return "change"
    if one.unit == "percent":
        return "share"
    return "words" if one.value is None and one.numerator is None else "count"


def printed_sentence(found: PrintedResult) -> str:
    """Return whether the printed result itself can be tested, with the reason that the content gives."""
    return f"{'Yes.' if found.result.testable else 'No.'} {found.result.why}".strip()


def shows(found: PrintedResult) -> str:
    """Return what the printed numbers show by themselves, recomputed."""
    if found.change is not None:
        return _change(found)
    if found.share is not None and found.result.numerator is not None and found.result.denominator is not None:
        share, parts = found.share, f"{found.result.numerator:,.0f} of {found.result.denominator:,.0f}"
        return (
            f"{parts} is {share.value:.1%} (95% interval {share.low:.1%} to {share.high:.1%}). "
            "Nothing is printed to compare it with."
        )
    if found.result.unit == "percent_change" and found.result.value is not None:
        return _bare_percent(found)
    if found.result.before is not None and found.result.after is not None:
        return "No counts are printed with it, so whether it is more than chance cannot be told."
    return "–"


def _change(found: PrintedResult) -> str:
    tested, before, after = found.change, found.result.before, found.result.after
    if tested is None or tested.ratio is None or tested.low is None or tested.high is None:
        return "–"
    counts = f"{before:,.0f} to {after:,.0f}"
    if tested.verdict == "too few to compare":
        return f"{counts}: too few to compare (fewer than {TOO_FEW_BELOW})."
    places = places_for(tested.low, tested.high)
    ends = f"95% interval {percent(tested.low, places)} to {percent(tested.high, places)}"
    more = "no more than chance" if tested.verdict == "no detectable change" else "more than chance"
    return f"{counts} is {percent(tested.ratio, places)} ({ends}): {more}."


def _bare_percent(found: PrintedResult) -> str:
    size = f"{found.result.value:+.0f}%".replace("-", "−")
    if found.needed is None:
        return f"No counts are printed; a change of less than {SMALLEST_PERCENT}% takes thousands of events to show."
    return (
        f"No counts are printed. {size} is more than chance only from about {found.needed:,} events before, if the "
        "windows were of one length, and shows no effect without a comparison area."
    )


def here_sentence(project: PrintedProject) -> str:
    """Return whether the months held here could test the project, or the first thing that is missing."""
    start = project.intervention.starts
    held = f" The months held are {span_words(project.held[0], project.held[-1])}." if project.held else ""
    began = f"it began in {month_name(start)}" if start else ""
    return {
        "ready": "Here it is: choose it above.",
        "no start": "Nor with the months held: no date is printed.",
        "nothing counted": "Nor with the months held: nothing held counts what it aims at.",
        "not held yet": f"Not yet with the months held: {began}.{held}",
        "before the months held": f"Nor with the months held: {began}.{held}",
        "no treated area": "With the months held it could be: choose above where it was done, and a comparison.",
        "no comparison area": "With the months held it could be: the content names no comparison area.",
    }[project.testable]
