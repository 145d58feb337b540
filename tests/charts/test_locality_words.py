"""Words about ranked areas: what the map, the ranking and the classes say is what they hold."""

import re

from hypothesis import given
from hypothesis import strategies as st

from cspdash.charts import locality_words as words
from cspdash.charts.locality_tables import localities_table
from cspdash.charts.locality_words import many
from cspdash.findings.localities import Localities
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
    assert f"average of Darlington is {found.average:,.1f} per 1,000" in said
    assert f"{above} of {many('lsoa', len(pairs))} {'is' if 1 in (above, len(pairs)) else 'are'} above it" in said
    assert "months held" not in said


def test_a_year_with_gaps_says_how_many_months_it_has() -> None:
    assert "March 2024 (11 of 12 months held), the average" in words.localities_sentence(localities_of([5], [900], 11))
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
