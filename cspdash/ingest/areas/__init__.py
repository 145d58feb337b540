"""Areas: boundaries, links between census geographies, and the areas that both share."""

from cspdash.ingest.areas.boundaries import Area, Boundaries, read_boundaries
from cspdash.ingest.areas.common import Link, common_areas
from cspdash.ingest.areas.derived import refresh
from cspdash.ingest.areas.inference import infer_links
from cspdash.ingest.areas.links import read_links
from cspdash.ingest.areas.loading import SOURCE, link_unlinked, load_areas, load_reference, register_seen
from cspdash.ingest.areas.partnership import load_named

__all__ = [
    "SOURCE",
    "Area",
    "Boundaries",
    "Link",
    "common_areas",
    "infer_links",
    "link_unlinked",
    "load_areas",
    "load_named",
    "load_reference",
    "read_boundaries",
    "read_links",
    "refresh",
    "register_seen",
]
