from pathlib import Path

from cspdash.charts import words
from cspdash.ui import questions
from tests.recounts import DARLINGTON_CODE
from tests.ui.conftest import html_of, plain, started

LOCALITY, QUIET = "E01012304", "E01012306"


def profiling(code: str) -> None:
    """Draw the profile of one locality of Darlington."""
    from cspdash.ui import access, profile, questions

    found = questions.localities("E06000005", "asb")
    profile.locality_profile(questions.place(code), found, access.content().indicator("asb"))


def test_a_profile_has_rank_trend_and_mix(sample: Path) -> None:
    app = started(profiling, code=LOCALITY)
    found = questions.localities(DARLINGTON_CODE, "asb")
    row = found.row(LOCALITY)
    assert row
    assert row.rank in {1, 2, 3}
    assert plain(app.header[0].value) == row.name
    assert words.locality_sentence(row, found) in html_of(app).replace("&#x27;", "'")
    mixed = questions.mix(LOCALITY, DARLINGTON_CODE)
    assert [chart.proto.alt for chart in app.get("plotly_chart")] == [
        words.trend_alt(questions.trend("asb", LOCALITY, 36)), words.mix_alt(mixed),
    ]  # fmt: skip
    assert plain(app.subheader[1].value) == words.mix_title(mixed)
    assert [plain(item.value) for item in app.caption][-1] == mixed.provenance.line


def test_a_locality_where_nothing_happened_is_a_line_of_zeros_and_no_mix(sample: Path) -> None:
    app = started(profiling, code=QUIET)
    (chart,) = app.get("plotly_chart")
    assert "from 0 to 0, lowest 0 in" in chart.proto.alt
    assert "none in either year" in plain(app.subheader[0].value)
    assert "rank 4 of 65" in html_of(app)
