"""Areas that can be compared across June 2023, when police.uk went from LSOAs of 2011 to LSOAs of 2021.

Links between the two geographies join areas into groups. Inside a group nothing can be told apart
over the whole of a series, so a group is shown as one common area.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LSOA_KIND = "lsoa11_lsoa21"
WARD_KIND = "lsoa_ward"


@dataclass(frozen=True, slots=True)
class Link:
    """A part of one area in another: `weight` is the share (0 to 1) of `from_code` that lies in `to_code`."""

    from_code: str
    to_code: str
    kind: str
    weight: float


def common_areas(links: Iterable[Link], codes: Iterable[str]) -> dict[str, str]:
    """Return the common area of every code in `codes` and in the LSOA 2011 to 2021 links.

    An unchanged area is its own; the pieces of a split take the 2011 code; a merge takes the 2021 code;
    any other group takes its lowest 2011 code.
    """
    ours = [link for link in links if link.kind == LSOA_KIND]
    group_of = _groups(ours, codes)
    old = _codes_by_group(group_of, (link.from_code for link in ours))
    new = _codes_by_group(group_of, (link.to_code for link in ours))
    return {code: _common_code(old.get(group, {group}), new.get(group, {group})) for code, group in group_of.items()}


def _common_code(old: set[str], new: set[str]) -> str:
    """Return the code of a group's common area from its 2011 and its 2021 codes."""
    return min(new) if len(old) > 1 and len(new) == 1 else min(old)


def _codes_by_group(group_of: Mapping[str, str], codes: Iterable[str]) -> dict[str, set[str]]:
    """Return the codes of each group."""
    found: dict[str, set[str]] = {}
    for code in codes:
        found.setdefault(group_of[code], set()).add(code)
    return found


def _groups(links: list[Link], codes: Iterable[str]) -> dict[str, str]:
    """Return the group of every code, named by one of its members: the connected components of the links."""
    leader = {code: code for code in codes}
    for link in links:
        leader.setdefault(link.from_code, link.from_code)
        leader.setdefault(link.to_code, link.to_code)

    def find(code: str) -> str:
        while leader[code] != code:
            leader[code] = leader[leader[code]]
            code = leader[code]
        return code

    for link in links:
        leader[find(link.from_code)] = find(link.to_code)
    return {code: find(code) for code in leader}
