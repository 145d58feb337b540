"""Every category at a glance: the last twelve months, the change on the twelve before, and how sure."""

from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import Catalogue
from cspdash.findings.completeness import Provisional, provisional
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import PlaceCounts, Series, is_partners, place_counts
from cspdash.findings.year import YearOnYear, year_on_year
from cspdash.store.connection import Store

SPARK_MONTHS = 36


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One line of the overview; `polarity` is that of the indicator that counts just this, else none."""

    title: str
    categories: tuple[str, ...]
    polarity: str
    year: YearOnYear | None
    spark: Series
    comparability: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """All categories of a place: ASB and crime without ASB first, then each category as recorded.

    `newest`, `held` and `span` are of the police's months; a partner's category stands by its own newest month.
    """

    place: Place
    rows: tuple[CategoryRow, ...]
    newest: date | None
    held: int
    span: int
    provenance: Provenance
    provisional: tuple[Provisional, ...] = ()


def overview(store: Store, catalogue: Catalogue, place: Place) -> Overview:
    """Return the overview of a place; categories that are recorded no more are left out when long gone."""
    counts = place_counts(store, catalogue, place)
    present = [category for category in catalogue.categories if category.name in counts.counts]
    unknown = [name for name in counts.counts if name not in {category.name for category in present}]
    # What a partner counts is no crime, whether or not the content knows it.
    crimes = tuple(category.name for category in present if category.crime)
    crimes += tuple(name for name in unknown if name not in counts.covered)
    rows = [
        _row(catalogue, counts, category.short_name or category.name, (category.name,), category.comparability)
        for category in present
    ]
    rows += [_row(catalogue, counts, name, (name,), "Not a category that is known here.") for name in unknown]
    total = [_row(catalogue, counts, "Crime without ASB", crimes)] if crimes else []
    rows.sort(key=lambda row: -(row.year.total if row.year else 0))
    first = [row for row in rows if row.title == "ASB"]
    ordered = [*first, *total, *(row for row in rows if row not in first)]
    recent = counts.months[-SPARK_MONTHS:]
    return Overview(
        place,
        tuple(row for row in ordered if _current(row, catalogue, counts)),
        max(counts.held, default=None),
        sum(month in counts.held for month in recent),
        len(recent),
        provenance(store, catalogue),
        tuple(one for one in provisional(store, catalogue) if one.month in recent),
    )


def _row(
    catalogue: Catalogue, counts: PlaceCounts, title: str, categories: tuple[str, ...], comparability: str = ""
) -> CategoryRow:
    series = counts.series(catalogue, categories)
    # An indicator may also name categories that were recorded only in other years.
    matching = [item for item in catalogue.indicators if set(item.categories) & set(counts.counts) == set(categories)]
    polarity = matching[0].polarity if matching else "none"
    return CategoryRow(title, categories, polarity, year_on_year(series), series.last(SPARK_MONTHS), comparability)


def _current(row: CategoryRow, catalogue: Catalogue, counts: PlaceCounts) -> bool:
    """Tell whether the police counted it in their newest year, or a partner at any time."""
    of_partner = any(is_partners(catalogue, name, counts.covered) for name in row.categories)
    return bool(row.year) and (of_partner or bool(row.year and row.year.last in counts.months[-12:]))
