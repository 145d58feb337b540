"""A provisional month in a chart, its alt text, its sentence and its table: apart everywhere, with its reason."""

from dataclasses import replace

import pytest

from cspdash.charts.completeness_words import provisional_sentence
from cspdash.charts.figures import PROVISIONAL, trend_figure
from cspdash.charts.tables import trend_table
from cspdash.charts.theme import theme
from cspdash.charts.words import overview_sentences, trend_alt, trend_sentence
from cspdash.findings.completeness import Provisional, Sign
from cspdash.periods import add_months
from tests.charts.invented import LAST, overview_of, provisional_trend, trend_of

COUNTS: list[int | None] = [50, 52, 49, 51, 48, 50, 53, 47, 50, 51, 49, 50, 52, 48, None]
DOUBTFUL = provisional_trend(COUNTS, 20)


@pytest.mark.parametrize("dark", [False, True])
def test_it_is_a_hollow_mark_that_no_line_joins(dark: bool) -> None:
    drawn = {trace.name: trace for trace in trend_figure(DOUBTFUL, dark).data if trace.name}
    assert (list(drawn[PROVISIONAL].x), list(drawn[PROVISIONAL].y)) == ([LAST], [20])
    assert drawn[PROVISIONAL].mode == "markers"
    assert drawn[PROVISIONAL].marker.symbol.endswith("-open")
    assert drawn[PROVISIONAL].marker.color == theme(dark).QUIET
    assert drawn["Recorded"].y[-1] is None


def test_a_whole_series_has_no_such_mark() -> None:
    assert PROVISIONAL not in {trace.name for trace in trend_figure(trend_of(COUNTS)).data}


def test_the_table_has_its_number_and_says_that_it_is_not_used() -> None:
    newest = trend_table(DOUBTFUL).records()[0]
    assert (newest["Recorded"], newest["Reading"]) == (20, "provisional: looks incomplete, not used")
    assert trend_table(trend_of(COUNTS)).records()[0]["Recorded"] is None


def test_sentence_and_alt_name_it_and_the_newest_month_is_the_one_before() -> None:
    said = trend_sentence(DOUBTFUL)
    assert said.endswith(
        "March 2024 has 20 rows, 50% of what its past leads to expect, so it looks incomplete. "
        "It is drawn as provisional and counts in nothing else."
    )
    assert "February 2024 had 48" in said
    assert trend_alt(DOUBTFUL).endswith("Drawn apart as provisional, for it looks incomplete: 20 in March 2024.")
    assert "gap" not in trend_alt(DOUBTFUL)


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "It is drawn as provisional and counts"), (2, "They are drawn"), (3, "So does 1 more. They are drawn"),
     (5, "So do 3 more. They are drawn")],
)  # fmt: skip
def test_of_several_the_newest_two_are_explained(n: int, said: str) -> None:
    found = [Provisional("durham", add_months(LAST, at - n), (Sign("damaged"),)) for at in range(n)]
    sentence = provisional_sentence(found)
    assert said in sentence
    assert sentence.count("has a file that was cut off or damaged") == min(n, 2)
    assert "February 2024" in sentence


def test_the_overview_says_it_last() -> None:
    found = overview_of({"ASB": ("lower", COUNTS)})
    doubtful = replace(found, provisional=DOUBTFUL.provisional)
    assert overview_sentences(doubtful) == [*overview_sentences(found), provisional_sentence(DOUBTFUL.provisional)]
    assert provisional_sentence(()) == ""
