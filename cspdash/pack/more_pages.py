"""The pages of a pack that are the same for every plan: perceptions, localities, data and method."""

import inspect

from cspdash.catalogue import Catalogue
from cspdash.charts.locality_tables import localities_table
from cspdash.charts.locality_words import localities_alt, localities_sentence, localities_title, scale_sentence
from cspdash.charts.maps import localities_map
from cspdash.charts.perception_figures import perception_figure
from cspdash.charts.perception_words import (
    age_sentence,
    numbers_sentences,
    perception_alt,
    perception_title,
    verdict_sentence,
)
from cspdash.charts.source_tables import months_table
from cspdash.findings.localities import localities
from cspdash.findings.perception import perception
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance
from cspdash.findings.series import countable
from cspdash.findings.sources import sources
from cspdash.findings.windows import scale, usual, windows
from cspdash.pack.native import of_perception
from cspdash.pack.pages import Drawing, Page, columns, first_rows
from cspdash.stats import change, control, gap, rates
from cspdash.store import queries
from cspdash.store.connection import Store

TOP = 12
SHOWN = ("Locality", "Rank (95% interval)", "Incidents", "Rate per 1,000 (95% interval)", "Standing")
CLASSES = 5
RANKS = "Ranks of neighbours in the list are rarely certain: intervals overlap."
METHODS = {
    "Rates": rates,
    "Change": change,
    "Control limits": control,
    "Survey waves": gap,
}


def perception_pages(store: Store, catalogue: Catalogue, place: Place) -> list[Page]:
    """Return perceptions against reality: the first question with a comparison in the place, or none."""
    found = [perception(store, catalogue, pair, place, "", False) for pair in catalogue.pairs]
    compared = [one for one in found if one.chosen is not None and one.asked_here]
    if not compared:
        return []
    one = compared[0]
    drawn = Drawing(
        perception_title(one), perception_alt(one), one.provenance.line, perception_figure(one), of_perception(one)
    )
    age = age_sentence(one)
    lead = (verdict_sentence(one), *numbers_sentences(one), *([age] if age else []))
    others = tuple(verdict_sentence(other) for other in compared[1:])
    return [
        Page("perceptions", "Perceptions against reality", lead, (), (drawn,), others,
             ("Survey shares carry their 95% interval; recorded incidents and shares never share a scale.",))
    ]  # fmt: skip


def localities_pages(store: Store, catalogue: Catalogue, place: Place) -> list[Page]:
    """Return the localities with the highest rate of the first indicator counted from incidents, with their map."""
    counted = countable(store, catalogue)
    chosen = next((one for one in counted if one.slug == "asb"), counted[0] if counted else None)
    if chosen is None:
        return []
    window = usual(windows(store, catalogue, chosen.categories, place.districts))
    last = window.last if window else None
    found = localities(store, catalogue, place, chosen.name, chosen.categories, last=last)
    if not found.rows:
        return []
    # The classes of the page: those of the widest place, the same for every year.
    wide = Place("", "all districts", "force", tuple(one.area_code for one in catalogue.partnership.districts))
    classes = scale(store, catalogue, wide, chosen.categories, "lsoa", CLASSES)
    outlines = queries.outlines(store, list(place.districts))
    drawn = Drawing(
        localities_title(found), localities_alt(found), found.provenance.line, localities_map(found, classes, outlines)
    )
    table = first_rows(columns(localities_table(found), SHOWN), TOP)
    return [
        Page("localities", "High-impact localities", (localities_sentence(found),), (table,),
             (drawn,) if outlines else (), caveats=(RANKS, *([scale_sentence(classes, "lsoa")] if classes else [])))
    ]  # fmt: skip


def method_page(store: Store, catalogue: Catalogue, found: Provenance) -> Page:
    """Return the data and the methods: months held, rules in a sentence each, licences."""
    held = sources(store, catalogue)
    rules = tuple(
        f"{name}: {inspect.cleandoc(module.__doc__ or '').split(chr(10) + chr(10))[0].replace(chr(10), ' ')}"
        for name, module in METHODS.items()
    )
    lead = ("A change is called up or down only when it is more than chance; otherwise there is no detectable change.",)
    return Page(
        "method", "Data and method", lead, (months_table(held),), (), rules,
        (found.line, *catalogue.partnership.attribution),
    )  # fmt: skip
