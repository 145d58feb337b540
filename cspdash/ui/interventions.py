"""Did it work? The parts of its page: the answer, areas to compare with, the file to keep, the printed projects."""

from typing import Any

import streamlit as st

from cspdash.catalogue import Intervention
from cspdash.charts import intervention_figures as figures
from cspdash.charts import intervention_printed as printed
from cspdash.charts import intervention_tables as tables
from cspdash.charts import intervention_unfit as unfit
from cspdash.charts import intervention_words as words
from cspdash.findings.intervention import Trial
from cspdash.findings.intervention_design import Design
from cspdash.findings.intervention_file import intervention_toml, slug_of
from cspdash.findings.intervention_matches import Match
from cspdash.findings.places import Place
from cspdash.ui import controls, panels, questions
from cspdash.ui import interventions_questions as asked
from cspdash.ui.access import content, is_dark, store
from cspdash.ui.markup import literal, show_lead, show_table
from cspdash.ui.navigation import chosen_plan

EVERY = "every"
INTRODUCTION = (
    "An intervention is tested by what happened elsewhere: the change where it was done against the change in a "
    "comparison area, over the same calendar months a year earlier, with what moved next door."
)


def is_partnership() -> bool:
    """Tell whether the store is the partnership's own, where tests can be made."""
    return store().edition == "partnership"


def told(chosen: Intervention) -> None:
    """Draw what was done, as the content tells it."""
    st.header(literal(chosen.title), anchor=False)
    st.markdown(literal(f"{chosen.done} {chosen.note}".strip()))
    if chosen.owner:
        st.caption(literal(f"Run by: {chosen.owner}"))


def answer(design: Design, top: Any = None) -> None:
    """Draw the test of a design, its verdict in `top`, or in sentences why there is none."""
    found = asked.effect(design)
    if isinstance(found, Trial):
        result(found, top)
        return
    undecided = [one for one in found if one.reason in unfit.UNDECIDED]
    mistakes = [one for one in found if one.reason not in unfit.UNDECIDED]
    for one in mistakes:
        st.warning(literal(unfit.unfit_sentence(one, design)))
    if undecided:
        st.info("  \n".join(literal(unfit.unfit_sentence(one, design)) for one in undecided))


def result(tested: Trial, top: Any = None) -> None:
    """Draw the verdict (in `top`, before the form that asked for it), the chart and the numbers behind it."""
    with top or st.container():
        st.header(literal(words.verdict_title(tested)), anchor=False)
        show_lead([words.verdict_sentence(tested)])
    lines = (
        words.alike_sentence(tested),
        words.elsewhere_sentence(tested),
        words.displacement_sentence(tested),
        words.windows_sentence(tested.windows),
        words.size_sentence(tested),
        *dict.fromkeys(caveat for one in tested.arms for place in one.places for caveat in place.caveats),
    )
    panels.bullets(line for line in lines if line)
    treated, compared = tested.arm("treated"), tested.arm("comparison")
    key = f"intervention-{treated.places[0].code}-{compared.places[0].code}"
    panels.figure(
        f"{words.what(tested)} by month in {treated.names} and {compared.names}",
        figures.intervention_figure(tested, is_dark()), words.chart_alt(tested), tested.provenance,
        tables.months_table(tested), key,
    )  # fmt: skip
    panels.numbers(tables.arms_table(tested), tested.provenance, f"{key}-areas", "Before and after, area by area", True)
    panels.numbers(tables.differences_table(tested), tested.provenance, f"{key}-test", "The test itself")
    panels.numbered_breaks(tested.breaks)


def help_to_compare(design: Design) -> None:
    """Draw areas that are like the treated ones, and like the displacement ones, each with a button that takes it."""
    if design.starts is None or not design.treated:
        return
    with st.expander("Help with choosing a comparison area", expanded=not design.comparison):
        _offer(design, "comparison", tuple(place.code for place in design.treated), design.displacement)
        if design.displacement:
            codes = tuple(place.code for place in design.displacement)
            _offer(design, "displacedcomparison", codes, (*design.treated, *design.comparison))


def _offer(design: Design, key: str, codes: asked.Codes, avoid: tuple[Place, ...]) -> None:
    away = tuple(place.code for place in avoid)
    starts = design.starts.isoformat() if design.starts else ""
    found = asked.matches(design.indicator.slug, codes, away, starts, design.wanted)
    if found is None or not found.rows:
        st.markdown("No area of like level is held for the months before it began, or none is free to compare with.")
        return
    st.markdown(literal(words.matches_sentence(found, design.indicator.name)))
    show_table(tables.matches_table(found, design.indicator.name))
    with st.container(horizontal=True):
        for match in found.rows:
            _button(match, key)


def _button(match: Match, key: str) -> None:
    st.button(
        f"Compare with {literal(match.place.name)}", key=f"take-{key}-{match.place.code}",
        on_click=controls.choose, args=(key, match.place.code),
    )  # fmt: skip


def keep(design: Design) -> None:
    """Draw what makes the test on the page a file of the content folder."""
    if not design.treated or design.starts is None:
        return
    with st.expander("Keep this test as content"):
        st.markdown(
            "Put the file into the content folder, under interventions, and the test stands in the list above for "
            "everyone. Title and text stay in this browser and in the file; they are not part of the link. Name no "
            "person in them."
        )
        title = st.text_input("Title", key="intervention-title", max_chars=120)
        done = st.text_area("What was done", key="intervention-done", max_chars=2000)
        written = intervention_toml(content(), design, title, done)
        name = f"{slug_of(title, {one.slug for one in content().interventions})}.toml"
        st.code(written, language=None, wrap_lines=True)
        st.download_button("Download as TOML", written, name, "application/toml", on_click="ignore")


def printed_projects() -> None:
    """Draw the plans' projects: what each printed, and whether it can be tested."""
    st.header("What the plans printed of their projects", anchor=False)
    told_of = {one.plan for one in content().interventions}
    plans = {plan.slug: plan for plan in content().plans if plan.slug in told_of}
    if not content().interventions:
        st.info("The content has no interventions: add files to its folder, under interventions.")
        return
    names = {EVERY: "Every plan"} | {slug: plan.short_title for slug, plan in plans.items()}
    default = chosen_plan().slug if chosen_plan().slug in names else EVERY
    left, right = st.columns(2)
    with left:
        slug = controls.pick("Printed in", "printed", list(names), default, names.__getitem__)
    with right:
        kinds = printed.KINDS
        kind = controls.pick("What was printed", "kind", list(kinds), "", kinds.__getitem__)
    plan = "" if slug == EVERY else slug
    found = asked.printed(plan)
    st.markdown(literal(printed.projects_sentence(found, names[slug] if plan else "", is_partnership())))
    table = printed.projects_table(found, kind, f"Projects as printed: {names[slug]}", is_partnership())
    if not table.rows:
        st.info("No project of this plan was printed with a result of this kind.")
        return
    show_table(table)
    documents = " ".join(dict.fromkeys(one.plan.document for one in found if one.plan))
    panels.download(table, questions.cited(documents or "the content folder"), f"projects-{slug}")
    st.caption(literal(f"Source: {documents or 'the content folder'}; sections in the table."))
