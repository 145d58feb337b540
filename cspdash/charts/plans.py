"""The plans as picture, tables and sentences: how they fit together, and one plan on a page."""

from cspdash.catalogue import Action, Alignment, Plan
from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, text
from cspdash.charts.theme import layout, theme
from cspdash.findings.threads import ThreadLine


def threads_sentence(lines: tuple[ThreadLine, ...], plans: int) -> str:
    """Return which concerns every plan takes up."""
    if not lines:
        return "No concern is followed from plan to plan yet: alignments/threads.toml in the content folder names them."
    if plans == 1:
        return f"One plan is held; it takes up {len(lines)} {'concern' if len(lines) == 1 else 'concerns'}."
    always = [line.title for line in lines if len(line.stretches) == plans]
    if not always:
        return f"No concern is named by all {plans} plans."
    verb = "is" if len(always) == 1 else "are"
    return f"{', '.join(always)} {verb} taken up by all {plans} plans."


def threads_alt(lines: tuple[ThreadLine, ...]) -> str:
    """Return the alt text of the picture: each concern with the number of plans that take it up."""
    parts = [f"{line.title} {len(line.stretches)}" for line in lines]
    return f"Timeline of concerns by plan. Plans that take each up: {', '.join(parts)}. The table gives the priorities."


@once
def threads_figure(lines: tuple[ThreadLine, ...], dark: bool = False) -> Drawing:
    """Return the timeline: a row a concern, a bar for each plan that takes it up."""
    colours = theme(dark)
    figure = Drawing(
        layout=layout(
            colours, height=120 + 34 * len(lines), showlegend=False, barmode="overlay", yaxis={"autorange": "reversed"}
        )
    )
    for line in lines:
        for stretch in line.stretches:
            days = (stretch.end - stretch.start).days
            figure.add_bar(
                x=[days * 86_400_000],
                base=[f"{stretch.start:%Y-%m-%d}"],
                y=[line.title],
                orientation="h",
                width=0.62,
                marker={"color": colours.OBSERVED, "line": {"color": colours.PAPER, "width": 3}},
                hovertext=f"{stretch.plan}: {'; '.join(stretch.priorities)}",
                hoverinfo="text",
            )
    figure.update_xaxes(type="date", dtick="M24", tickformat="%Y", showgrid=True, side="top")
    return figure


@once
def threads_table(lines: tuple[ThreadLine, ...], plans: tuple[Plan, ...]) -> Table:
    """Return the same as a table: a row a concern, a column a plan, the priorities in the cell."""
    ordered = sorted(plans, key=lambda plan: (plan.period_start, plan.slug))
    rows = []
    for line in lines:
        by_plan = {stretch.plan: "; ".join(stretch.priorities) for stretch in line.stretches}
        rows.append((text(line.title), *(text(by_plan.get(plan.short_title, "–")) for plan in ordered)))
    columns = ("Concern", *(plan.short_title for plan in ordered))
    return Table("Concerns and the priorities that take them up", columns, tuple(rows))


@once
def alignment_table(alignment: Alignment, plan: Plan) -> Table:
    """Return a plan's alignment: each body's priorities, and ours that go with them."""
    titles = {priority.slug: f"{priority.number}. {priority.short_title}" for priority in plan.priorities}
    rows = tuple(
        (
            text(item.title),
            text(f"{group.name} ({group.level})"),
            text("; ".join(titles[slug] for slug in item.priorities) or "none"),
            text(item.note),
        )
        for group in alignment.groups
        for item in group.items
    )  # fmt: skip
    return Table(alignment.title, ("Their priority", "Whose", "Ours that go with it", "Note"), rows)


@once
def plan_on_a_page(plan: Plan) -> Table:
    """Return the plan on a page: a row a priority, with outcomes, themes and deliverables."""
    outcomes = {outcome.slug: outcome.title for outcome in plan.outcomes}
    rows = tuple(
        (
            text(f"{priority.number}. {priority.title}"),
            text("; ".join(outcomes[slug] for slug in priority.outcomes) or "–"),
            text("; ".join(theme_.title for theme_ in priority.themes) or "–"),
            text("; ".join(item.title for item in priority.deliverables) or "–"),
        )
        for priority in plan.priorities
    )
    return Table(f"{plan.short_title} on a page", ("Priority", "Outcomes", "Themes", "Deliverables"), rows)


@once
def actions_table(plan: Plan, actions: tuple[Action, ...]) -> Table:
    """Return the action plan: each action with its priority, owner (a role), date and status."""
    titles = {priority.slug: f"{priority.number}. {priority.short_title}" for priority in plan.priorities}
    rows = tuple(
        (
            text(action.title),
            text(titles[action.priority]),
            text(action.owner),
            Cell(action.due, f"{action.due:%d %B %Y}" if action.due else "–"),
            text(action.status.replace("_", " ")),
            text(action.progress or "–"),
        )
        for action in actions
    )
    return Table(
        f"Action plan of {plan.short_title}", ("Action", "Priority", "Owner", "Due", "Status", "Progress"), rows
    )
