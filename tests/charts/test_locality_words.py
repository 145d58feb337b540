"""Words about ranked areas: what the map, the ranking and the classes say is what they hold."""

import re
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cspdash.charts import locality_words as words
from cspdash.charts.locality_tables import localities_table
from cspdash.charts.locality_words import many
from cspdash.charts.words import NOT_YET
from cspdash.findings.localities import Localities
from cspdash.findings.windows import Scale, Window
from cspdash.periods import twelve_months_to
from tests.charts.invented import localities_of

COUNTS = st.lists(st.tuples(st.integers(0, 300), st.one_of(st.none(), st.integers(500, 3000))), min_size=1, max_size=12)


def made(pairs: list[tuple[int, int | None]]) -> Localities:
    return localities_of([n for n, _ in pairs], [people for _, people in pairs])


@given(COUNTS)
def test_the_title_names_the_highest_as_the_table_gives_it(pairs: list[tuple[int, int | None]]) -> None:
    found = made(pairs)
    title = words.localities_title(found)
    rates = [row.rate for row in found.rows if row.rate is not None]
    if not rates:
        assert title.endswith("no rates to show")
    elif not max(rates):
        assert title == "Anti-social behaviour: none in any locality of Darlington"
    else:
        top = [row.name for row in found.rows if row.rate == max(rates)]
        assert all(name in title for name in top) or f"in {len(top)} localities" in title
        assert f": {localities_table(found).rows[0][7].text.split(' ')[0]} per 1,000 residents" in title


def test_localities_that_share_the_highest_rate_are_all_named() -> None:
    two = localities_of([40, 40, 3], [1000, 1000, 1000])
    assert words.localities_title(two) == (
        "Anti-social behaviour is highest in Locality 0 and Locality 1: 40.0 per 1,000 residents"
    )
    assert "in 3 localities: 2.0 per" in words.localities_title(localities_of([2] * 3, [1000] * 3))


@given(COUNTS)
def test_the_sentence_counts_those_above_the_average(pairs: list[tuple[int, int | None]]) -> None:
    found = made(pairs)
    said = words.localities_sentence(found)
    if found.average is None:
        assert said == "No population is held, so counts are shown and rates are not."
        return
    if found.alike:
        assert said.startswith(f"All {len(found.ranked)} localities of Darlington have the same rate")
        return
    above = sum(row.low is not None and row.low > found.average for row in found.rows)
    assert f"average of Darlington is {found.average:,.1f} incidents per 1,000" in said
    assert said.startswith("Anti-social behaviour, ")
    assert f"{above} of {many('lsoa', len(pairs))} {'is' if 1 in (above, len(pairs)) else 'are'} above it" in said
    assert "months held" not in said


def test_a_year_with_gaps_says_how_many_months_it_has() -> None:
    assert "March 2024 (11 of 12 months held): the average" in words.localities_sentence(localities_of([5], [900], 11))
    assert words.localities_sentence(localities_of([], [], 0)) == words.NOT_YET


@given(COUNTS)
def test_the_alt_text_names_the_three_highest(pairs: list[tuple[int, int | None]]) -> None:
    found = made(pairs)
    said = words.localities_alt(found)
    assert f"in {many('lsoa', len(pairs))}" in said
    named = re.findall(r"Locality \d+ [\d,.]+\d", said)
    assert named == [f"{row.name} {row.rate:,.1f}" for row in found.rows[:3] if row.rate is not None]
    assert ("none" in said) == (not named)


@given(COUNTS)
def test_a_locality_is_told_with_its_numbers(pairs: list[tuple[int, int | None]]) -> None:
    found = made(pairs)
    for row in found.rows:
        said = words.locality_sentence(row, found)
        assert said.startswith(f"{row.name} had {row.n:,} incidents")
        if row.rate is None:
            assert "has no rate" in said
            continue
        assert f"among {row.persons:,} residents: {row.rate:,.1f} per 1,000" in said
        assert f"rank {row.rank} of {len(found.ranked)} (95% interval {row.rank_low} to {row.rank_high}), " in said
        assert f"{row.standing} of Darlington." in said
        assert ("unreliable" in said) == (row.n < 20)


def window(last: date, held: int = 12) -> Window:
    return Window(last, tuple(twelve_months_to(last)[:held]))


def test_twelve_months_are_named_by_their_year_and_by_what_is_held() -> None:
    found = (window(date(2024, 6, 1), 6), window(date(2024, 3, 1)), window(date(2023, 12, 1)), window(date(2023, 1, 1)))
    assert [words.window_words(one, found) for one in found] == [
        "June 2024 (6 of 12 months held)",
        "March 2024, financial year 2023/24 (newest complete)",
        "December 2023, calendar year 2023",
        "January 2023",
    ]


def test_a_year_with_gaps_or_newer_months_has_a_note() -> None:
    found = (window(date(2024, 6, 1), 6), window(date(2024, 3, 1)), window(date(2023, 12, 1)))
    assert "Only 6 of the 12 months to June 2024 are held" in words.window_note(found[0], found)
    assert words.window_note(found[0], found).endswith("The newest complete 12 months end in March 2024.")
    assert "complete 12" not in words.window_note(found[0], found[:1])
    assert "held up to June 2024, but only 6" in words.window_note(found[1], found)
    assert words.window_note(found[2], found[1:]) == ""


def test_the_classes_are_said_in_words_with_what_they_are_of() -> None:
    said = words.scale_sentence(Scale((5.0, 20.0), True, 30, True), "ward")
    assert "none; above 0, under 5.0; 5.0 to under 20.0; 20.0 or more." in said
    assert "equal numbers of wards over all 30 spans of 12 months held (complete) and all districts together" in said
    alone = words.scale_sentence(Scale((), False, 1, False), "lsoa")
    assert "any rate" in alone
    assert "the only 12 months held (incomplete, scaled to 12 months as none is complete)" in alone


def test_why_there_is_no_ranking_is_a_sentence() -> None:
    assert words.localities_problem(localities_of([5, 3], [1000, 1000])) == ""
    assert words.localities_problem(localities_of([], [], 0)) == NOT_YET
    assert words.localities_problem(localities_of([0, 0], [1000, 1000])) == (
        "Anti-social behaviour: no incident was recorded in any area of Darlington in April 2023 to March 2024."
    )
    assert "ingest areas" in words.localities_problem(replace(localities_of([], []), level="ward"))
    assert words.localities_problem(localities_of([5], [None])) == ""


def test_areas_without_residents_or_ward_are_named_or_counted() -> None:
    found = localities_of([5, 3, 2], [1000, None, None])
    assert words.without_sentence(found) == (
        " No population is held for 2 localities (Locality 1, Locality 2), so there is no rate or rank."
    )
    assert "3 localities in no ward" in words.without_sentence(replace(localities_of([5], [1000]), left_out=3))


def test_a_list_says_how_it_came_about() -> None:
    assert words.listed_sentence(["A", "B"], True, "rate").startswith("2 in the list, chosen by hand")
    assert "the 2 highest by rate" in words.listed_sentence(["A", "B"], False, "rate")
    assert "empty" in words.listed_sentence([], True, "rate")
