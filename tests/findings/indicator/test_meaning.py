import pytest

from cspdash.findings.indicator import meaning


@pytest.mark.parametrize(
    ("verdict", "polarity", "said"),
    [
        ("up", "lower", "concern"),
        ("down", "lower", "improvement"),
        ("up", "higher", "improvement"),
        ("down", "higher", "concern"),
        ("up", "more_reports", "more people came forward"),
        ("down", "more_reports", "fewer people came forward"),
        ("up", "none", ""),
        ("no detectable change", "lower", ""),
        ("too few to compare", "higher", ""),
        ("", "lower", ""),
    ],
)
def test_good_and_bad_come_from_the_polarity_alone(verdict: str, polarity: str, said: str) -> None:
    assert meaning(verdict, polarity) == said
