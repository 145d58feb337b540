"""What became of each crime: police.uk's outcome texts in proportions of their time (outcomes.toml)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from cspdash.catalogue.reader import build, read_toml
from cspdash.demo.categories import ALL_CATEGORIES, ASB
from cspdash.demo.counts import LAST
from cspdash.demo.draws import Draws, Floats, Indexes
from cspdash.periods import months_apart

OUTCOMES = Path(__file__).with_name("outcomes.toml")
PENDING = "Under investigation"
STILL_PENDING = (0.55, 0.3, 0.15)
"""Share of crimes that are still under investigation, from the newest month back."""

FOUND = ("Drugs", "Possession of weapons", "Shoplifting")
VIOLENT = (
    "Other crime",
    "Public disorder and weapons",
    "Public order",
    "Robbery",
    "Violence and sexual offences",
    "Violent crime",
)
KIND = np.array([0 if name in FOUND else 1 if name in VIOLENT else 2 for name in ALL_CATEGORIES])
ASB_AT = ALL_CATEGORIES.index(ASB)


@dataclass(frozen=True)
class Spell:
    """The outcome texts in use up to month `to`, with their weights for three kinds of crime."""

    to: date
    texts: tuple[str, ...]
    found: tuple[float, ...]
    violence: tuple[float, ...]
    unseen: tuple[float, ...]

    def weights(self) -> Floats:
        """Return the weights by kind of crime and text."""
        return np.array([self.found, self.violence, self.unseen])


@dataclass(frozen=True)
class Outcomes:
    """Everything in outcomes.toml."""

    spell: tuple[Spell, ...]


@cache
def read_outcomes(file: Path = OUTCOMES) -> Outcomes:
    """Return the outcomes of a file; ContentError names the file and line of anything that is wrong."""
    tables, where = read_toml(file)
    return build(Outcomes, tables, where, {})


def draw_outcomes(month: date, categories: Indexes, draws: Draws) -> tuple[list[str], Indexes]:
    """Return the texts that a month may show and, for each row's category, the position of its own.

    Anti-social behaviour has the first text, which is empty.
    """
    spell = next(spell for spell in read_outcomes().spell if month <= spell.to)
    texts = ["", *spell.texts, PENDING]
    chosen = 1 + draws.choose_in_rows(spell.weights(), KIND[categories])
    age = months_apart(month, LAST)
    if age < len(STILL_PENDING):
        chosen[draws.uniform(len(chosen)) < STILL_PENDING[age]] = len(texts) - 1
    chosen[categories == ASB_AT] = 0
    return texts, chosen
