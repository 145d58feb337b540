"""A test as tables: the counts in each area, the differences, the months drawn, and areas to compare with."""

from cspdash.charts.intervention_words import arm_change
from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.findings.intervention import Trial
from cspdash.findings.intervention_matches import Match, Matches
from cspdash.periods import month_name, span_words


@once
def arms_table(tested: Trial) -> Table:
    """Return each area's counts before and after with its own change and its residents."""
    after, before = tested.windows.after, tested.windows.before
    rows = tuple(
        (text(f"{one.role.capitalize()}: {one.names}"), number(one.before), number(one.after), text(arm_change(one)),
         number(one.persons), number(one.earlier), number(one.earlier_before))
        for one in tested.arms
    )  # fmt: skip
    columns = (
        "Area", f"Before ({span_words(before[0], before[-1])})", f"After ({span_words(after[0], after[-1])})",
        "Change by itself", "Residents", "Two years before", "One year before, same months",
    )  # fmt: skip
    return Table(f"{tested.design.indicator.name} before and after", columns, rows, frozenset({1, 2, 4, 5, 6}))


@once
def differences_table(tested: Trial) -> Table:
    """Return the weighted displacement differences with standard error, z, p and limits."""
    named = (
        ("Treated area against its comparison", tested.effect),
        ("Displacement area against its comparison", tested.displaced),
        ("Both together", tested.whole),
        ("Treated against comparison, the two years before", tested.moved_before),
    )
    rows = tuple(
        (text(name), number(found.value, 1), number(found.low, 1), number(found.high, 1), number(found.se, 2),
         number(found.z, 2), number(found.p_value, 4))
        for name, found in named
        if found is not None
    )  # fmt: skip
    columns = ("Difference in events", "Events", "95% from", "95% to", "Standard error", "z", "p")
    return Table("Weighted displacement differences (below zero: fewer than expected)", columns, rows,
                 frozenset(range(1, 7)))  # fmt: skip


@once
def months_table(tested: Trial) -> Table:
    """Return the months drawn, newest first, with every area's count and the window that a month belongs to."""
    windows = dict.fromkeys(tested.windows.before, "before") | dict.fromkeys(tested.windows.after, "after")
    rows = tuple(
        (
            Cell(f"{month:%Y-%m}", month_name(month)),
            *(number(one.series.at(month)) for one in tested.arms),
            text(windows.get(month, "–")),
        )
        for month in reversed(tested.months)
    )
    columns = ("Month", *(f"{one.role.capitalize()}: {one.names}" for one in tested.arms), "Compared as")
    caption = f"{tested.design.indicator.name} by month"
    if tested.expected and tested.expected.lower is not None and tested.expected.upper is not None:
        low, high = max(0.0, tested.expected.lower), tested.expected.upper
        caption += f" (range expected in the treated area from the months before: {low:,.1f} to {high:,.1f})"
    return Table(caption, columns, rows, frozenset(range(1, len(tested.arms) + 1)))


@once
def matches_table(found: Matches, indicator: str) -> Table:
    """Return the treated area and those nearest to it in level, with the year before as well."""

    def row(match: Match, name: str) -> tuple[Cell, ...]:
        moved = "–" if match.earlier is None else f"{match.before - match.earlier:+,}".replace("-", "−")
        return text(name), number(match.before), number(match.earlier), text(moved)

    treated = found.treated.place.name if found.averaged == 1 else f"Average of {found.averaged} treated areas"
    rows = (row(found.treated, f"Treated: {treated}"), *(row(match, match.place.name) for match in found.rows))
    months = span_words(found.months[0], found.months[-1])
    columns = ("Area", f"Count in {months}", "A year before that", "Moved by")
    return Table(f"Areas of like level: {indicator}", columns, rows, frozenset({1, 2, 3}))
