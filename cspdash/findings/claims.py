"""Do the plans' printed percentages follow from the numbers that they printed? Each is worked out again.

A claim agrees when its own numbers round to what was printed, at the decimals it was printed with. Where the
store holds incidents for the claim's area and period, its own counts stand beside; generated demonstration data
was made to agree with printed totals and proves nothing, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cspdash.catalogue import Catalogue, Claim
from cspdash.findings.places import Place, wide_places
from cspdash.findings.series import PlaceCounts, place_counts
from cspdash.periods import month_range
from cspdash.stats.change import Change, change
from cspdash.stats.rates import proportion, rate
from cspdash.store import queries
from cspdash.store.connection import Store

ClaimVerdict = Literal["agrees", "disagrees", "cannot be checked"]
PER_RATE = 1000
NOT_PRINTED = "the plan does not print the numbers"


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """What the store itself counts for a claim's area and periods; `percent` is its change, None without one."""

    before: int | None
    after: int
    percent: float | None
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A claim worked out again: `computed` in the printed unit, with 95 % limits and the test of a change."""

    claim: Claim
    verdict: ClaimVerdict
    reason: str
    computed: float | None = None
    low: float | None = None
    high: float | None = None
    test: Change | None = None
    implied: float | None = None
    store: StoreCounts | None = None

    @property
    def flagged(self) -> bool:
        """Tell whether it needs a look: only what disagrees does."""
        return self.verdict == "disagrees"


def claims(store: Store | None, catalogue: Catalogue, plan: str) -> tuple[Recomputed, ...]:
    """Return every printed claim of a plan, worked out again; without a store none has its own counts beside."""
    own = _OwnCounts(store, catalogue) if store else None
    return tuple(recomputed(claim, catalogue, own.of(claim) if own else None) for claim in catalogue.claims_of(plan))


def recomputed(claim: Claim, catalogue: Catalogue, store: StoreCounts | None = None) -> Recomputed:
    """Return one claim worked out from its own numbers."""
    if claim.kind == "change":
        return _change(claim, catalogue, store)
    if claim.numerator is None or claim.denominator is None:
        implied = None
        if claim.kind == "rate" and claim.numerator is not None and claim.printed:
            implied = claim.numerator / claim.printed * PER_RATE
        return Recomputed(claim, "cannot be checked", NOT_PRINTED, implied=implied, store=store)
    if claim.denominator <= 0:
        return Recomputed(claim, "cannot be checked", "nothing can be divided by its denominator", store=store)
    if claim.kind == "rate":
        events = rate(claim.numerator, claim.denominator, per=PER_RATE)
        return _compared(claim, events.value, events.low, events.high, None, store)
    if claim.numerator > claim.denominator:
        reason = "the numerator is larger than the denominator, so this is no share"
        return Recomputed(claim, "cannot be checked", reason, store=store)
    share = proportion(claim.numerator, claim.denominator)
    return _compared(claim, 100 * share.value, 100 * share.low, 100 * share.high, None, store)


def _change(claim: Claim, catalogue: Catalogue, store: StoreCounts | None) -> Recomputed:
    if claim.before is None or claim.after is None:
        return Recomputed(claim, "cannot be checked", NOT_PRINTED, store=store)
    tested = change(claim.before, claim.after) if _are_counts(claim, catalogue) else None
    low, high = (None, None)
    if tested and tested.low is not None and tested.high is not None:
        low, high = 100 * (tested.low - 1), 100 * (tested.high - 1)
    return _compared(claim, 100 * (claim.after / claim.before - 1), low, high, tested, store)


def _are_counts(claim: Claim, catalogue: Catalogue) -> bool:
    """Tell whether a change is one of counts, which alone the test of two counts can judge."""
    whole = all(number is not None and number >= 0 and number == int(number) for number in (claim.before, claim.after))
    return whole and (not claim.indicator or catalogue.indicator(claim.indicator).measure == "count")


def _compared(
    claim: Claim, computed: float, low: float | None, high: float | None, test: Change | None, store: StoreCounts | None
) -> Recomputed:
    """Return the verdict on a number that could be worked out, at the decimals printed."""
    half = 0.5 * 10.0**-claim.decimals + 1e-9
    agrees = {
        "equal": abs(computed - claim.printed) <= half,
        "below": computed <= claim.printed + half,
        "above": computed >= claim.printed - half,
    }[claim.relation]
    reason = "its own numbers give it" if agrees else "its own numbers give another figure"
    if unequal(claim):
        reason += "; the two periods are not of one length"
    return Recomputed(claim, "agrees" if agrees else "disagrees", reason, computed, low, high, test, store=store)


def unequal(claim: Claim) -> bool:
    """Tell whether a change compares periods of different length."""
    if not (claim.before_start and claim.before_end and claim.after_start and claim.after_end):
        return False
    return abs((claim.before_end - claim.before_start).days - (claim.after_end - claim.after_start).days) > 3


class _OwnCounts:
    """The store's counts for claims, read once for each place."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self.store, self.catalogue = store, catalogue
        self.places = wide_places(store, catalogue)
        self.demonstration = queries.is_demonstration(store)
        self.read: dict[str, PlaceCounts] = {}

    def of(self, claim: Claim) -> StoreCounts | None:
        """Return the store's counts for a claim, or None where it does not hold every month of it."""
        if claim.kind == "share" or not claim.indicator or claim.place:
            return None
        indicator = self.catalogue.indicator(claim.indicator)
        place = self.place(claim.area_code)
        if place is None or indicator.counted_from != "incidents" or indicator.measure != "count":
            return None
        if place.code not in self.read:
            self.read[place.code] = place_counts(self.store, self.catalogue, place)
        counts = self.read[place.code]
        after = self.total(counts, indicator.categories, claim.after_start, claim.after_end)
        before = self.total(counts, indicator.categories, claim.before_start, claim.before_end)
        if after is None or (claim.kind == "change" and before is None):
            return None
        percent = 100 * (after / before - 1) if before else None
        return StoreCounts(before, after, percent, self.demonstration)

    def place(self, area_code: str) -> Place | None:
        """Return the place of a district, of the only district of a partnership, or of the force."""
        within = [d.area_code for d in self.catalogue.partnership.districts if d.partnership_code == area_code]
        code = within[0] if len(within) == 1 else area_code
        return next((place for place in self.places if place.code == code), None)

    def total(self, counts: PlaceCounts, categories: Sequence[str], start: date | None, end: date | None) -> int | None:
        """Return the incidents of whole months, None when a month is missing or cut."""
        if start is None or end is None or start.day != 1 or (end + timedelta(days=1)).day != 1:
            return None
        series = counts.series(self.catalogue, categories)
        found = [series.at(month) for month in month_range(start, end.replace(day=1))]
        return None if any(n is None for n in found) else sum(n or 0 for n in found)
