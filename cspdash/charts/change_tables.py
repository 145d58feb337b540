"""What changed between two releases, in sentences and tables."""

from collections import Counter
from collections.abc import Mapping

from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.findings.changes import Changes, Moved, Revision
from cspdash.periods import month_name, span_words

SHOWN = 200  # rows of revisions on screen; the download has all


def since_words(found: Changes) -> str:
    """Return which two releases are compared: built on 3 March 2026 and on 4 June 2026."""
    before, after = found.before_built, found.after_built
    return f"built on {before.day} {before:%B %Y} and on {after.day} {after:%B %Y}"


def changes_sentences(found: Changes) -> list[str]:
    """Return what a chair could read aloud: verdicts that moved, new data, revisions; or that nothing changed."""
    if found.nothing:
        return [f"Nothing has changed between the two releases, {since_words(found)}."]
    raised = [one for one in found.moved if one.newly_flagged]
    eased = [one for one in found.moved if one.no_longer_flagged]
    others = len(found.moved) - len(raised) - len(eased)
    said = [
        _flag_words(raised, "needs attention now and did not before", "need attention now and did not before"),
        _flag_words(eased, "no longer needs attention", "no longer need attention"),
        f"{_many(others, 'other verdict')} moved." if others else "",
        "No verdict moved." if not found.moved else "",
        _new_words(found),
        _revised_words(found),
    ]
    return [sentence for sentence in said if sentence]


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _flag_words(moved: list[Moved], one: str, many: str) -> str:
    names = list(dict.fromkeys(f"{item.indicator.name} in {item.place.name}" for item in moved))
    if not names:
        return ""
    return f"{', '.join(names)}: {one if len(names) == 1 else many}."


def _new_words(found: Changes) -> str:
    parts = [f"{new.source}: {', '.join(span_words(*run) for run in new.runs)}" for new in found.months]
    said = f"New months: {'; '.join(parts)}. " if parts else ""
    others = [_many(found.values, "new indicator value") if found.values else "",
              _many(found.answers, "new survey answer") if found.answers else ""]  # fmt: skip
    others.append(f"{_many(found.gone, 'figure')} no longer held" if found.gone else "")
    listed = ", ".join(filter(None, others))
    return f"{said}{listed[:1].upper()}{listed[1:]}{'.' if listed else ''}".strip()


def _revised_words(found: Changes) -> str:
    if not found.revisions:
        return "No earlier figure was revised."
    kinds = Counter(one.kind for one in found.revisions)
    listed = ", ".join(_many(count, kind) for kind, count in kinds.items())
    return f"Earlier figures were revised: {listed}. They are marked r in the table."


@once
def moved_table(found: Changes) -> Table:
    """Return the verdicts that moved: indicator, area, which verdict, before, now."""
    rows = tuple(
        (
            text(one.indicator.name), text(one.place.name), text(one.aspect), text(one.before),
            Cell(one.after, one.after, "concern" if one.newly_flagged else ""),
            text(_attention(one)),
        )
        for one in found.moved
    )  # fmt: skip
    columns = ("Indicator", "Area", "Verdict on", "Before", "Now", "Attention")
    return Table(f"Verdicts that moved, {found.plan.short_title}", columns, rows)


def _attention(one: Moved) -> str:
    if one.newly_flagged:
        return "needs attention now"
    if one.no_longer_flagged:
        return "no longer needs attention"
    return "still needs attention" if one.flagged_after else "–"


@once
def revisions_table(found: Changes, names: Mapping[str, str], most: int | None = SHOWN) -> Table:
    """Return figures that were revised, each marked r; `names` are areas by code, `most` limits the rows."""
    rows = tuple(_revision(one, names) for one in found.revisions[:most])
    columns = ("What", "Area", "Period", "Before", "Now", "Mark")
    return Table("Earlier figures that were revised", columns, rows, frozenset({3, 4}))


def _revision(one: Revision, names: Mapping[str, str]) -> tuple[Cell, ...]:
    places = 0 if one.kind == "count" else 3 if one.kind == "survey share" else 2
    period = month_name(one.start) if one.start == one.end else f"{one.start:%Y-%m-%d} to {one.end:%Y-%m-%d}"
    values = (number(value, places, "withheld") for value in (one.before, one.after))
    return (text(f"{one.subject} ({one.kind})"), text(names.get(one.area_code, one.area_code)), text(period), *values,
            text("r"))  # fmt: skip
