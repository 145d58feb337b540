import pytest

from cspdash.charts import concentration_figures as charts
from tests.charts.hot_spots_made import concentrated


def test_the_sentence_sets_the_places_beside_chance() -> None:
    first, second = charts.concentration_sentences(concentrated())
    assert first == (
        "1 of 4 localities (25%) holds half of the 100 Some incidents events of Darlington, April 2023 to March 2024; "
        "if chance alone spread the same number in proportion to residents, it would take 2 (50%)."
    )
    assert second.startswith("Events are more concentrated than chance would make them: the Gini coefficient is 0.45")
    assert "against 0.08 by chance (0.04 to 0.14 in 95% of 999 simulations)" in second


@pytest.mark.parametrize(
    ("gini", "said"), [(0.09, "That is no more than chance gives"), (0.01, "Events are more even than chance")]
)
def test_what_chance_gives_is_not_called_concentrated(gini: float, said: str) -> None:
    assert charts.concentration_sentences(concentrated(gini=gini))[1].startswith(said)


def test_without_a_year_the_reason_is_said() -> None:
    found = concentrated(note="No complete 12 months are held.", window=None)
    assert charts.concentration_sentences(found) == ["No complete 12 months are held."]
    assert charts.concentration_title(found).endswith("cannot be worked out")


def test_the_chart_has_the_curve_chance_its_band_and_the_diagonal() -> None:
    found = concentrated()
    low, high, chance, recorded, even = charts.concentration_figure(found).data
    assert tuple(recorded.y) == found.share_of_events
    assert tuple(chance.y) == found.chance_share_of_events
    assert (tuple(low.y), tuple(high.y)) == (found.chance_low, found.chance_high)
    assert (tuple(even.x), tuple(even.y)) == ((0, 1), (0, 1))
    assert len({recorded.line.dash, chance.line.dash, even.line.dash}) == 3
    assert charts.concentration_figure(found).layout.annotations[0].text == "Half of the events<br>in 25% of localities"


def test_the_table_holds_the_curves() -> None:
    table = charts.concentration_table(concentrated())
    assert table.records()[1] == {
        "Busiest localities": 1, "Share of localities": 0.25, "Share of events": 0.7, "By chance": 0.3,
        "Chance, 95% from": 0.27, "95% to": 0.36,
    }  # fmt: skip
    assert "half of the events in 25% of localities, against 50% by chance" in charts.concentration_alt(concentrated())
    assert charts.concentration_title(concentrated()) == "Some incidents in Darlington: half of it in 1 of 4 localities"
