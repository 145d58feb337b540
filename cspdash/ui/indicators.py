"""The panels of indicators: table of a priority, a panel each, what has no data yet."""

from collections.abc import Iterable

import streamlit as st

from cspdash.catalogue import Indicator, Plan, Priority
from cspdash.charts.indicator_figures import breaks_drawn, indicator_alt, indicator_figure, indicator_title
from cspdash.charts.indicator_tables import points_table, priority_table
from cspdash.charts.indicator_words import indicator_sentence, printed_words, target_sentence
from cspdash.charts.note_words import commentary_words
from cspdash.charts.tables import plain_table
from cspdash.charts.theme import theme
from cspdash.findings.indicator import Reading
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance
from cspdash.ingest.observations import template
from cspdash.ui import panels, questions
from cspdash.ui.access import content, is_dark, store
from cspdash.ui.folding import folded
from cspdash.ui.markup import literal, show_lead, show_table

EMPTY = "no data supplied yet"
ROUNDED_SOURCE = "partners' counts rounded to the nearest 5, none below 10"


def indicator_table(priority: Priority, found: Iterable[Reading], key: str) -> None:
    """Draw a priority's table of the indicators that have a number, with its download."""
    found = list(found)
    table = priority_table(priority.short_title, found, theme(is_dark()).OBSERVED)
    show_table(table)
    panels.download(table, indicators_source(found), f"indicators-{key}")


def indicators_source(found: Iterable[Reading]) -> Provenance:
    """Return the provenance of some readings: each source once, and in the public edition how counts are rounded."""
    held = [item for item in found if item.point is not None]
    names = [point.source for item in held if item.state != "incidents" for point in [item.point] if point]
    if store().edition == "public" and any(item.disclosure in ("R", "S") for item in held):
        names.append(ROUNDED_SOURCE)
    return questions.cited(*names, recorded=any(item.state == "incidents" for item in held))


def indicator_panel(found: Reading, code: str, window: int) -> None:
    """Draw one indicator: what it is, the finding, its chart and table, what the plan printed and wants."""
    indicator = found.indicator
    st.header(literal(indicator.title), anchor=False)
    if found.state == "incidents":
        panels.trend_panel(questions.trend(indicator.slug, code, window), f"{indicator.slug}-{code}")
        panels.bullets(target_sentence(indicator, judged) for judged in found.targets)
    else:
        observed_panel(found, code)
    panels.bullets(commentary_words(one) for one in content().commentary_of(indicator.slug, around(found.place)))
    title = f"{literal(indicator.name)}: definition, and what the plan printed"
    with folded(title, f"definition-{indicator.slug}") as drawn:
        if drawn:
            definition(indicator)
        if drawn and found.printed:
            panels.bullets(printed_words(figure) for figure in found.printed)


def around(place: Place) -> tuple[str, ...]:
    """Return a place with all that it lies in: what is said of any of them is said of it."""
    return content().lies_in(place.code) if place.level == "district" else (place.code,)


def observed_panel(found: Reading, code: str) -> None:
    """Draw an indicator that comes from tables, surveys or the plans' own figures."""
    show_lead([indicator_sentence(found)])
    named = "; ".join(dict.fromkeys(point.source for point in found.points))
    source = f"Source: {named}{'' if named.endswith('?') else '.'} Release {questions.release()}."
    if len(found.points) > 1:
        panels.picture(
            indicator_title(found), indicator_figure(found, is_dark()), indicator_alt(found), source,
            points_table(found), f"{found.indicator.slug}-{code}",
        )  # fmt: skip
        panels.numbered_breaks(breaks_drawn(found))
    else:
        show_table(points_table(found))
        st.caption(literal(source))
    panels.bullets(found.caveats)


def definition(indicator: Indicator) -> None:
    """Draw what an indicator counts, over what, from where, and how it is read."""
    reading = {
        "lower": "lower is better",
        "higher": "higher is better",
        "more_reports": "a rise means that more people came forward: neither good nor bad by itself",
        "none": "neither direction is good or bad",
    }
    parts = [
        indicator.definition,
        f"Counted: {indicator.counted}{f', over {indicator.over}' if indicator.over else ''}.",
        f"Source: {indicator.source}. Owner: {indicator.owner}. Reading: {reading[indicator.polarity]}.",
        f"Checked by: {indicator.checked_by}; next review {indicator.next_review:%B %Y}. "
        f"Disclosure class {indicator.disclosure}.",
    ]
    panels.bullets(parts)


def without_data(found: list[Reading], plan: Plan, key: str) -> None:
    """Name the indicators without any number, the file that would fill each, and offer a template."""
    if not found:
        return
    st.header("No data supplied yet", anchor=False)
    table = plain_table(
        "Indicators that wait for data",
        ("Indicator", "What is counted", "File that would fill it"),
        [(item.indicator.title, item.indicator.counted, item.expected_file) for item in found],
    )
    show_table(table)
    lines = [template(item.indicator, plan.area_codes[0]).split("\r\n") for item in found]
    text = "\r\n".join([lines[0][0], *(line[1] for line in lines), ""])
    st.download_button(
        "Template to fill in (CSV)", text.encode(), f"template-{key}.csv", "text/csv", key=f"template-{key}",
        on_click="ignore",
    )  # fmt: skip
    st.caption("Filled in, it is loaded with: cspdash ingest observations FILE")


def plan_parts(plan: Plan, priority: Priority) -> None:
    """Draw a priority's outcomes, deliverables, aims, actions and interventions."""
    outcomes = {outcome.slug: outcome.title for outcome in plan.outcomes}
    lists = {
        "Outcomes": [outcomes[slug] for slug in priority.outcomes],
        "Deliverables": [item.title for item in priority.deliverables],
        "Commitments": priority.commitments,
        "Aims": priority.aims,
        "Said before": priority.said,
        "Achieved, as the plan reports it": priority.achieved,
    }
    st.header("What the plan promises", anchor=False)
    for title, lines in lists.items():
        if lines:
            with folded(title, f"promised-{title}", title in {"Outcomes", "Deliverables"}) as drawn:
                if drawn:
                    panels.bullets(lines)
    actions = content().actions_of(plan.slug, priority.slug)
    if actions:
        with st.expander(f"Action plan ({len(actions)})"):
            panels.bullets(f"{action.title} ({action.owner}): {action.status.replace('_', ' ')}" for action in actions)
    touching = [item for item in content().interventions_of(plan.slug, priority) if item.plan == plan.slug]
    if touching:
        with st.expander(f"Interventions that touch it ({len(touching)})"):
            panels.bullets(f"{item.title}: {item.done}" for item in touching)
