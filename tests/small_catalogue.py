"""A catalogue of a few things, for what does not need a whole partnership's content."""

from datetime import date
from pathlib import Path
from typing import Any

from cspdash.catalogue import Break, Catalogue, Category, District, Force, Indicator, Partnership
from tests.making import ASB, CRIMES

PARTNERSHIP = Partnership(
    "Sample Partnership", "Sample", "Some bodies.", Force("durham", "Durham Constabulary", "E23000008"),
    (District("E06000005", "Darlington", "E22000072", "Darlington Partnership"),
     District("E06000047", "County Durham", "E22000365", "Durham Partnership")),
    "E06000005", "A licence", ("Contains samples.",),
)  # fmt: skip
CATEGORIES = (
    Category(ASB, date(2010, 12, 1), short_name="ASB", crime=False, comparability="Incidents, not crime."),
    *(Category(name, date(2013, 5, 1)) for name in CRIMES),
    Category("Robbery", date(2010, 12, 1)),
)


def indicator(slug: str = "asb", categories: tuple[str, ...] = (ASB,), **changes: Any) -> Indicator:
    """Return an indicator that counts incidents of some categories."""
    given: dict[str, Any] = {
        "slug": slug, "title": f"Recorded {slug}", "definition": "What is counted.", "counted_from": "incidents",
        "measure": "count", "unit": "incidents", "counted": "recorded incidents", "source": "police.uk",
        "owner": "Police", "polarity": "lower", "disclosure": "O", "geography": "lsoa", "checked_by": "Analyst",
        "next_review": date(2027, 4, 1), "categories": categories,
    }  # fmt: skip
    return Indicator(**(given | changes))


def catalogue(**changes: Any) -> Catalogue:
    """Return the small catalogue; keywords replace single parts."""
    given: dict[str, Any] = {
        "folder": Path("nowhere"), "partnership": PARTNERSHIP, "plans": (), "categories": CATEGORIES,
        "indicators": (indicator(), indicator("burglary", ("Burglary",)), indicator("robbery", ("Robbery",))),
    }  # fmt: skip
    return Catalogue(**(given | changes))


def line(starts: date, slug: str = "change", **changes: Any) -> Break:
    """Return a dated change in how things are counted."""
    return Break(slug, f"The {slug}", starts, "Because it was so.", "A letter.", "Analyst", **changes)
