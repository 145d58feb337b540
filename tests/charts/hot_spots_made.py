"""Hot spots, grades and concentrations of invented numbers, as the findings make them."""

from datetime import date
from typing import Any

from cspdash.findings.concentration import Concentration
from cspdash.findings.hot_spot_grade import SHARES, AtShare, Compared, Grade, Origin, Score
from cspdash.findings.hot_spots import HotSpot, HotSpots
from cspdash.periods import add_months
from tests.charts.invented import DARLINGTON, SOURCE

YEAR = (date(2023, 4, 1), date(2024, 3, 1))
QUARTERS = tuple((add_months(YEAR[0], 3 * at), add_months(YEAR[0], 3 * at + 2)) for at in range(4))


def hot_spot(at: int = 0, **changes: Any) -> HotSpot:
    """Return one locality: neither hot nor cold unless changed."""
    given: dict[str, Any] = {
        "code": f"E0101{at:04}", "name": f"Locality {at}", "district": DARLINGTON.code, "n": 40 - at, "persons": 1500,
        "rate": (40 - at) / 1.5, "z": 2.0 - at / 10, "p": 0.05 + at / 100, "hot": False, "cold": False,
        "neighbours": 5, "persistence": "none", "hot_in": (False,) * len(QUARTERS),
    }  # fmt: skip
    return HotSpot(**(given | changes))


def hot_spots(*rows: HotSpot, **changes: Any) -> HotSpots:
    """Return the finding of some localities."""
    given: dict[str, Any] = {
        "place": DARLINGTON, "slug": "asb", "subject": "Some incidents", "measure": "count",
        "categories": ("Anti-social behaviour",), "rows": rows, "window": YEAR, "periods": QUARTERS,
        "permutations": 9999, "period_permutations": 999, "seed": 0, "level": 0.05,
        "family": "the 389 localities of both districts",
        "period_family": "the same in all 4 quarters together", "family_size": 389, "note": "", "newer": (),
        "provenance": SOURCE,
    }  # fmt: skip
    return HotSpots(**(given | changes))


def score(hits: int, events: int = 200) -> Score:
    """Return what a list caught, its other measures made up from it."""
    return Score(hits=hits, hit_rate=hits / events, pai=hits / 10, pei=hits / 200, rri=None if hits > 90 else 1.5)


def graded(verdict: str = "beats", origins: int = 2, **changes: Any) -> Grade:
    """Return a grade: at each share the statistic catches 20, 40, 60, 100 of 200 events, the list ten fewer."""
    hits = (20, 40, 60, 100)
    at = tuple(
        AtShare(share=share, areas=n, statistic=score(got), naive=score(got - 10))
        for share, n, got in zip(SHARES, (2, 4, 7, 13), hits, strict=True)
    )
    made = tuple(
        Origin(fit=(add_months(YEAR[0], -12 * n), add_months(YEAR[1], -12 * n)),
               test=(add_months(YEAR[1], 1 - 12 * n), add_months(YEAR[1], 6 - 12 * n)), events=200, at=at)
        for n in range(origins)
    )  # fmt: skip
    compared = tuple(
        Compared(share=share, areas=n, difference=0.05, low=0.012, high=0.09, verdict=verdict)  # type: ignore[arg-type]
        for share, n in zip(SHARES, (2, 4, 7, 13), strict=True)
    )
    given: dict[str, Any] = {
        "place": DARLINGTON, "slug": "asb", "subject": "Some incidents", "measure": "count",
        "origins": made if origins else (), "compared": compared if origins else (), "areas": 65,
        "baseline": "the localities with most in the twelve months before", "resamples": 2000, "seed": 0, "note": "",
        "provenance": SOURCE,
    }  # fmt: skip
    return Grade(**(given | changes))


def concentrated(**changes: Any) -> Concentration:
    """Return the concentration of 100 events over four localities: 70, 10, 10, 10."""
    given: dict[str, Any] = {
        "place": DARLINGTON, "slug": "asb", "subject": "Some incidents", "window": YEAR, "areas": 4, "events": 100,
        "share_of_areas": (0.0, 0.25, 0.5, 0.75, 1.0), "share_of_events": (0.0, 0.7, 0.8, 0.9, 1.0),
        "chance_share_of_events": (0.0, 0.3, 0.56, 0.79, 1.0), "chance_low": (0.0, 0.27, 0.53, 0.77, 1.0),
        "chance_high": (0.0, 0.36, 0.6, 0.82, 1.0), "gini": 0.45, "chance_gini": 0.08, "chance_gini_low": 0.04,
        "chance_gini_high": 0.14, "half": 1, "half_share": 0.25, "chance_half_share": 0.5, "by_population": True,
        "simulations": 999, "seed": 0, "note": "", "newer": (), "provenance": SOURCE,
    }  # fmt: skip
    return Concentration(**(given | changes))
