from datetime import date

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.findings.places import wide_places
from cspdash.pack import Pack, collect
from cspdash.store.connection import Store

TODAY = date(2024, 1, 1)


@pytest.fixture(scope="session")
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


@pytest.fixture(scope="session")
def pack(store: Store, content: Catalogue) -> Pack:
    """The pack of the newest plan for Darlington, from the sample store."""
    place = next(place for place in wide_places(store, content) if place.code == "E06000005")
    return collect(store, content, content.default_plan, place, TODAY)
