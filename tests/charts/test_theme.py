import re
import tomllib
from itertools import pairwise

import pytest

from cspdash.charts.theme import DARK, LIGHT, Theme, layout, theme
from cspdash.settings import ROOT

THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
WORDS = ("TEXT", "QUIET", "CONCERN", "IMPROVEMENT")
MARKS = ("OBSERVED", "COMPARATOR", "NEUTRAL", "CONCERN", "IMPROVEMENT")


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_is_that_of_the_definition() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@THEMES
@pytest.mark.parametrize("name", WORDS)
def test_words_can_be_read(colours: Theme, name: str) -> None:
    assert contrast(getattr(colours, name), colours.PAPER) >= 4.5


@THEMES
@pytest.mark.parametrize("name", MARKS)
def test_marks_and_lines_can_be_seen(colours: Theme, name: str) -> None:
    assert contrast(getattr(colours, name), colours.PAPER) >= 3


@THEMES
def test_a_map_goes_from_near_the_paper_to_far_from_it_in_steps_that_can_be_told_in_grey(colours: Theme) -> None:
    from_paper = [contrast(colour, colours.PAPER) for colour in colours.SCALE]
    assert from_paper == sorted(from_paper)
    assert from_paper[-1] >= 7
    assert all(contrast(one, other) >= 1.3 for one, other in pairwise(colours.SCALE))


@THEMES
def test_the_edge_of_the_chosen_area_is_seen_on_every_class(colours: Theme) -> None:
    assert contrast(colours.TEXT, colours.PAPER) >= 7
    for colour in (*colours.SCALE, colours.NO_DATA):
        assert max(contrast(colour, colours.TEXT), contrast(colour, colours.PAPER)) >= 3


@THEMES
def test_an_area_without_a_rate_has_an_edge_that_is_seen(colours: Theme) -> None:
    assert contrast(colours.QUIET, colours.NO_DATA) >= 3
    assert contrast(colours.QUIET, colours.PAPER) >= 3


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_the_page_is_of_the_same_colours_as_the_figures(kind: str) -> None:
    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][kind]
    colours = theme(kind == "dark")
    assert (told["backgroundColor"], told["textColor"]) == (colours.PAPER, colours.TEXT)
    assert contrast(colours.TEXT, told["secondaryBackgroundColor"]) >= 4.5
    assert contrast(told["linkColor"], told["backgroundColor"]) >= 4.5
    assert contrast(told["borderColor"], told["backgroundColor"]) >= 3


@THEMES
def test_every_colour_is_written_out(colours: Theme) -> None:
    plain = [getattr(colours, name) for name in Theme.__slots__ if name not in {"EXPECTED_RANGE", "SCALE", "BOTH"}]
    both = [colour for row in colours.BOTH for colour in row]
    assert len(set(both)) == 9
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in [*plain, *colours.SCALE, *both])
    assert len(colours.SCALE) == 5


def test_a_figure_takes_the_shared_look_and_may_add_to_it() -> None:
    made = layout(DARK, height=90, xaxis={"side": "top"}, barmode="overlay")
    assert (made["paper_bgcolor"], made["height"], made["barmode"]) == (DARK.PAPER, 90, "overlay")
    assert (made["xaxis"]["side"], made["xaxis"]["showgrid"]) == ("top", False)
    assert layout(DARK)["yaxis"]["tickfont"]["color"] == DARK.TEXT
    assert layout(LIGHT)["font"]["size"] >= 15
