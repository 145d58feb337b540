"""A reader who goes through the navigation link by link, each page held against what everyone must be able to read."""

from scripts import reading
from tests.journeys.conftest import Visitor


def read(visitor: Visitor, width: int) -> list[str]:
    """Return what is wrong with a page; on the narrow screen with everything opened."""
    if width < 1280:
        reading.opened(visitor.page)
    return reading.faults(visitor.page)


def walk(visitor: Visitor, width: int, start: str = "plans") -> list[str]:
    """Follow every link of the navigation and read each page; return the addresses of the pages."""
    visitor.open(f"/{start}")
    names = reading.addresses(visitor.page)
    # The page that is shown already comes last, so that each one is arrived at.
    for name in sorted(names, key=lambda name: name == start.partition("?")[0]):
        assert reading.arrived(visitor.page, name) + read(visitor, width) == [], name
        assert len(visitor.text()) > 200, name
    assert visitor.errors == []
    assert visitor.outside() == []
    return names
