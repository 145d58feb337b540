from pathlib import Path

from cspdash.charts import locality_profile, locality_words, words
from cspdash.ui import places_questions as asked
from tests.recounts import DARLINGTON_CODE
from tests.ui.conftest import html_of, plain, started

LOCALITY, QUIET, WINDOW = "E01012304", "E01012306", "2023-08"


def profiling(code: str, slug: str = "asb", level: str = "lsoa") -> None:
    """Draw the profile of one area of Darlington."""
    from cspdash.findings.composite import Composite
    from cspdash.findings.localities import Localities
    from cspdash.ui import places, places_questions, profile, questions

    view = places.View(questions.place("E06000005"), level, slug, "2023-08", code)
    ranked: Localities | Composite
    if slug == "composite":
        ranked = places_questions.composite("E06000005", level, "2023-08", (1, 1, 1, 1, 1))
    else:
        ranked = places_questions.localities("E06000005", slug, level, "2023-08")
    profile.area_profile(view, code, ranked)


def test_a_profile_says_what_matters_and_has_rank_trend_mix_season_and_like_areas(sample: Path) -> None:
    app = started(profiling, code=LOCALITY)
    of = (DARLINGTON_CODE, "lsoa", LOCALITY)
    found = asked.localities(DARLINGTON_CODE, "asb", "lsoa", WINDOW)
    row = found.row(LOCALITY)
    assert row
    assert row.rank in {1, 2, 3}
    assert plain(app.header[0].value) == row.name
    mixed = asked.mix_in(*of, WINDOW)
    said = html_of(app).replace("&#x27;", "'")
    assert locality_profile.matters_sentence(row, found, asked.trend_in(*of, "asb", 36), mixed, None) in said
    bullets = plain(app.markdown[0].value)
    assert locality_words.locality_sentence(row, found) in bullets
    assert "No deprivation is held for it" in bullets
    assert [chart.proto.alt for chart in app.get("plotly_chart")] == [
        words.trend_alt(asked.trend_in(*of, "asb", 36)),
        words.mix_alt(mixed),
        locality_profile.season_alt(asked.season_in(*of, "asb")),
    ]
    everything = " ".join(plain(item.value) for item in app.markdown)
    assert locality_profile.similar_sentence(asked.similar(*of, "asb", WINDOW), row.name, "lsoa") in everything
    assert locality_profile.done_sentence(asked.interventions_in(*of), row.name) in everything
    assert asked.interventions_in(*of)


def test_a_locality_where_nothing_happened_is_a_line_of_zeros_and_no_mix_or_season(sample: Path) -> None:
    app = started(profiling, code=QUIET)
    (chart,) = app.get("plotly_chart")
    assert "from 0 to 0, lowest 0 in" in chart.proto.alt
    assert "none in either year" in plain(app.subheader[0].value)
    assert "rank 4 of 65" in plain(app.markdown[0].value)
    assert "No like areas are named" in " ".join(plain(item.value) for item in app.markdown)


def test_under_the_composite_a_profile_has_the_score_and_the_trend_of_its_first_part(sample: Path) -> None:
    app = started(profiling, code=LOCALITY, slug="composite")
    score = asked.composite(DARLINGTON_CODE, "lsoa", WINDOW, (1, 1, 1, 1, 1))
    assert locality_profile.score_sentence(score, LOCALITY) in plain(app.markdown[0].value)
    assert "Anti-social behaviour" in plain(app.subheader[0].value)


def test_a_district_has_a_profile_beside_the_force_area(sample: Path) -> None:
    app = started(profiling, code=DARLINGTON_CODE, level="district")
    assert plain(app.header[0].value) == "Darlington"
    assert asked.mix_in(DARLINGTON_CODE, "district", DARLINGTON_CODE, WINDOW).around.level == "force"
    assert len(app.get("plotly_chart")) == 3
