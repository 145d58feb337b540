"""Peer groups: named sets of districts that an area is set beside, each with where the set comes from.

A group is content (peers.toml), so that who is a peer is never a choice of the code. `group_toml` writes one from a
file of nearest neighbours as ONS publishes it.
"""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from cspdash.catalogue.errors import InvalidError

BUILT_IN = ("localities", "districts")
CODE = re.compile(r"[A-Z][0-9]{8}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE_COLUMNS, NAME_COLUMNS = ("areacd", "area_code", "lad_code", "code"), ("areanm", "area_name", "lad_name", "name")


@dataclass(frozen=True)
class Peer:
    """One district of a group.

    `name` is as the names of its LSOAs begin ("Hartlepool" as in "Hartlepool 001A"): its incidents are known by that.
    `force` is police.uk's name of its force; without it only indicator tables can speak for the district.
    """

    area_code: str
    name: str
    force: str = ""

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.area_code):
            raise InvalidError("area_code", f"'{self.area_code}' is no ONS code", "Write the ONS code, as E06000005")


@dataclass(frozen=True)
class PeerGroup:
    """A named group of districts. `of` are the districts whose peers they are; empty means of every district.

    `source` says who made the group and `dated` when, for a group of peers ages.
    """

    slug: str
    title: str
    source: str
    dated: date
    members: tuple[Peer, ...] = field(metadata={"key": "member"})
    of: tuple[str, ...] = field(default=(), metadata={"refers": "district"})
    note: str = ""

    def __post_init__(self) -> None:
        if not SLUG.fullmatch(self.slug) or self.slug in BUILT_IN:
            remedy = f"Use small letters, digits and hyphens; {' and '.join(BUILT_IN)} are taken"
            raise InvalidError("slug", f"'{self.slug}' cannot name a group", remedy)
        if not self.members:
            raise InvalidError("member", "the group has no members", "Add at least one [[group.member]]")
        codes = Counter(member.area_code for member in self.members)
        double = [code for code, times in codes.items() if times > 1]
        if double:
            raise InvalidError("member", f"{double[0]} is in the group twice", "Take one of them out")


@dataclass(frozen=True)
class PeerFile:
    """peers.toml."""

    groups: tuple[PeerGroup, ...] = field(default=(), metadata={"key": "group"})


def neighbours_of(text: str, area_code: str) -> tuple[str, ...]:
    """Return an area's nearest neighbours, nearest first, from a CSV of one row an area (AREACD, 1, 2, … 20).

    Raises ValueError when the text has no column of codes, or no row for the area.
    """
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    if not rows or not rows[0] or rows[0][0].strip().lower() not in CODE_COLUMNS:
        raise ValueError("the first column is not AREACD: give the file of nearest neighbours as ONS publishes it")
    for row in rows[1:]:
        if row and row[0].strip() == area_code:
            found = [cell.strip() for cell in row[1:] if cell.strip()]
            wrong = next((code for code in found if not CODE.fullmatch(code)), None)
            if wrong:
                raise ValueError(f"'{wrong}' in the row of {area_code} is no ONS code")
            return tuple(found)
    raise ValueError(f"the file has no row for {area_code}")


def names_in(text: str) -> dict[str, str]:
    """Return the names of areas by code from a CSV with a column of each (AREACD and AREANM, or area_code, name).

    Raises ValueError when one of the two columns is not there.
    """
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    header = {name.strip().lower(): name for name in reader.fieldnames or []}
    code = next((header[name] for name in CODE_COLUMNS if name in header), None)
    name = next((header[name] for name in NAME_COLUMNS if name in header), None)
    if code is None or name is None:
        raise ValueError("the file of names needs a column of codes and one of names, as AREACD and AREANM")
    return {row[code].strip(): row[name].strip() for row in reader if row[code] and row[name]}


def group_toml(group: PeerGroup) -> str:
    """Return a group as the text of a [[group]] to put into peers.toml."""
    lines = [
        "[[group]]",
        f"slug = {_text(group.slug)}",
        f"title = {_text(group.title)}",
        f"source = {_text(group.source)}",
        f"dated = {group.dated.isoformat()}",
        f"of = [{', '.join(_text(code) for code in group.of)}]",
    ]
    if group.note:
        lines.append(f"note = {_text(group.note)}")
    for member in group.members:
        lines += ["", "[[group.member]]", f"area_code = {_text(member.area_code)}", f"name = {_text(member.name)}"]
        lines += [f"force = {_text(member.force)}"] if member.force else []
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    # A TOML basic string is written as a JSON one.
    return json.dumps(value, ensure_ascii=False)
