"""Who is compared with whom: the localities of a place, the partnership's districts, or a peer group of content."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cspdash.catalogue import Catalogue
from cspdash.findings.places import Place, localities_of
from cspdash.store.connection import Store

LOCALITIES, DISTRICTS = "localities", "districts"
Level = Literal["lsoa", "district"]


@dataclass(frozen=True, slots=True)
class Member:
    """One area of a group. `force` is police.uk's name of its force, empty where it is not known."""

    code: str
    name: str
    force: str = ""


@dataclass(frozen=True, slots=True)
class Peers:
    """A group of areas. `chosen` is the area that is compared; `why` says why nothing can be, where that is so.

    Among localities the average is of all of them, the chosen one included: it is the average of their place. Among
    districts it is of the others alone.
    """

    slug: str
    title: str
    level: Level
    place: Place
    members: tuple[Member, ...]
    chosen: str
    source: str
    dated: date | None = None
    note: str = ""
    why: str = ""

    @property
    def others_only(self) -> bool:
        """Tell whether the average leaves out the chosen area."""
        return self.level == "district"

    @property
    def others(self) -> tuple[Member, ...]:
        """Return the members that are not the chosen area."""
        return tuple(member for member in self.members if member.code != self.chosen)

    def name_of(self, code: str) -> str:
        """Return a member's name; the code where it is none."""
        return next((member.name for member in self.members if member.code == code), code)


def groups_of(catalogue: Catalogue, place: Place) -> dict[str, str]:
    """Return the groups that a place can be compared in: titles by slug, localities first."""
    found = {LOCALITIES: f"Localities of {place.name}", DISTRICTS: "Districts of the partnership"}
    for group in catalogue.peer_groups:
        if place.level != "district" or not group.of or place.code in group.of:
            found[group.slug] = group.title
    return found


def peers(store: Store, catalogue: Catalogue, place: Place, slug: str, chosen: str = "") -> Peers:
    """Return a group of a place. `chosen` is a locality among localities (empty: none yet); else it is the place.

    Raises KeyError when there is no such group.
    """
    if slug == LOCALITIES:
        members = tuple(Member(found.code, found.name) for found in localities_of(store, place))
        why = (
            "" if len(members) > 1 else f"The store holds {len(members)} localities of {place.name}: load areas first."
        )
        source = "common areas of the ONS geographies of 2011 and 2021"
        return Peers(slug, f"the localities of {place.name}", "lsoa", place, members, chosen, source, why=why)
    own = {
        district.area_code: Member(district.area_code, district.name, catalogue.partnership.force.slug)
        for district in catalogue.partnership.districts
    }
    why = "" if place.code in own else f"{place.name} is no district: choose a district to compare it with others."
    if slug == DISTRICTS:
        if not why and len(own) == 1:
            why = "The partnership has one district only. Write a peer group in peers.toml to compare it with others."
        members = tuple(sorted(own.values(), key=lambda member: member.name))
        source = "the districts that partnership.toml names"
        return Peers(slug, "the districts of the partnership", "district", place, members, place.code, source, why=why)
    group = catalogue.peer_group(slug)
    listed = {peer.area_code: Member(peer.area_code, peer.name, peer.force) for peer in group.members}
    held = {code: own.get(code, member) for code, member in listed.items()}
    members = tuple({**({place.code: own[place.code]} if place.code in own else {}), **held}.values())
    if not why and not [code for code in listed if code != place.code]:
        why = f"The group '{group.title}' has no district but {place.name} itself."
    return Peers(
        slug, group.title, "district", place, members, place.code, group.source, group.dated, group.note, why
    )  # fmt: skip
