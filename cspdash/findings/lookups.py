"""Do residents, outlines and the ward lookup keep up with the months and areas that rows carry?"""

from dataclasses import dataclass
from datetime import date

from cspdash.findings.provenance import residents_years
from cspdash.store import locality_queries, queries
from cspdash.store.connection import Store


@dataclass(frozen=True, slots=True)
class Lookups:
    """The localities of all districts known: how many there are, and how many lack something that a page needs.

    `years` are those of the newest residents held of each, `newest` the newest month of any rows. `unwarded` are in no
    ward of the lookup; 0 where none is held, as then nobody ranks wards.
    """

    years: tuple[int, ...]
    newest: date | None
    localities: int
    unpeopled: int
    undrawn: int
    unwarded: int


def lookups(store: Store) -> Lookups:
    """Return how far what is loaded beside the months covers them."""
    districts = [row[0] for row in queries.areas(store, ["district"])]
    people = {row[0]: row[6] for row in queries.common_areas(store, districts)}
    drawn = queries.outlines(store, districts)
    wards = {row[0] for row in locality_queries.wards(store, districts)}
    return Lookups(
        residents_years(store, districts), queries.summary(store)["last_month"], len(people),
        sum(persons is None for persons in people.values()), len(people.keys() - drawn.keys()),
        len(people.keys() - wards) if wards else 0,
    )  # fmt: skip
