"""Where does an area stand among its peers? Higher, lower or similar, by its own interval and never by rank alone.

An area is higher than the group's average where its whole interval lies above it, at 95 % and at 99.8 %; else it is
similar. Fewer than 10 events carry no word at all. Good and bad come from the indicator's polarity.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from cspdash.catalogue import Catalogue, Indicator
from cspdash.findings.compare_values import Value, Values, values
from cspdash.findings.peers import Peers
from cspdash.stats.funnel import Funnel, funnel
from cspdash.stats.ranking import rank_interval
from cspdash.stats.rates import Comparison, benchmark
from cspdash.store.connection import Store

Average = Literal["mean", "pooled"]
Standing = Literal["higher 99.8", "higher 95", "similar", "lower 95", "lower 99.8", "too few", "not judged", "no value"]
LEAST_FOR_FUNNEL = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One area: its value, where it stands, what that means, and its rank (1 = highest) with a 95 % interval.

    `in_average` says whether it is one of the areas that the average is of.
    """

    value: Value
    standing: Standing
    meaning: Literal["better", "worse", ""]
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    in_average: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """An indicator across a group, highest value first and areas without one last.

    `average` is over `average_of` areas. `funnel` follows `funnel_codes`; None for too few areas or no counts.
    """

    values: Values
    kind_of_average: Average
    average: float | None
    average_of: int
    rows: tuple[Row, ...]
    chosen: str
    funnel: Funnel | None
    funnel_codes: tuple[str, ...]
    why: str

    @property
    def indicator(self) -> Indicator:
        """Return the indicator."""
        return self.values.indicator

    @property
    def peers(self) -> Peers:
        """Return the group."""
        return self.values.peers

    @property
    def own(self) -> Row | None:
        """Return the chosen area's row, or None where none is chosen."""
        return next((row for row in self.rows if row.value.code == self.chosen), None)

    @property
    def ranked(self) -> tuple[Row, ...]:
        """Return the rows that have a value."""
        return tuple(row for row in self.rows if row.value.value is not None)

    def count(self, *standings: Standing) -> int:
        """Return how many areas stand so."""
        return sum(row.standing in standings for row in self.rows)


def compare(
    store: Store, catalogue: Catalogue, indicator: Indicator, peers: Peers, average: Average = "mean", *,
    intervals: bool = True,
) -> Compared:  # fmt: skip
    """Return an indicator across a group; a group of localities with none chosen is read for its highest.

    Without `intervals` ranks stand alone, which costs no simulation.
    """
    return compared(values(store, catalogue, indicator, peers), average, intervals=intervals)


def compared(found: Values, average: Average = "mean", *, intervals: bool = True) -> Compared:
    """Return where each area stands, from values that are already read."""
    held = sorted(found.held, key=lambda row: (-(row.value or 0), row.code))
    chosen = found.peers.chosen or (held[0].code if held else "")
    members = [row for row in held if not (found.peers.others_only and row.code == chosen)]
    level = None if found.why else average_of(members, average, found.per if found.kind == "rate" else 1.0)
    ranks = _ranks(held, found, intervals)
    inside = {row.code for row in members}
    rows = [_row(row, level, found, ranks[at], row.code in inside) for at, row in enumerate(held)]
    rows += [Row(row, "no value", "", None, None, None, False) for row in sorted(found.left_out, key=lambda r: r.name)]
    counted = [row for row in held if row.countable]
    wide = _funnel(counted, found) if len(counted) >= LEAST_FOR_FUNNEL and not found.why else None
    why = found.why or ("" if members else _alone(found, chosen))
    return Compared(
        found, average, level, len(members), tuple(rows), chosen, wide,
        tuple(row.code for row in counted) if wide else (), why,
    )  # fmt: skip


def _alone(found: Values, chosen: str) -> str:
    """Return why there is no average: no other area has a value, for the reason that most of them have."""
    reasons = Counter(row.why for row in found.left_out if row.code != chosen)
    most = f" ({reasons.most_common(1)[0][0]})" if reasons else ""
    return f"No other area of the group has a value{most}, so there is no average."


def average_of(rows: list[Value], kind: Average, per: float) -> float | None:
    """Return the plain mean of values, or all events over all denominators; None of nothing, or where counts lack."""
    if not rows:
        return None
    if kind == "mean":
        return sum(row.value or 0.0 for row in rows) / len(rows)
    if not all(row.countable for row in rows):
        return None
    return sum(row.n or 0.0 for row in rows) / sum(row.denominator or 0.0 for row in rows) * per


def standing_of(row: Value, average: float | None) -> Standing:
    """Return where one value stands against an average."""
    if row.value is None:
        return "no value"
    if row.too_few:
        return "too few"
    if average is None or row.low is None or row.high is None or row.low998 is None or row.high998 is None:
        return "not judged"
    near, far = benchmark(row.low, row.high, average), benchmark(row.low998, row.high998, average)
    if near == "similar":
        return "similar"
    return _at(near, "99.8" if far == near else "95")


def _at(side: Comparison, level: str) -> Standing:
    words: dict[tuple[str, str], Standing] = {
        ("higher", "95"): "higher 95", ("higher", "99.8"): "higher 99.8",
        ("lower", "95"): "lower 95", ("lower", "99.8"): "lower 99.8",
    }  # fmt: skip
    return words[side, level]


def meaning_of(standing: Standing, polarity: str) -> Literal["better", "worse", ""]:
    """Return better, worse or nothing, by polarity alone."""
    if polarity not in ("lower", "higher") or not standing.startswith(("higher", "lower")):
        return ""
    return "better" if standing.startswith(polarity) else "worse"


def _row(row: Value, average: float | None, found: Values, rank: tuple[int, int | None, int | None],
         inside: bool) -> Row:  # fmt: skip
    standing = standing_of(row, average)
    if inside and found.peers.others_only and len(found.held) <= 2 and standing != "too few":
        # With one peer the average is that peer: to set it against itself says nothing.
        standing = "not judged"
    return Row(row, standing, meaning_of(standing, found.indicator.polarity), *rank, inside)


def _ranks(held: list[Value], found: Values, intervals: bool) -> list[tuple[int, int | None, int | None]]:
    """Return the rank of each row, highest first (equal values share one); only rates of counts have its interval."""
    first: dict[float | None, int] = {}
    for at, row in enumerate(held, start=1):
        first.setdefault(row.value, at)
    plain = [first[row.value] for row in held]
    if not intervals or found.kind != "rate" or len(held) < 2 or not all(row.countable for row in held):
        return [(rank, None, None) for rank in plain]
    spread = rank_interval([row.n or 0 for row in held], [row.denominator or 0 for row in held])
    return [
        (rank, int(low), int(high)) for rank, low, high in zip(plain, spread.low, spread.high, strict=True)
    ]  # fmt: skip


def _funnel(rows: list[Value], found: Values) -> Funnel:
    kind: Literal["rate", "proportion"] = "proportion" if found.kind == "proportion" else "rate"
    return funnel([row.n or 0.0 for row in rows], [row.denominator or 1.0 for row in rows], kind)
