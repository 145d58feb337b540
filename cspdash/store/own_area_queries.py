"""The questions about areas that the partnership drew itself: which there are, and what is counted in them."""

from datetime import date
from pathlib import Path

from cspdash.store.connection import Store

FOLDER = "custom-areas"

OWN_AREAS = """
SELECT custom_area.area_code, area.area_name, custom_area.kind, custom_area.districts, custom_area.persons,
    custom_area.year, custom_area.drawn
FROM custom_area JOIN area ON area.area_code = custom_area.area_code AND area.level = 'custom'
ORDER BY area.area_name, custom_area.area_code"""

OWN_MONTHLY = """
SELECT month, category, CAST(sum(n) AS BIGINT) AS n FROM custom_monthly
WHERE area_code = $area_code GROUP BY month, category ORDER BY month, category"""

OWN_OUTLINES = """
SELECT outline.area_code, outline.geojson FROM outline JOIN custom_area ON custom_area.area_code = outline.area_code
ORDER BY outline.area_code"""

OWN_TOTALS = "SELECT area_code, CAST(sum(n) AS BIGINT) FROM custom_monthly GROUP BY area_code ORDER BY area_code"


def files(folder: Path) -> list[Path]:
    """Return the files of the own areas beside a store's releases, by name; the next build takes them up."""
    return sorted((folder / FOLDER).glob("*.geojson"))


def file_of(folder: Path, area_code: str) -> Path:
    """Return where the file of an own area lies."""
    return folder / FOLDER / f"{area_code}.geojson"


def has_own(store: Store) -> bool:
    """Tell whether a store can have own areas: the public edition has no tables of them."""
    return bool(store.edition == "partnership")


def own_areas(store: Store) -> list[tuple[str, str, str, list[str], int | None, int | None, str]]:
    """Return (area_code, area_name, kind, districts, persons, year, file text) of the own areas, by name.

    `kind` is outline or localities; `persons` of an outline are an estimate, None where none can be made.
    """
    return store.rows(OWN_AREAS) if has_own(store) else []


def own_monthly(store: Store, area_code: str) -> list[tuple[date, str, int]]:
    """Return (month, category, n) of the incidents in an own area; a month without rows is absent."""
    return store.rows(OWN_MONTHLY, area_code=area_code)


def own_outlines(store: Store) -> dict[str, str]:
    """Return the outline (GeoJSON geometry, EPSG:4326, clockwise) of each own area that has one."""
    return dict(store.rows(OWN_OUTLINES)) if has_own(store) else {}


def own_totals(store: Store) -> dict[str, int]:
    """Return the incidents of all months and categories of each own area that has any."""
    return dict(store.rows(OWN_TOTALS)) if has_own(store) else {}
