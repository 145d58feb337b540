"""Every sentence must be true of the numbers that it is given, in whichever direction they went."""

from dataclasses import replace
from datetime import date

import pytest

from cspdash.charts import intervention_words as words
from cspdash.charts.intervention_unfit import PLAIN, UNDECIDED, unfit_sentence
from cspdash.findings.intervention_design import Design, Unfit
from cspdash.findings.intervention_elsewhere import Elsewhere
from cspdash.findings.intervention_matches import Match, Matches
from cspdash.findings.intervention_windows import Windows
from tests.charts.interventions_made import MONTHS, made_trial, place
from tests.small_catalogue import indicator

PAPER = made_trial((207, 110), (308, 318), (178, 157), (150, 140))


def test_it_fell_more() -> None:
    assert words.verdict_title(PAPER) == "Noise in North End fell more than South End by 107"
    assert words.verdict_sentence(PAPER) == (
        "Noise went from 207 to 110 in North End, and from 308 to 318 in South End: 107 (95% interval 47 to 167) fewer "
        "than expected from it, an improvement."
    )


@pytest.mark.parametrize(
    ("treated", "control", "said"),
    [
        ((100, 40), (100, 100), "fell more than"),
        ((100, 120), (100, 200), "rose less than"),
        ((100, 100), (100, 200), "did not rise as did"),
        ((100, 200), (100, 100), "rose more than"),
        ((200, 180), (200, 90), "fell less than"),
        ((200, 200), (200, 90), "did not fall as did"),
    ],
)
def test_how_it_moved_against_the_other(treated: tuple[int, int], control: tuple[int, int], said: str) -> None:
    assert f"in North End {said} South End by" in words.verdict_title(made_trial(treated, control))


@pytest.mark.parametrize(
    ("polarity", "said"),
    [("lower", "a concern"), ("higher", "an improvement"), ("more_reports", "more people came forward"), ("none", "")],
)
def test_good_and_bad_come_from_the_polarity(polarity: str, said: str) -> None:
    found = words.verdict_sentence(made_trial((100, 200), (100, 100), indicator=indicator(polarity=polarity)))
    assert found.endswith(f"than expected from it{', ' if said else ''}{said}.")
    assert "100 (95% interval 56 to 144) more" in found


def test_no_detectable_effect_is_not_nothing() -> None:
    found = made_trial((100, 90), (100, 100))
    assert words.verdict_title(found) == "Noise in North End: no detectable effect"
    said = words.verdict_sentence(found)
    assert "The difference, 10 (95% interval −29 to 49) fewer, is no more than chance" in said
    assert "does not mean that nothing changed" in said
    assert "unreliable" not in said
    assert "unreliable" in words.verdict_sentence(made_trial((100, 90), (100, 19)))


def test_too_few_says_the_rule() -> None:
    found = made_trial((9, 2), (40, 40))
    assert words.verdict_title(found) == "Noise in North End: too few events to tell"
    said = words.verdict_sentence(found)
    assert said.startswith(
        "Noise went from 9 to 2 in North End, and from 40 to 40 in South End: too few events to tell"
    )
    assert "Fewer than 10 events" in said
    assert "95%" not in said


def test_displacement() -> None:
    assert words.displacement_sentence(PAPER) == (
        "Around it, in Next Door, they went from 178 to 157, and in its comparison Far Away from 150 to 140: 11 "
        "(95% interval −38 to 60) fewer than expected, no more than chance would give. Both together: 118 (95% "
        "interval 40 to 196) fewer than expected."
    )
    pairs = ((100, 100), (100, 100))
    assert "may have moved there" in words.displacement_sentence(made_trial(*pairs, (100, 200), (100, 100)))
    assert "may have spread there" in words.displacement_sentence(made_trial(*pairs, (100, 20), (100, 100)))
    assert "too few events to tell whether" in words.displacement_sentence(made_trial(*pairs, (5, 20), (100, 100)))
    assert "No displacement area is given" in words.displacement_sentence(made_trial())


def test_alike_before() -> None:
    assert "from 200 to 207 and South End from 300 to 308: no detectable difference" in words.alike_sentence(PAPER)
    apart = made_trial(alike="not alike", earlier=((400, 207), (300, 308)))
    assert "not moving alike before it began, 201 (95% interval 133 to 269) fewer" in words.alike_sentence(apart)
    assert words.verdict_title(apart).endswith(", but they were not moving alike before")
    assert "too few events to tell" in words.alike_sentence(made_trial(alike="too few"))
    assert "cannot be checked" in words.alike_sentence(made_trial(alike="not held"))


def test_windows() -> None:
    assert words.windows_sentence(PAPER.windows) == (
        "Compared: 12 months after it began (March 2021 to February 2022) with the same calendar months a year earlier "
        "(March 2020 to February 2021)."
    )
    gaps = Windows(12, MONTHS[13:23], MONTHS[25:35], (MONTHS[35],), date(2021, 3, 1))
    said = words.windows_sentence(gaps)
    assert "10 of 12 months after it began" in said
    assert "in mid-month, so March 2021 counts as neither before nor after" in said
    assert "left out: February 2022." in said
    more = Windows(12, MONTHS[13:20], MONTHS[25:32], (MONTHS[24], *MONTHS[33:36]))
    assert "left out: March 2021, December 2021 to February 2022." in words.windows_sentence(more)


def test_size_is_cautioned_where_levels_differ_and_counts_are_not_divided() -> None:
    assert words.size_sentence(PAPER) == ""
    assert "the counts were 50 and 400" in words.size_sentence(made_trial((50, 20), (400, 390)))
    assert words.size_sentence(made_trial((50, 20), (400, 390), per_resident=True)) == ""
    assert "counts divided by residents: " in words.verdict_sentence(
        made_trial((500, 20), (400, 390), per_resident=True)
    )


def test_one_area_by_itself() -> None:
    assert words.arm_change(PAPER.arms[0]) == "down (−47%, 95% interval −58% to −33%)"
    assert words.arm_change(made_trial((5, 2), (20, 20)).arms[0]) == "too few to compare"
    assert words.arm_change(made_trial((0, 0), (20, 20)).arms[0]) == "none in either window"


def test_small_differences_do_not_read_as_none() -> None:
    found = made_trial((2000, 2001), (20000, 20010), per_resident=True, persons=1000)
    assert words.limits(found.effect).startswith("9.0 (95% interval −")
    assert "0.04" in words.limits(type(found.effect)(-0.04, 0.01, -4, 0.0001, -0.06, -0.02))


def test_alt_says_what_is_drawn_and_what_it_shows() -> None:
    said = words.chart_alt(PAPER)
    assert said.startswith(
        "Line chart of noise by month, March 2019 to February 2022, in North End (solid) and South End"
    )
    assert "107 (95% interval 47 to 167) fewer" in said


def test_how_matches_are_chosen() -> None:
    rows = (Match(place("A"), 50, 40),)
    found = Matches(Match(place("B"), 48, 44), rows, MONTHS[:12], 64, 3, 1)
    said = words.matches_sentence(found, "Noise")
    assert said.startswith("Of 64 areas, these had counts of noise nearest to the treated area's, 48 in March 2019 to")
    assert "3 that touch it" in said
    several = Matches(Match(place("B"), 48, 44), rows, MONTHS[:12], 64, 0, 2)
    assert "48 on average" in words.matches_sentence(several, "Noise")
    assert "touch" not in words.matches_sentence(several, "Noise")


DESIGN = Design(indicator(title="Noise"), (place("A"),), (place("B"),), date(2021, 3, 15))


@pytest.mark.parametrize(
    ("unfit", "said"),
    [
        (Unfit("dates reversed", months=(date(2021, 3, 15), date(2020, 1, 2))),
         "It ends (2 January 2020) before it begins (15 March 2021)"),
        (Unfit("same area twice", ("treated", "comparison"), ("A",)),
         "A is chosen twice, as treated area and comparison area"),
        (Unfit("areas overlap", ("treated", "displacement"), ("A", "B")),
         "A (treated area) and B (displacement area) overlap: one contains the other"),
        (Unfit("no events", ("comparison",), ("B",)), "No recorded incidents in B (comparison area)"),
        (Unfit("no residents", ("comparison",), ("B",)), "No residents are held for B"),
        (Unfit("no months"), "No months of noise are held"),
        (Unfit("too recent", months=MONTHS[:2]), "too recent: its first complete month is March 2019"),
        (Unfit("begins after", months=MONTHS[:2]), "March 2019 to April 2019, and it began later"),
        (Unfit("begins before", months=MONTHS[:2]), "more than a year earlier"),
        (Unfit("year before missing", months=MONTHS[:2]), "a year earlier (from March 2020)"),
    ],
)  # fmt: skip
def test_why_there_is_no_test(unfit: Unfit, said: str) -> None:
    assert said in unfit_sentence(unfit, DESIGN)


@pytest.mark.parametrize("reason", PLAIN)
def test_what_is_not_chosen_yet_is_a_request(reason: str) -> None:
    said = unfit_sentence(Unfit(reason), DESIGN)  # type: ignore[arg-type]
    assert said.endswith((".", "both out."))
    assert set(PLAIN) > UNDECIDED


def test_how_the_same_test_fares_elsewhere() -> None:
    fell = replace(PAPER, elsewhere=Elsewhere(40, 1, 12, 6))
    assert words.elsewhere_sentence(fell) == (
        "The same test on 40 other localities, where nothing is known to have been done, finds a difference in 12, and "
        "one as strong as here in 6 (15%). A difference like this is not rare, so it may have come without what was "
        "done."
    )
    assert words.elsewhere_sentence(replace(PAPER, elsewhere=Elsewhere(40, 1, 5, 2))).endswith("in 2 (5%).")
    same = replace(made_trial((100, 90), (100, 100)), elsewhere=Elsewhere(20, 3, 5, 20))
    assert words.elsewhere_sentence(same).startswith("The same test on 20 groups of 3 others")
    assert words.elsewhere_sentence(same).endswith("in 20 (100%).")
    assert words.elsewhere_sentence(PAPER) == ""
    assert words.elsewhere_sentence(replace(made_trial((9, 2), (40, 40)), elsewhere=Elsewhere(20, 1, 5, 2))) == ""


def test_no_difference_is_neither_more_nor_fewer() -> None:
    same = words.verdict_sentence(made_trial((235, 246), (99, 110)))
    assert "The difference, 0 (95% interval −51 to 51), is no more than chance would give" in same
