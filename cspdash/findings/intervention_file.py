"""A test made on the page as a content file: text that loads when put into the folder interventions/."""

import json
import re
from collections.abc import Collection, Iterable

from cspdash.catalogue import Catalogue
from cspdash.findings.intervention_design import Design

UNTITLED = "An intervention without a title"
UNDESCRIBED = "Not described yet."


def intervention_toml(catalogue: Catalogue, design: Design, title: str, done: str) -> str:
    """Return the TOML of an intervention, with a slug that the content does not have yet.

    Raises ValueError when the design has no treated area or no start.
    """
    if not design.treated or design.starts is None:
        raise ValueError("an intervention needs a treated area and a start")
    taken = {one.slug for one in catalogue.interventions}
    lines = [
        "# Made on the page 'Did it work?'. Put this file into the content folder, under interventions.",
        "[[intervention]]",
        f"slug = {_text(slug_of(title, taken))}",
        f"title = {_text(title or UNTITLED)}",
        f"done = {_text(done or UNDESCRIBED)}",
        f"area_code = {_text(_district(catalogue, design))}",
        f"indicators = {_list([design.indicator.slug])}",
        f"starts = {design.starts.isoformat()}",
    ]
    if design.ends:
        lines.append(f"ends = {design.ends.isoformat()}")
    for role in design.roles:
        lines.append(f"{role.replace(' ', '_')}_area_codes = {_list(place.code for place in design.places(role))}")
    return "\n".join(lines) + "\n"


def slug_of(title: str, taken: Collection[str]) -> str:
    """Return a slug made of a title's letters and digits, numbered where it is taken."""
    base = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-") or "intervention"
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)


def _district(catalogue: Catalogue, design: Design) -> str:
    """Return the district of the treated areas, or the force area where they lie in several."""
    districts = {code for place in design.treated for code in place.districts}
    return districts.pop() if len(districts) == 1 else catalogue.partnership.force.area_code


def _text(value: str) -> str:
    """Return a TOML basic string: JSON's escapes are TOML's, but for delete and for half of a pair."""
    clean = " ".join(value.encode("utf-8", "ignore").decode().split())
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "")


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(_text(value) for value in values)}]"
