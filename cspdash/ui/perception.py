"""Perceptions against what is recorded: the parts of its page, and the note that other pages carry."""

from collections.abc import Iterable

import streamlit as st

from cspdash.catalogue import SurveyPair
from cspdash.charts import perception_changes as changes_charts
from cspdash.charts import perception_figures as figures
from cspdash.charts import perception_places as places_charts
from cspdash.charts import perception_tables as tables
from cspdash.charts import perception_words as words
from cspdash.charts.perception_reasons import reasons
from cspdash.charts.survey_words import days_words
from cspdash.findings import perception as perception_finding
from cspdash.findings import perception_areas, perceptions
from cspdash.findings.comparison import Comparison
from cspdash.findings.perception import Perception
from cspdash.findings.perception_areas import AreaViews
from cspdash.findings.perceptions import Changes, Figures
from cspdash.stats import gap, sample
from cspdash.ui import controls, panels, questions
from cspdash.ui.access import answered, content, is_dark, store
from cspdash.ui.folding import folded
from cspdash.ui.markup import literal, show_lead

PAGE = "pages/perceptions.py"
AROUND, WHOLE = "around", "whole"
SPANS = {AROUND: "Around the survey", WHOLE: "All months held"}


@answered
def finding(slug: str, code: str, compared: str = "", whole: bool = False) -> Perception:
    """Return a pair's finding in a place."""
    return perception_finding.perception(
        store(), content(), content().pair(slug), questions.place(code), compared, whole
    )


@answered
def area_views(slug: str, code: str) -> AreaViews | None:
    """Return the places of a place in which a pair's question was asked."""
    return perception_areas.area_views(store(), content(), content().pair(slug), questions.place(code))


@answered
def asked_changes(code: str) -> Changes:
    """Return each paired question of a place with its newest comparison."""
    return perceptions.changes(store(), content(), questions.place(code))


@answered
def held_figures(code: str) -> Figures:
    """Return every survey figure held of a place and of the areas around it."""
    return perceptions.figures(store(), content(), questions.place(code))


def pick_pair(code: str) -> SurveyPair:
    """Draw the picker of questions and return the choice: unless chosen, the first with a comparison in the place."""
    titles = {pair.slug: pair.title for pair in content().pairs}
    compared = (slug for slug in titles if (found := finding(slug, code)).asked_here and found.chosen)
    default = next(compared, next(iter(titles)))
    return content().pair(controls.pick("Question", "question", list(titles), default, titles.__getitem__))


def pick_comparison(found: Perception) -> str:
    """Draw the picker of what is compared and return the slug of the choice; nothing where there is no choice."""
    slugs = [one.slug for one in found.comparisons]
    if len(slugs) < 2:
        return slugs[0] if slugs else ""
    named = {one.slug: compared_words(one) for one in found.comparisons}
    return controls.pick("Compare", "compared", slugs, slugs[0], named.__getitem__)


def compared_words(one: Comparison) -> str:
    """Return a comparison in the picker's words."""
    spans = " and ".join(days_words(wave.start, wave.end) for wave in (one.before, one.after))
    return f"The plan's own claim: {spans}" if one.claim else spans


def pick_span() -> bool:
    """Draw the picker of the time shown; return whether all months are wanted."""
    return controls.pick("Time shown", "span", list(SPANS), AROUND, SPANS.__getitem__) == WHOLE


def verdict(found: Perception) -> None:
    """Draw the verdict, large, and the numbers behind it."""
    st.header(literal(words.verdict_sentence(found)), anchor=False)
    sentences = [*words.numbers_sentences(found), words.age_sentence(found)]
    st.markdown("\n\n".join(literal(sentence) for sentence in sentences if sentence))


def both_sides(found: Perception) -> None:
    """Draw the stacked charts with what is numbered on them and the caution on small bases."""
    if not found.trend.months and not found.waves.rows:
        return
    title = words.perception_title(found)
    key = f"perception-{found.pair.slug}-{found.place.code}"
    drawn = figures.perception_figure(found, is_dark())
    panels.figure(title, drawn, words.perception_alt(found), found.provenance, tables.perception_table(found), key)
    if any(wave.base in {"caution", "too small"} for wave in found.waves.rows):
        st.caption(literal("* Fewer than 100 people asked: read with caution. Fewer than 30: no figure is shown."))
    panels.notes(found.trend)


def change_view(code: str) -> None:
    """Draw the change of each question beside the recorded change."""
    found = asked_changes(code)
    st.header("Change against change", anchor=False)
    if not found.rows:
        st.markdown("No question has two waves for this area, so there is no change to show.")
        return
    st.markdown(literal("An interval that reaches over zero says that the change may be chance. Below zero is a fall."))
    drawn, alt = changes_charts.changes_figure(found, is_dark()), changes_charts.changes_alt(found)
    table = changes_charts.changes_table(found)
    panels.figure("How much each side changed", drawn, alt, found.provenance, table, f"changes-{code}")


def places_view(slug: str, code: str) -> None:
    """Draw the places in which the question was asked, named only where both sides differ from the average."""
    found = area_views(slug, code)
    st.header("Where it is felt more, or less, than is recorded", anchor=False)
    if found is None:
        st.markdown("No answers by locality, ward or district are held for this question and area.")
        return
    panels.bullets(places_charts.places_sentences(found))
    table = places_charts.places_table(found)
    if found.drawn:
        drawn, alt = places_charts.places_figure(found, is_dark()), places_charts.places_alt(found)
        title = places_charts.places_title(found)
        panels.figure(title, drawn, alt, found.provenance, table, f"felt-{slug}-{code}")
    else:
        panels.numbers(table, found.provenance, f"felt-{slug}-{code}")


def needed(found: Perception) -> None:
    """Draw how many people would have to be asked, where two shares are held."""
    if sentence := words.needed_sentence(found):
        st.header("How many would have to be asked", anchor=False)
        st.markdown(literal(sentence))


def context(found: Perception) -> None:
    """Draw the figures asked elsewhere, where they are loaded."""
    if found.context:
        st.header("In the country as a whole", anchor=False)
        panels.bullets(words.context_sentence(one) for one in found.context)


def why_they_differ(found: Perception) -> None:
    """Draw why the two sides can differ, each reason with its evidence."""
    st.header("Why they can differ", anchor=False)
    st.markdown(
        "\n\n".join(
            f"**{literal(reason.title)}.** {literal(reason.text)}\n\n{panels.list_text(reason.evidence)}"
            for reason in reasons(found)
        )
    )


def every_figure(code: str) -> None:
    """Draw every survey figure held as a table with its download, and the method."""
    st.header("Every survey figure held", anchor=False)
    found = held_figures(code)
    panels.numbers(
        tables.figures_table(found), found.provenance, f"survey-figures-{code}", "Figures, targets and sources"
    )
    for title, module in (("How the two sides are compared", gap), ("How the number to ask is worked out", sample)):
        with folded(title, f"method-{module.__name__}") as drawn:
            if drawn:
                st.text((module.__doc__ or "").strip())


def perception_note(code: str, indicators: Iterable[str] | None = None, only_attention: bool = False) -> None:
    """Draw the finding as a small panel with a link to its page: for priority pages and the overview.

    `indicators` keeps the pairs that touch one of these; `only_attention` those whose two sides part. Nothing is
    drawn where none is left.
    """
    wanted = None if indicators is None else set(indicators)
    held = [pair for pair in content().pairs if wanted is None or wanted & set(pair.indicators)]
    found = [finding(pair.slug, code) for pair in held]
    compared = [one for one in found if one.chosen is not None and one.asked_here]
    kept = [one for one in compared if one.needs_attention] or ([] if only_attention else compared or found)
    for one in kept[:1]:
        with st.container(border=True):
            st.markdown("**Perceptions against reality**")
            show_lead([words.verdict_sentence(one)])
            st.markdown(literal(words.note_sentence(one)))
            st.page_link(
                PAGE,
                label="How people feel beside what is recorded",
                query_params={"area": code, "question": one.pair.slug},
            )
