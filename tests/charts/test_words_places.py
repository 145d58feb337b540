"""Words about a locality's mix: what they say is what it holds."""

from cspdash.charts import words
from tests.charts.invented import mix_of


def test_a_mix_says_what_there_is_more_of_than_around_it() -> None:
    more = mix_of({"Burglary": 60, "Drugs": 20, "Robbery": 20}, {"Burglary": 0.2, "Drugs": 0.25, "Robbery": 0.55})
    assert words.mix_title(more) == "Darlington 012A has a larger share of burglary than Darlington"
    same = mix_of({"Burglary": 50, "Drugs": 50}, {"Burglary": 0.5, "Drugs": 0.5})
    assert words.mix_title(same) == "Darlington 012A: no category has a larger share than in Darlington"
    assert words.mix_alt(more) == (
        "Bar chart of the categories of 100 incidents in Darlington 012A, largest first: "
        "Burglary 60%, Drugs 20%, Robbery 20%."
    )
