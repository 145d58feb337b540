"""One month's rows as the bytes of a police.uk street file."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from cspdash.demo.areas import DISTRICTS, POINTS_PER_AREA, Area, snap_points
from cspdash.demo.categories import ALL_CATEGORIES
from cspdash.demo.counts import MONTHS, count_table
from cspdash.demo.draws import Draws, Floats, Indexes
from cspdash.demo.outcomes import ASB_AT, draw_outcomes
from cspdash.demo.weights import KIND_OF_CATEGORY, Elsewhere, Weights, area_weights, read_places

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context\r\n"
)
FORCE = "Durham Constabulary"
STREET = "On or near Demonstration Street"
NOWHERE = ",,No Location,,"

ROW_STREAM, ELSEWHERE_STREAM = 4, 5
SHARE_ELSEWHERE = 0.008
ELSEWHERE_POINTS, ELSEWHERE_SPREAD = 6, 0.01
NO_LOCATION_YEARS, NO_LOCATION_SHARES = (2010, 2015, 2018, 2026), (0.025, 0.02, 0.0005, 0.0002)

POINT_WEIGHTS = 1 / np.arange(1, POINTS_PER_AREA + 1)
"""Zipf's law: the second point of an area has half of the rows of the first, the third a third."""


@dataclass(frozen=True)
class Ground:
    """Where rows can lie: the areas with their weights, and the text of every map point.

    `texts` holds POINTS_PER_AREA points for each area, in order, then those elsewhere, then no location.
    """

    seed: int
    weights: Weights
    members: tuple[Indexes, ...]
    texts: np.ndarray

    @property
    def outside(self) -> range:
        """Return the positions in `texts` of the points in other forces' areas."""
        return range(len(self.weights.areas) * POINTS_PER_AREA, len(self.texts) - 1)


def _point_texts(points: Floats, name: str, code: str, first: int) -> list[str]:
    """Return the five columns of each point from longitude to LSOA name; two points share a street."""
    return [
        f"{longitude:.6f},{latitude:.6f},{STREET} {(first + at) // 2 + 1},{code},{name}"
        for at, (longitude, latitude) in enumerate(points)
    ]


def _elsewhere_points(place: Elsewhere, seed: int, number: int) -> Floats:
    offsets = Draws(seed, ELSEWHERE_STREAM, number).uniform(ELSEWHERE_POINTS, 2) - 0.5
    return np.array([place.longitude, place.latitude]) + ELSEWHERE_SPREAD * offsets


def lay_ground(areas: tuple[Area, ...], seed: int) -> Ground:
    """Return the ground for a seed: points and weights of every area, and the places elsewhere.

    Raises ValueError where a district that has rows has no area to put them in.
    """
    parents = np.array([area.parent_code for area in areas])
    members = tuple(np.flatnonzero(parents == district) for district in DISTRICTS)
    if not all(len(areas_of_one) for areas_of_one in members):
        raise ValueError(f"the demonstration needs areas in each of {', '.join(DISTRICTS)}")
    places = read_places()
    texts: list[str] = []
    for number, area in enumerate(areas):
        texts += _point_texts(snap_points(area, seed, number), area.area_name, area.area_code, len(texts))
    for number, place in enumerate(places.elsewhere):
        points = _elsewhere_points(place, seed, number)
        texts += _point_texts(points, place.area_name, place.area_code, len(texts))
    all_texts = np.array([*texts, NOWHERE], dtype=object)
    return Ground(seed, area_weights(areas, places, seed), members, all_texts)


def _located(ground: Ground, month: date, draws: Draws) -> tuple[Indexes, Indexes]:
    """Return the category and the point of every row of the two districts, ordered by area, then category."""
    weights = ground.weights.in_month(month)
    counts = count_table(ground.seed)[:, MONTHS.index(month)]
    categories, areas = [], []
    for members, row in zip(ground.members, counts, strict=True):
        for category in np.flatnonzero(row):
            chosen = draws.choose(weights[KIND_OF_CATEGORY[category], members], int(row[category]))
            areas.append(members[chosen])
            categories.append(np.full(len(chosen), category))
    all_areas, all_categories = np.concatenate(areas), np.concatenate(categories)
    points = all_areas * POINTS_PER_AREA + draws.choose(POINT_WEIGHTS, len(all_areas))
    order = np.lexsort((all_categories, all_areas))
    return all_categories[order], points[order]


def _astray(ground: Ground, month: date, categories: Indexes, draws: Draws) -> tuple[Indexes, Indexes]:
    """Return the category and point of the rows that lie in another force's area or have no location."""
    mix = np.bincount(categories, minlength=len(ALL_CATEGORIES)).astype(float)
    crimes = np.where(np.arange(len(mix)) == ASB_AT, 0.0, mix)
    share = np.interp(month.year + month.month / 12, NO_LOCATION_YEARS, NO_LOCATION_SHARES)
    expected = np.array([len(categories) * SHARE_ELSEWHERE, crimes.sum() * share])
    away, nowhere = np.floor(expected + draws.uniform(2)).astype(int)
    outside = draws.choose(np.ones(len(ground.outside)), away) + ground.outside.start
    category = np.concatenate([draws.choose(mix, away), draws.choose(crimes, nowhere)])
    return category, np.concatenate([outside, np.full(nowhere, len(ground.texts) - 1)])


def month_file(ground: Ground, month: date) -> bytes:
    """Return the street file of one month: UTF-8, CRLF, header first, the same for the same seed."""
    draws = Draws(ground.seed, ROW_STREAM, month.year, month.month)
    category, point = _located(ground, month, draws)
    more_category, more_point = _astray(ground, month, category, draws)
    category, point = np.concatenate([category, more_category]), np.concatenate([point, more_point])
    texts, outcome = draw_outcomes(month, category, draws)
    crime = category != ASB_AT
    pieces = np.empty((len(category), 4), dtype=object)
    pieces[:, 0] = ""
    pieces[crime, 0] = draws.hex_names(int(crime.sum()))
    pieces[:, 1] = f",{month:%Y-%m},{FORCE},{FORCE},"
    pieces[:, 2] = ground.texts[point]
    endings = [[f",{name},{text},\r\n" for text in texts] for name in ALL_CATEGORIES]
    pieces[:, 3] = np.array(endings, dtype=object)[category, outcome]
    return (HEADER + "".join(pieces.ravel().tolist())).encode()
