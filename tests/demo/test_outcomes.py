from datetime import date

import numpy as np
import pytest

from cspdash.demo.categories import ALL_CATEGORIES
from cspdash.demo.draws import Draws
from cspdash.demo.outcomes import draw_outcomes, read_outcomes


def drawn(month: date, category: str, rows: int = 4000) -> list[str]:
    at = np.full(rows, ALL_CATEGORIES.index(category))
    texts, chosen = draw_outcomes(month, at, Draws(1))
    return [texts[position] for position in chosen]


def test_every_text_has_a_weight_for_each_kind() -> None:
    for spell in read_outcomes().spell:
        assert spell.weights().shape == (3, len(spell.texts))
        assert spell.weights().sum(axis=1) == pytest.approx(100, abs=25)


def test_anti_social_behaviour_has_none() -> None:
    assert set(drawn(date(2024, 1, 1), "Anti-social behaviour")) == {""}


def test_sentences_are_published_only_up_to_january_2019() -> None:
    assert "Offender sent to prison" in drawn(date(2019, 1, 1), "Drugs")
    assert "Offender sent to prison" not in drawn(date(2019, 2, 1), "Drugs")


def test_theft_goes_mostly_without_a_suspect() -> None:
    unsolved = drawn(date(2016, 1, 1), "Burglary").count("Investigation complete; no suspect identified")
    assert unsolved / 4000 == pytest.approx(0.72, abs=0.03)
