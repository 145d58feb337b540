"""How a district's rows spread over its areas: unequal, lasting, drifting slowly, with planted hot spots."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np

from cspdash.catalogue.reader import build, read_toml
from cspdash.demo.areas import Area
from cspdash.demo.categories import ALL_CATEGORIES, ASB
from cspdash.demo.counts import FIRST, LAST
from cspdash.demo.draws import Draws, Floats
from cspdash.periods import months_apart

PLACES = Path(__file__).with_name("places.toml")
WEIGHT_STREAM = 3

Kind = Literal["disorder", "violence", "acquisitive", "damage", "shops"]
KINDS: tuple[Kind, ...] = ("disorder", "violence", "acquisitive", "damage", "shops")
KIND_OF: dict[str, Kind] = {
    ASB: "disorder",
    "Criminal damage and arson": "damage",
    "Shoplifting": "shops",
    **dict.fromkeys(("Bicycle theft", "Burglary", "Other crime", "Other theft", "Vehicle crime"), "acquisitive"),
}
OWN_SPREAD = {"disorder": 0.35, "violence": 0.3, "acquisitive": 0.35, "damage": 0.35, "shops": 1.3}
TOWN_CENTRE = {"disorder": 1.2, "violence": 1.2, "acquisitive": 0.7, "damage": 0.6, "shops": 3.2}
SHARED_SPREAD = 0.5
DENSITY = 0.12
DRIFT = 0.1
"""Standard deviations, and slopes, of the logarithm of an area's weight; drift is that of one year."""


@dataclass(frozen=True)
class Planted:
    """A hot spot put there on purpose: where, of what kind, how it goes and how strong it is."""

    area_code: str
    course: Literal["emerging", "fading", "passing"]
    kind: Kind
    times: float
    first: date
    last: date

    def factor(self, month: date) -> float:
        """Return by how much the area's weight is multiplied in a month."""
        if self.course == "passing":
            return self.times if self.first <= month <= self.last else 1.0
        way = min(max(months_apart(self.first, month) / months_apart(self.first, self.last), 0.0), 1.0)
        return float(self.times ** (way if self.course == "emerging" else 1 - way))


@dataclass(frozen=True)
class Elsewhere:
    """An area of another force in which some rows lie, with a point near it."""

    area_code: str
    area_name: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Places:
    """Everything in places.toml."""

    town_centres: tuple[str, ...]
    planted: tuple[Planted, ...]
    elsewhere: tuple[Elsewhere, ...]


def read_places(file: Path = PLACES) -> Places:
    """Return the places of a file; ContentError names the file and line of anything that is wrong."""
    tables, where = read_toml(file)
    return build(Places, tables, where, {})


def kind_of(category: str) -> Kind:
    """Return the kind of place in which a category happens."""
    return KIND_OF.get(category, "violence")


KIND_OF_CATEGORY = np.array([KINDS.index(kind_of(name)) for name in ALL_CATEGORIES])


@dataclass(frozen=True)
class Weights:
    """The logarithms of the areas' weights: lasting ones by kind and area, and the drift by year and area."""

    areas: tuple[Area, ...]
    planted: tuple[Planted, ...]
    lasting: Floats
    drift: Floats

    def in_month(self, month: date) -> Floats:
        """Return the weights of a month by kind (KINDS) and area; only their proportions mean anything."""
        year, part = divmod(months_apart(FIRST, month), 12)
        drift = self.drift[year] + (self.drift[year + 1] - self.drift[year]) * part / 12
        weights = np.exp(self.lasting + drift)
        codes = [area.area_code for area in self.areas]
        for spot in self.planted:
            if spot.area_code in codes:
                weights[KINDS.index(spot.kind), codes.index(spot.area_code)] *= spot.factor(month)
        return weights


def area_weights(areas: tuple[Area, ...], places: Places, seed: int) -> Weights:
    """Return the weights of the areas: residents, density, town centres and lasting chance by kind."""
    draws = Draws(seed, WEIGHT_STREAM)
    persons = np.array([area.persons for area in areas])
    density = np.log(persons / np.array([area.hectares for area in areas]))
    centre = np.array([area.area_code in places.town_centres for area in areas])
    shared = SHARED_SPREAD * draws.normal(len(areas))
    common = np.log(persons) + DENSITY * (density - density.mean()) + shared
    own = draws.normal(len(KINDS), len(areas)) * np.array([[OWN_SPREAD[kind]] for kind in KINDS])
    lift = centre * np.array([[TOWN_CENTRE[kind]] for kind in KINDS])
    years = months_apart(FIRST, LAST) // 12 + 2
    drift = np.cumsum(DRIFT * draws.normal(years, len(areas)), axis=0)
    return Weights(areas, places.planted, common + own + lift, drift)
