from dataclasses import replace
from datetime import date

from cspdash.charts.completeness_words import completeness_sentences, cut_off_sentence
from cspdash.findings.completeness import Provisional, Sign
from cspdash.findings.sources import Sources
from tests.charts.invented import SOURCE

MONTH = date(2023, 3, 1)
NOTHING = Sources({}, (), (), (), {}, (), (), {}, SOURCE)
CUT = Provisional("durham", MONTH, (Sign("damaged"),))


def test_whole_months_are_said_to_look_whole() -> None:
    assert completeness_sentences(NOTHING) == ["Every month that could be tested looks complete against its own past."]


def test_each_state_has_its_number() -> None:
    found = replace(
        NOTHING, doubted=(CUT, CUT, replace(CUT, accepted="known")), untested=(("durham", MONTH),),
        immature=(MONTH, date(2023, 4, 1)),
    )  # fmt: skip
    assert completeness_sentences(found) == [
        "2 months look incomplete, drawn apart, counted nowhere.",
        "1 month looks incomplete and known to be whole.",
        "1 month has too few months before to be tested.",
        "Outcomes of March 2023 and April 2023 are immature: most are still to come, so they are not to be compared.",
    ]


def test_months_that_lack_a_place_are_gaps_of_which_two_are_explained() -> None:
    assert cut_off_sentence((), "Darlington") == ""
    one = cut_off_sentence((CUT,), "Darlington")
    assert one == (
        "March 2023 has a file that was cut off or damaged, so it looks incomplete, and has nothing of this in "
        "Darlington. "
        "After the months before, zero is implausible: it is a gap, not zero."
    )
    several = cut_off_sentence((CUT,) * 4, "Darlington")
    assert several.count("March 2023") == 2
    assert several.endswith("So do 2 more. After the months before, zero is implausible: they are gaps, not zeros.")
    assert "So does 1 more." in cut_off_sentence((CUT,) * 3, "Darlington")
