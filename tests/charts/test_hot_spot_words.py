from datetime import date

import pytest

from cspdash.charts import hot_spot_words as words
from tests.charts.hot_spots_made import QUARTERS, hot_spot, hot_spots

HOT = [hot_spot(at, hot=True, z=4.0 - at / 10, p=0.0001) for at in range(6)]


def test_what_is_hot_is_named_with_its_correction() -> None:
    found = hot_spots(HOT[0], HOT[1], hot_spot(7), hot_spot(8, z=None, p=None))
    assert words.hot_spots_sentence(found) == (
        "2 of 3 localities of Darlington are hot spots of some incidents by number of incidents in April 2023 to March "
        "2024, after correction over the 389 localities of both districts: Locality 0 and Locality 1."
    )
    assert words.hot_spots_title(found) == "Some incidents by number of incidents: 2 hot spots in Darlington"
    assert "2 hot spots (Locality 0 and Locality 1), 0 cold spots and 1 neither" in words.hot_spots_alt(found)
    one = hot_spots(HOT[0], hot_spot(7), measure="rate")
    assert "1 of 2 localities of Darlington is a hot spot of some incidents by rate per 1,000 residents" in (
        words.hot_spots_sentence(one)
    )


def test_none_is_an_answer_of_its_own() -> None:
    found = hot_spots(hot_spot(0), hot_spot(1))
    said = words.hot_spots_sentence(found)
    assert said.startswith("No locality of Darlington is a hot spot of some incidents")
    assert "after correction over the 389 localities of both districts" in said
    assert "no locality of Darlington is a hot spot" in words.hot_spots_title(found)


def test_without_a_test_the_reason_is_said_and_nothing_else() -> None:
    found = hot_spots(note="No boundaries are held, so no neighbours are known.", window=None, periods=())
    assert words.hot_spots_sentence(found) == "No boundaries are held, so no neighbours are known."
    assert words.cold_sentence(found) == ""
    assert words.hot_spots_title(found).endswith("not tested")
    assert words.method_sentences(found) == [words.WHAT_IT_IS]
    assert words.persistence_sentences(found) == ["No boundaries are held, so no neighbours are known."]
    assert words.persistence_title(found).endswith("too few quarters to say what stays")


def test_cold_islands_untested_and_newer_months_are_said() -> None:
    found = hot_spots(
        hot_spot(0, cold=True), hot_spot(1, neighbours=0), hot_spot(2, z=None, p=None),
        newer=(date(2024, 5, 1), date(2024, 6, 1)),
    )  # fmt: skip
    said = words.cold_sentence(found)
    assert "1 is a cold spot: Locality 0." in said
    assert "1 has no neighbour and is tested alone." in said
    assert "1 could not be tested" in said
    assert "May 2024 to June 2024 are held and are newer" in said
    assert words.newer_words((date(2024, 1, 1), date(2025, 1, 1), date(2025, 2, 1))).startswith(
        "January 2024 and January 2025 to February 2025 are held"
    ), "what lies between is not held, and not said to be"
    assert words.cold_sentence(hot_spots(hot_spot(0))) == "None is a cold spot."


def test_the_method_states_permutations_seed_level_and_family() -> None:
    said = " ".join(words.method_sentences(hot_spots(hot_spot(0))))
    for part in ("Gi*", "9,999 permutations", "999 for each quarter", "seed 0", "Benjamini–Hochberg at 5%",
                 "the 389 localities of both districts", "the same in all 4 quarters together"):  # fmt: skip
        assert part in said


def test_one_locality_in_a_sentence() -> None:
    found = hot_spots(hot_spot(0, hot=True, z=3.2, p=0.00005, persistence="persistent", hot_in=(True,) * 4))
    assert words.locality_sentence(found.rows[0], found) == (
        "Locality 0 had 40 events in April 2023 to March 2024, 26.7 per 1,000 residents: hot spot (Gi* z 3.20, p below "
        "0.0001 before correction). It was hot in 4 of 4 quarters: persistent, hot in four of five quarters or more."
    )
    untested = hot_spot(1, z=None, p=None, rate=None, persons=None, persistence=None)
    assert words.locality_sentence(untested, found).endswith("no residents for a rate.")


@pytest.mark.parametrize(("p", "said"), [(0.0, "below 0.0001"), (0.0001, "0.0001"), (0.04321, "0.0432")])
def test_no_p_is_zero(p: float, said: str) -> None:
    assert words.p_words(p) == said


def test_persistence_counts_every_class_and_names_who_is_in_it() -> None:
    found = hot_spots(
        hot_spot(0, persistence="persistent", hot_in=(True,) * 4),
        hot_spot(1, persistence="emerging", hot_in=(False, False, False, True)),
        hot_spot(2),
    )
    said = words.persistence_sentences(found)
    assert said[0] == (
        "Some incidents: 1 hot spot persists quarter after quarter: Locality 0. Tested anew in each of 4 whole "
        "quarters held, April 2023 to March 2024."
    )
    assert said[1] == "1 persistent (hot in four of five quarters or more): Locality 0."
    assert said[3] == "0 former (hot before the newest fifth of the quarters alone)."
    assert words.persistence_title(found) == "Some incidents: 1 hot spot persists quarter after quarter"
    assert "1 persistent, 1 emerging, 0 former, 0 intermittent, 1 none" in words.persistence_alt(found)
    assert "no hot spot of Darlington persists" in words.persistence_title(hot_spots(hot_spot(2)))


def test_too_few_quarters_have_no_class_and_that_is_said() -> None:
    found = hot_spots(hot_spot(0, persistence=None, hot_in=(True, True)), periods=QUARTERS[:2])
    assert not words.classed(found)
    assert words.persistence_sentences(found) == [
        "Only 2 could be tested of the whole quarters held: too few to say how long hot spots stay."
    ]
    assert words.persistence_title(found).endswith("too few quarters to say what stays")


def test_nothing_that_stays_is_one_sentence() -> None:
    said = words.persistence_sentences(hot_spots(hot_spot(0), hot_spot(1)))
    assert said[1:] == ["No locality of Darlington was hot in one of ten quarters or more."]


def test_many_names_are_cut_short() -> None:
    assert words.names(tuple(HOT)) == "Locality 0, Locality 1, Locality 2, Locality 3 and 2 more"
    assert words.names(tuple(HOT[:3])) == "Locality 0, Locality 1 and Locality 2"
    assert words.names(tuple(HOT[:1])) == "Locality 0"
