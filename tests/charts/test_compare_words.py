"""What a comparison says is what it holds, and no word of good or bad stands on few events."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.charts import compare_words as words
from cspdash.findings.compare import compared
from tests.compare_made import Area, compared_of, values_of

AREAS = st.lists(
    st.tuples(st.integers(0, 300), st.one_of(st.none(), st.integers(400, 3000))), min_size=3, max_size=14
).filter(lambda areas: sum(persons is not None for _, persons in areas) > 1)
SPREAD: list[Area] = [(120, 1000), (40, 1000), (42, 1000), (15, 1000), (4, 1000), (38, 1000)]


@given(AREAS, st.sampled_from(["lower", "higher", "none", "more_reports"]))
def test_the_chosen_area_is_told_with_its_numbers(areas: list[Area], polarity: str) -> None:
    found = compared_of(areas, polarity)
    said = " ".join(words.own_sentences(found))
    n, persons = areas[0]
    if persons is None:
        assert said == "Area 0 cannot be compared: no population is held."
        return
    assert f"{n:,} recorded incidents" in said
    assert "95% interval" in said
    assert "April 2023 to March 2024" in said
    if n < 10:
        assert "too few" in said
        assert not re.search(r"\b(better|worse|higher than|lower than)\b", said)
    else:
        assert ("unreliable (u)" in said) == (n < 20)
    if polarity in ("none", "more_reports"):
        assert not re.search(r"\b(better|worse)\b", said)
    assert found.own
    if len(found.ranked) > 2:
        assert f"Rank {found.own.rank} of {len(found.ranked)} (95% interval" in said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (0, "Area 0 is higher than the average by more than chance at the 99.8% level: worse."),
        (1, "Area 1 is similar: its interval holds the average, so the difference may be chance."),
        (3, "Area 3 is lower than the average by more than chance at the 99.8% level: better. It has fewer than 20"),
        (4, "Area 4 cannot be compared: 4 events are too few (fewer than 10)."),
    ],
)
def test_each_standing_has_its_sentence(at: int, said: str) -> None:
    assert words.own_sentences(compared_of(SPREAD, chosen=at))[1].startswith(said)


def test_the_group_is_counted() -> None:
    found = compared_of(SPREAD)
    counts = {name: found.count(name) for name in ("higher 99.8", "similar", "lower 99.8", "too few")}
    assert counts == {"higher 99.8": 1, "similar": 3, "lower 99.8": 1, "too few": 1}
    assert words.group_sentence(found) == (
        "Of 6 areas, 1 is higher than the average, 1 lower, 3 similar to it and 1 cannot be compared, with fewer than "
        "10 events."
    )
    few = compared_of([(5, 1000), (4, 1000), (9, 1000)])
    assert words.group_sentence(few) == "All 3 areas have fewer than 10 events, so none can be compared."
    assert words.dots_title(few) == "Some incidents: Area 0 cannot be compared: too few"
    same = compared_of([(50, 1000)] * 4)
    assert words.group_sentence(same) == "All 4 areas have the same value, so none stands out."


def test_an_only_peer_is_named_in_place_of_the_average() -> None:
    found = compared_of([(400, 1000), (100, 1000)], level="district")
    said = words.own_sentences(found)
    assert said[0].endswith("The one other area that has a value, Area 1, has 100.0.")
    assert said[1] == "Area 0 is higher than Area 1 by more than chance at the 99.8% level: worse."
    assert words.dots_title(found).endswith("Area 0 is higher than Area 1 (99.8%): worse")
    assert words.plain_words(found.rows[1], found) == "the area compared with"
    assert "One peer only: the difference says nothing of what is usual elsewhere." in words.caution_sentences(found)


def test_the_average_says_how_it_is_made() -> None:
    areas: list[Area] = [(400, 1000), (100, 1000), (600, 3000)]
    mean = compared_of(areas)
    assert words.average_words(mean) == (
        "The average of the 3 localities of Darlington is 233.3 (plain mean of their values)"
    )
    pooled = compared_of(areas, level="district", average="pooled")
    assert words.average_words(pooled) == (
        "The average of the 2 other areas of 'Some peers' is 175.0 (all events over all people)"
    )


def test_cautions_name_who_is_left_out_and_where_the_group_is_from() -> None:
    found = compared_of([*SPREAD, *[(5, None)] * 6], "more_reports", dated=date(2023, 7, 1), note="Chosen by us.")
    said = " ".join(words.caution_sentences(found))
    assert "Group: the localities of Darlington (somebody, dated 1 July 2023). Chosen by us." in said
    assert "Residents of 2011, 13 years before March 2024: rates are of those who lived there then." in said
    assert "Left out, 6 of 12: Area 6 (no population is held); Area 7" in said
    assert "and 2 more" in said
    assert "more people came forward" in said
    assert "u: fewer than 20 events" in said
    years = replace(values_of(SPREAD), years=(2011, 2023), months=6)
    differ = " ".join(words.caution_sentences(compared(years)))
    assert (
        "Residents of 2011 to 2023, 13 years before March 2024: rates are of those who lived there then. The" in differ
    )
    assert "The years differ, so the rates are not quite alike." in differ
    assert words.period_words(years) == "April 2023 to March 2024 (6 of 12 months held)"


def test_a_reason_is_all_that_is_said() -> None:
    found = compared(replace(values_of(SPREAD), why="Nothing is held."))
    assert words.own_sentences(found) == ["Nothing is held."]
    assert words.group_sentence(found) == ""
    assert words.funnel_sentence(found) == ""


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(400, 3000)), min_size=3, max_size=14))
def test_the_funnel_is_told_as_it_is(areas: list[Area]) -> None:
    found = compared_of(areas)
    assert found.funnel
    outside = [name for name in found.funnel.standings if name != "similar"]
    far = [name for name in outside if name.endswith("99.8")]
    said = words.funnel_sentence(found)
    assert f"{len(outside)} of {len(areas)} areas lie outside the 95% limits, {len(far)} of them outside" in said
    assert said in words.funnel_alt(found)
    high = sum(name.startswith("higher") for name in far)
    assert f": {high or 'none'} of {len(areas)} areas" in words.funnel_title(found)
    assert words.funnel_title(found).endswith(f"{len(far) - high or 'none'} below")


def test_amounts_are_written_by_kind() -> None:
    found = values_of(SPREAD)
    assert [words.amount(found, value) for value in (None, 0.0, 0.25, 12.34, 1234.5)] == [
        "–", "0.0", "0.25", "12.3", "1,234.5",
    ]  # fmt: skip
    assert words.amount(replace(found, kind="proportion"), 0.576) == "57.6%"


def test_the_dot_plots_alt_says_how_many_are_shown() -> None:
    found = compared_of(SPREAD)
    said = words.dots_alt(found, found.ranked[:2])
    assert "in 2 of 6 areas" in said
    assert "Area 0 120.0, Area 2 42.0." in said
    assert "The average is 43.2." in said
