"""On the real months: counts equal a plain recount, and a place where nothing was done shows nothing as a rule."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from cspdash import catalogue, settings
from cspdash.findings.intervention import Trial, effect_of
from cspdash.findings.intervention_design import Design
from cspdash.findings.places import localities_of, wide_places
from cspdash.store.connection import Store
from tests.recounts import DARLINGTON_CODE

CONTENT = catalogue.load(settings.content_dir())
MONTHS = ("2024-01", "2024-02", "2024-03", "2024-04", "2025-01", "2025-02", "2025-03", "2025-04")


def recount(folder: Path) -> Counter[tuple[str, str]]:
    """Return the ASB of each district and year, row by row."""
    found: Counter[tuple[str, str]] = Counter()
    for file in sorted(folder.rglob("*-durham-street.csv")):
        if file.name[:7] in MONTHS:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                for row in csv.DictReader(stream):
                    if row["Crime type"] == "Anti-social behaviour":
                        found[row["LSOA name"].rpartition(" ")[0], row["Month"][:4]] += 1
    return found


def test_counts_equal_a_plain_recount(real_store: Store, real_data: Path) -> None:
    wide = {place.name: place for place in wide_places(real_store, CONTENT)}
    asb = CONTENT.indicator("asb")
    found = effect_of(
        real_store, CONTENT, Design(asb, (wide["Darlington"],), (wide["County Durham"],), date(2025, 1, 1))
    )
    assert isinstance(found, Trial)
    counted = recount(real_data / "police-uk")
    assert [(one.before, one.after) for one in found.arms] == [
        (counted[name, "2024"], counted[name, "2025"]) for name in ("Darlington", "County Durham")
    ]
    assert len(found.windows.after) == 4
    assert found.alike == "not held"


def test_where_nothing_was_done_differences_are_not_rare_and_it_is_said(real_store: Store) -> None:
    wide = next(place for place in wide_places(real_store, CONTENT) if place.code == DARLINGTON_CODE)
    inner = localities_of(real_store, wide)
    violence = CONTENT.indicator("violence")
    found = effect_of(real_store, CONTENT, Design(violence, (inner[0],), (inner[9],), date(2025, 1, 1)))
    assert isinstance(found, Trial)
    # Real areas move more than chance alone would have them: the page says how often, from the areas themselves.
    assert found.elsewhere is not None
    assert found.elsewhere.groups >= 20
    assert 0 < found.elsewhere.detected < found.elsewhere.groups / 2
