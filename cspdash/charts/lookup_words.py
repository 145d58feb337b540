"""What residents, outlines and wards that are held do not cover, in words."""

from cspdash.findings.lookups import Lookups
from cspdash.findings.provenance import residents_words


def lookup_sentences(found: Lookups | None) -> list[str]:
    """Return of when the residents are, and how many localities lack residents, an outline or a ward."""
    if found is None or not found.localities:
        return []
    people = residents_words(found.years, found.newest).strip()
    lacking = (
        (found.unpeopled, "residents", "their counts are shown and no rates"),
        (found.undrawn, "an outline", "they are not on the map"),
        (found.unwarded, "a ward in the lookup", "they are in no ward's count"),
    )
    return [
        *([people] if people else []),
        *(f"Localities without {what}: {n:,} of {found.localities:,}; {so}." for n, what, so in lacking if n),
    ]
