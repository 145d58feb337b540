"""One area through all indicators: where it stands in each among its peers, with the range of the peers."""

from dataclasses import dataclass

import numpy as np

from cspdash.catalogue import Catalogue, Indicator
from cspdash.findings.compare import Average, Compared, compare
from cspdash.findings.peers import Peers
from cspdash.findings.provenance import Provenance
from cspdash.findings.series import countable
from cspdash.store import observations
from cspdash.store.connection import Store


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator: the comparison, and the peers' lowest, quarter, three-quarter and highest value."""

    compared: Compared
    lowest: float | None
    quarter: float | None
    three_quarters: float | None
    highest: float | None

    @property
    def indicator(self) -> Indicator:
        """Return the indicator."""
        return self.compared.indicator


@dataclass(frozen=True, slots=True)
class Profile:
    """An area through the indicators that can be compared, and (name, why) of those that cannot."""

    peers: Peers
    code: str
    name: str
    lines: tuple[Line, ...]
    left_out: tuple[tuple[str, str], ...]
    provenance: Provenance | None
    why: str = ""


def comparable(store: Store, catalogue: Catalogue, peers: Peers) -> tuple[Indicator, ...]:
    """Return the indicators that a group may have values of: counted from incidents, or supplied for a member."""
    counted = {indicator.slug for indicator in countable(store, catalogue)}
    if peers.level == "lsoa":
        return tuple(one for one in catalogue.indicators if one.slug in counted)
    codes = {code for member in peers.members for code in catalogue.lies_in(member.code)[:2]}
    others = [one for one in catalogue.indicators if one.slug not in counted and one.counted_from != "incidents"]
    rows = observations.supplied(store, [one.slug for one in others])
    areas: dict[str, set[str]] = {}
    for row in rows:
        areas.setdefault(row.indicator, set()).add(row.area_code)
    for figure in catalogue.figures:
        if not figure.place:
            areas.setdefault(figure.indicator, set()).add(figure.area_code)
    # A value of one area alone can be compared with nothing.
    held = {slug for slug, found in areas.items() if len(found & codes) > 1}
    return tuple(one for one in catalogue.indicators if one.slug in counted | held)


def profile(store: Store, catalogue: Catalogue, peers: Peers, code: str, average: Average = "mean") -> Profile:
    """Return where one member of a group stands in every indicator that can be compared."""
    name = peers.name_of(code)
    if peers.why:
        return Profile(peers, code, name, (), (), None, peers.why)
    asked = comparable(store, catalogue, peers)
    found = [compare(store, catalogue, one, peers, average, intervals=False) for one in asked]
    usable = [one for one in found if not one.why and one.own is not None and one.own.value.value is not None]
    left = tuple((one.indicator.name, one.why or _why_own(one)) for one in found if one not in usable)
    nothing = f"Nothing of {name or 'any area'} is held that is held of another area too: no indicator can be compared."
    why = "" if usable else nothing
    made = usable[0].values.provenance if usable else None
    return Profile(peers, code, name, tuple(_line(one) for one in usable), left, made, why)


def _why_own(found: Compared) -> str:
    return found.own.value.why if found.own else "no value is held"


def _line(found: Compared) -> Line:
    held = [row.value.value or 0.0 for row in found.ranked if row.in_average]
    low, quarter, three, high = (float(value) for value in np.quantile(held, [0, 0.25, 0.75, 1]))
    return Line(found, low, quarter, three, high)
