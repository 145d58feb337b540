"""Which published cells are sums of which: over areas, over periods, and a numerator within its base."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from cspdash.publish.protect import OVER, Key

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that is the sum of others; not less than their sum where not `exact`."""

    total: Key
    parts: tuple[Key, ...]
    exact: bool = True

    def loosened(self) -> "Sum":
        """Return the sum as a bound: something of the total may lie in none of the parts."""
        return replace(self, exact=False)


def sums_among(keys: Iterable[Key], parents: Mapping[str, str]) -> list[Sum]:
    """Return every sum that holds among some cells; `parents` gives an area's parent by code."""
    held = set(keys)
    by_period: dict[tuple[object, ...], set[str]] = defaultdict(set)
    by_area: dict[tuple[str, str], set[Key]] = defaultdict(set)
    for key in held:
        by_period[key.indicator, key.start, key.end].add(key.area_code)
        by_area[key.indicator, key.area_code].add(key)
    found = [one for group, areas in by_period.items() if len(areas) > 1 for one in _over_areas(group, areas, parents)]
    found += [one for keys_ in by_area.values() if len(keys_) > 1 for one in _over_periods(keys_)]
    found += [
        Sum(base, (key,), exact=False) for key in held if (base := key._replace(indicator=key.indicator + OVER)) in held
    ]
    return sorted(found, key=lambda one: (one.total, one.parts))


def _over_areas(group: tuple[object, ...], areas: set[str], parents: Mapping[str, str]) -> list[Sum]:
    """Return the sums over areas of one indicator and period: each area with the nearest ones inside it."""
    indicator, start, end = group
    inside: dict[str, list[str]] = defaultdict(list)
    for area in areas:
        above, steps = parents.get(area), 0
        while above is not None and above not in areas and steps < 8:
            above, steps = parents.get(above), steps + 1
        if above in areas and above is not None and above != area:
            inside[above].append(area)
    return [
        Sum(Key(indicator, area, start, end), tuple(Key(indicator, part, start, end) for part in sorted(parts)))  # type: ignore[arg-type]
        for area, parts in inside.items()
    ]


def _over_periods(keys: set[Key]) -> list[Sum]:
    """Return the sums over periods of one indicator and area: whole where shorter ones fill it, else a bound."""
    found = []
    for key in keys:
        inner = [one for one in keys if one != key and key.start <= one.start and one.end <= key.end]
        for length in {(one.end - one.start).days // 27 for one in inner}:
            parts = sorted((one for one in inner if (one.end - one.start).days // 27 == length), key=lambda k: k.start)
            apart = all(a.end < b.start for a, b in pairwise(parts))
            if apart:
                joined = all(a.end + ONE_DAY == b.start for a, b in pairwise(parts))
                whole = joined and parts[0].start == key.start and parts[-1].end == key.end
                found.append(Sum(key, tuple(parts), exact=whole))
    return found


def components(sums: Iterable[Sum]) -> list[list[Sum]]:
    """Return sums in groups that share no cell with one another."""
    root: dict[Key, Key] = {}

    def find(key: Key) -> Key:
        root.setdefault(key, key)
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    listed = list(sums)
    for one in listed:
        for part in one.parts:
            root[find(part)] = find(one.total)
    groups: dict[Key, list[Sum]] = defaultdict(list)
    for one in listed:
        groups[find(one.total)].append(one)
    return list(groups.values())
