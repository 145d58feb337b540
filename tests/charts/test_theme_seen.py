"""Colours that are compared with each other can be told apart by readers with every kind of colour vision.

Colour blindness as simulated by Machado, Oliveira and Fernandes (2009, severity 1.0), difference by CIE76 in L*a*b*.
"""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from cspdash.charts.theme import DARK, LIGHT, Theme
from tests.charts.test_theme import contrast

THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
VISION = {
    "usual": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                            [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip
SEEN = pytest.mark.parametrize("vision", VISION)
TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                   [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
WHITE = TO_XYZ @ np.ones(3)


def lab(colour: str, vision: str) -> NDArray[np.float64]:
    """Return a colour in CIE L*a*b* as this kind of vision sees it."""
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    share = TO_XYZ @ np.clip(VISION[vision] @ linear, 0, 1) / WHITE
    x, y, z = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one: str, other: str, vision: str) -> float:
    """Return how far apart two colours are (delta E of 1976)."""
    return float(np.linalg.norm(lab(one, vision) - lab(other, vision)))


def test_the_difference_is_that_of_the_definition() -> None:
    assert lab("#FFFFFF", "usual") == pytest.approx([100, 0, 0], abs=0.01)
    assert lab("#FF0000", "usual") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    assert difference("#000000", "#FFFFFF", "usual") == pytest.approx(100, abs=0.01)
    # Red and green of one lightness are what a person without the cones for green mixes up.
    assert difference("#C8553D", "#7A7A2E", "deuteranopia") < difference("#C8553D", "#7A7A2E", "usual") / 2


@SEEN
@THEMES
def test_lines_that_are_compared_differ_for_everyone(colours: Theme, vision: str) -> None:
    assert difference(colours.OBSERVED, colours.COMPARATOR, vision) >= 15


@SEEN
@THEMES
def test_concern_and_improvement_differ_for_everyone(colours: Theme, vision: str) -> None:
    assert difference(colours.CONCERN, colours.IMPROVEMENT, vision) >= 15


@SEEN
@THEMES
def test_neighbouring_classes_of_a_map_differ_for_everyone(colours: Theme, vision: str) -> None:
    for one, other in pairwise(colours.SCALE):
        assert difference(one, other, vision) >= 15


@SEEN
@THEMES
def test_a_place_without_data_looks_like_no_class_or_has_an_edge(colours: Theme, vision: str) -> None:
    for colour in colours.SCALE[1:]:
        assert difference(colours.NO_DATA, colour, vision) >= 15
    assert contrast(colours.QUIET, colours.NO_DATA) >= 3
