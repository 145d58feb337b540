from pathlib import Path

import pytest

from cspdash.ui.indicators import EMPTY
from tests.ui.conftest import html_of, plain, started

pytestmark = pytest.mark.usefixtures("sample")


def said(app: object) -> str:
    return plain("\n".join(item.value for item in app.markdown))  # type: ignore[attr-defined]


def observing(values: list[float | None]) -> None:
    """Draw the panel of an indicator that has these yearly values."""
    from cspdash.ui.indicators import indicator_panel
    from tests.charts.readings import reading
    from tests.findings.indicator.making import indicator, year

    kind = indicator(title="Hate :red[incidents]", caveats=("Mind *this*.",))
    points = [year(kind, 2018 + n, value) for n, value in enumerate(values)]
    indicator_panel(reading(kind, points, caveats=kind.caveats), "E06000005", 36)


def test_values_over_years_have_chart_alt_source_table_and_caveats() -> None:
    app = started(observing, values=[80.0, 120.0, 160.0])
    assert plain(app.header[0].value) == "Hate :red[incidents]"
    assert "\\:red\\[" in app.header[0].value, "a title is no markup"
    (chart,) = app.get("plotly_chart")
    assert "160" in chart.proto.alt
    assert plain(app.caption[0].value).startswith("Source: A register. Release ")
    assert "Mind *this*." in said(app)
    for value in ("80", "120", "160"):
        assert value in html_of(app)


def test_a_single_value_is_a_table_and_no_chart() -> None:
    app = started(observing, values=[80.0])
    assert not app.get("plotly_chart")
    assert "80" in html_of(app)
    assert plain(app.caption[0].value).startswith("Source: A register. Release ")


def defining(polarity: str) -> None:
    """Draw what an indicator is."""
    from cspdash.ui.indicators import definition
    from tests.small_catalogue import indicator

    definition(indicator(polarity=polarity, over="residents", disclosure="S"))


@pytest.mark.parametrize(
    ("polarity", "words"),
    [("lower", "lower is better"), ("higher", "higher is better"), ("none", "neither direction is good or bad"),
     ("more_reports", "more people came forward: neither good nor bad")],
)  # fmt: skip
def test_a_definition_says_how_to_read_it(polarity: str, words: str) -> None:
    text = said(started(defining, polarity=polarity))
    assert words in text
    for part in ("Counted: recorded incidents, over residents.", "Owner: Police.", "Disclosure class S."):
        assert part in text


def counting(code: str) -> None:
    """Draw the panel of anti-social behaviour as a priority page does."""
    from cspdash.ui import access, questions
    from cspdash.ui.indicators import indicator_panel

    plan = access.content().default_plan
    priority = next(item for item in plan.priorities if "asb" in item.indicators)
    found = questions.readings(plan.slug, priority.slug, code, "2024-01-15")
    indicator_panel(next(item for item in found if item.indicator.slug == "asb"), code, 36)


def test_what_is_counted_from_incidents_is_a_monthly_trend() -> None:
    app = started(counting, code="E06000005")
    (chart,) = app.get("plotly_chart")
    assert "by month in Darlington, September 2020 to August 2023" in chart.proto.alt
    assert "Anti\\-social behaviour" in app.expander[-1].label, "a name in a label is no markup"


def waiting(found: int) -> None:
    """Name indicators without data, of which there are so many."""
    from cspdash.ui import access
    from cspdash.ui.indicators import without_data
    from tests.charts.readings import reading
    from tests.findings.indicator.making import indicator

    kinds = [indicator(slug=f"sample-{n}", title=f"Sample {n}", file=f"file-{n}.csv") for n in range(found)]
    without_data([reading(kind) for kind in kinds], access.content().default_plan, "some")


def test_indicators_without_data_name_the_file_that_would_fill_them() -> None:
    app = started(waiting, found=2)
    assert app.header[0].value == "No data supplied yet"
    for n in range(2):
        assert f"Sample {n}" in html_of(app)
        assert f"file-{n}.csv" in html_of(app)
    assert [button.proto.label for button in app.get("download_button")] == ["Template to fill in (CSV)"]


def test_where_nothing_waits_nothing_is_drawn() -> None:
    app = started(waiting, found=0)
    assert not app.header
    assert not app.get("download_button")


def promising() -> None:
    """Draw what the default plan promises under its first priority."""
    from cspdash.ui import access
    from cspdash.ui.indicators import plan_parts

    plan = access.content().default_plan
    plan_parts(plan, plan.priorities[0])


def test_what_the_plan_promises_is_all_there(sample: Path) -> None:
    from cspdash.ui import access

    plan = access.content().default_plan
    priority = plan.priorities[0]
    app = started(promising)
    text = said(app)
    promised = [item.title for item in priority.deliverables] + list(priority.commitments) + list(priority.aims)
    assert promised
    assert all(" ".join(line.split()) in text for line in promised)
    actions = access.content().actions_of(plan.slug, priority.slug)
    assert (f"Action plan ({len(actions)})" in [item.label for item in app.expander]) == bool(actions)


def test_the_word_for_missing_data_is_that_of_the_reading() -> None:
    from tests.charts.readings import reading
    from tests.findings.indicator.making import indicator

    assert reading(indicator()).state == EMPTY
