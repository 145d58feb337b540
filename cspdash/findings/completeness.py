"""Which months look incomplete, and are drawn as provisional and used for nothing else?

The signs are worked out when a release is built. A month that the content accepts is used as it is, at once.
"""

from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import Catalogue
from cspdash.periods import month_name
from cspdash.store import completeness_queries, queries
from cspdash.store.connection import Store

IMMATURE = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason to think a month incomplete: what was `found` where so much was `expected`; `detail` names it."""

    name: str
    found: float | None = None
    expected: float | None = None
    detail: str = ""

    @property
    def words(self) -> str:
        """Return the reason as it is said after "it has" or "its file"."""
        found, expected = self.found or 0.0, self.expected or 0.0
        said = {
            "rows": f"{found:,.0f} rows, {found / expected if expected else 0:.0%} of what its past leads to expect",
            "categories": f"none of what every earlier month had: {self.detail}",
            "localities": f"nothing in {found:,.0f} of {expected:,.0f} localities that every earlier month had",
            "located": f"a locality for {found:.0%} of its rows, where no earlier month had fewer than {expected:.0%}",
            "quarantine": f"{found:.0%} of its rows in quarantine",
            "damaged": "a file that was cut off or damaged",
        }
        return said.get(self.name, self.name)


@dataclass(frozen=True, slots=True)
class Provisional:
    """A month of a force that looks incomplete, and why; `accepted` is the content's reason to use it all the same."""

    force: str
    month: date
    signs: tuple[Sign, ...]
    accepted: str = ""

    @property
    def why(self) -> str:
        """Return every reason, as it is said after "it has"."""
        return "; ".join(sign.words for sign in self.signs)

    @property
    def line(self) -> str:
        """Return month and reasons as a sentence of their own without its stop."""
        return f"{month_name(self.month)} has {self.why}"


def doubted(store: Store, catalogue: Catalogue) -> tuple[Provisional, ...]:
    """Return every month that looks incomplete, by force and month, those that the content accepts too."""
    found: dict[tuple[str, date], list[Sign]] = {}
    for force, month, name, value, expected, detail in completeness_queries.signs(store):
        found.setdefault((force, month), []).append(Sign(name, value, expected, detail or ""))
    reasons = {(one.force, one.month): one.reason for one in catalogue.partnership.completeness}
    return tuple(
        Provisional(force, month, tuple(signs), reasons.get((force, month), ""))
        for (force, month), signs in sorted(found.items())
    )


def provisional(store: Store, catalogue: Catalogue, force: str = "") -> tuple[Provisional, ...]:
    """Return the months of a force (the partnership's own where none is named) that are drawn and not used."""
    wanted = force or catalogue.partnership.force.slug
    return tuple(one for one in doubted(store, catalogue) if one.force == wanted and not one.accepted)


def months_whole(store: Store, catalogue: Catalogue, force: str) -> tuple[date, ...]:
    """Return the months of a force's street files that are held and used, in order."""
    left_out = {one.month for one in provisional(store, catalogue, force)}
    return tuple(month for month in queries.months_held(store).get(force, []) if month not in left_out)


def immature(store: Store, catalogue: Catalogue) -> tuple[date, ...]:
    """Return the newest two months held: their outcomes are still to come, so that they are not compared."""
    return tuple(queries.months_held(store).get(catalogue.partnership.force.slug, [])[-IMMATURE:])
