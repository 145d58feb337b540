"""What does the store hold, what does it lack, and what was turned away?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cspdash.catalogue import Catalogue
from cspdash.findings.completeness import Provisional, doubted, immature
from cspdash.findings.lookups import Lookups, lookups
from cspdash.findings.provenance import Provenance, provenance
from cspdash.periods import month_range
from cspdash.store import completeness_queries, queries
from cspdash.store.connection import Store


@dataclass(frozen=True, slots=True)
class ForceMonths:
    """The months held and missing of one force, or of one partner, between its first and its last."""

    force: str
    held: tuple[date, ...]
    missing: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """Files, months, quarantine, where rows lie, boundaries and populations.

    `doubted` months look incomplete, `untested` ones (force, month) have too little past to tell, and of the `immature`
    ones most outcomes are still to come. `lookups` says what residents and outlines do not cover.
    """

    summary: dict[str, Any]
    forces: tuple[ForceMonths, ...]
    ledger: tuple[dict[str, Any], ...]
    reasons: tuple[tuple[str, str, int, int], ...]
    placed: dict[str, int]
    areas: tuple[tuple[str, int | None, int, int], ...]
    populations: tuple[tuple[int, int, int], ...]
    links: dict[str, int]
    provenance: Provenance
    doubted: tuple[Provisional, ...] = ()
    untested: tuple[tuple[str, date], ...] = ()
    immature: tuple[date, ...] = ()
    lookups: Lookups | None = None


def sources(store: Store, catalogue: Catalogue) -> Sources:
    """Return everything that stands behind the numbers of a store."""
    forces = tuple(
        ForceMonths(
            force, tuple(held), tuple(month for month in month_range(held[0], held[-1]) if month not in set(held))
        )
        for force, held in (queries.months_held(store) | queries.months_of_partners(store)).items()
    )
    return Sources(
        queries.summary(store),
        forces,
        tuple(queries.ledger(store)),
        tuple(queries.reject_reasons(store)),
        queries.placed(store),
        tuple(queries.area_counts(store)),
        tuple(queries.population_totals(store)),
        queries.link_origins(store),
        provenance(store, catalogue),
        doubted(store, catalogue),
        tuple(completeness_queries.untested(store)),
        immature(store, catalogue),
        lookups(store),
    )
