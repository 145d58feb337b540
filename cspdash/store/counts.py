"""The counts of some districts as one block of numbers, read once for a release and summed for every question.

A page asks for many sums of the same counts: by month, by category, by locality, of this year and the one before. Each
took milliseconds to plan and to run, of the block it takes a fraction of one. A district of 324 localities and 16
categories over fifteen years takes 4 MB, whatever else the store holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from cspdash.store.connection import BLOCKS, Store

# Lists, and months as numbers: fetching 300,000 rows of texts and dates took longer than counting them.
BLOCK = """
SELECT common_code, category, list(CAST(12 * year(month) + month(month) AS INTEGER)) AS months,
    list(CAST(n AS INTEGER)) AS n
FROM monthly WHERE list_contains($districts, district_code) GROUP BY common_code, category"""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Incidents `n` by common area, category and month, in the order of `codes`, `categories` and `months`.

    All three are in order, months without a gap from the first that has anything to the last. A month that is not
    held is zero here: whoever asks knows which are held.
    """

    codes: tuple[str, ...]
    categories: tuple[str, ...]
    months: tuple[date, ...]
    n: NDArray[np.int32]

    def of(self, categories: Iterable[str], months: Iterable[date] | None = None) -> NDArray[np.int32]:
        """Return the counts of some categories, in some months or in all; what the block has not is left out."""
        kinds = _places(self.categories, categories)
        return self.n[:, kinds] if months is None else self.n[:, kinds][:, :, _places(self.months, months)]

    def within(self, codes: Iterable[str]) -> NDArray[np.int32]:
        """Return the counts of some common areas."""
        return self.n[_places(self.codes, codes)]


def _places(all_of: Sequence[object], wanted: Iterable[object]) -> list[int]:
    at = _numbered(all_of)
    return sorted({at[name] for name in wanted if name in at})


def _numbered(names: Iterable[object]) -> dict[object, int]:
    return {name: place for place, name in enumerate(names)}


def block(store: Store, districts: Sequence[str]) -> Block:
    """Return the counts of some districts."""
    asked = tuple(sorted(set(districts)))
    found: Block = store.once(("block", asked), lambda: _read(store, asked), BLOCKS)
    return found


def _read(store: Store, districts: tuple[str, ...]) -> Block:
    found = store.arrays(BLOCK, districts=list(districts))
    given, kinds = found["common_code"].tolist(), found["category"].tolist()
    codes, categories = tuple(sorted(set(given))), tuple(sorted(set(kinds)))
    if not codes:
        return Block((), (), (), np.zeros((0, 0, 0), dtype=np.int32))
    lengths = [len(one) for one in found["n"]]
    months, counts = np.concatenate(found["months"]), np.concatenate(found["n"])
    first, last = int(months.min()), int(months.max())
    n = np.zeros((len(codes), len(categories), last - first + 1), dtype=np.int32)
    at_code, at_kind = _numbered(codes), _numbered(categories)
    places = [at_code[code] for code in given], [at_kind[kind] for kind in kinds]
    np.add.at(n, (*(np.repeat(one, lengths) for one in places), months - first), counts)
    n.setflags(write=False)
    span = tuple(date((number - 1) // 12, (number - 1) % 12 + 1, 1) for number in range(first, last + 1))
    return Block(codes, categories, span, n)


def by_month(found: Block, counts: NDArray[np.int32]) -> list[tuple[date, str, int]]:
    """Return (month, category, n) of some areas' counts, in order; what has none is absent."""
    sums = counts.sum(axis=0).T
    return [(found.months[month], found.categories[kind], int(sums[month, kind])) for month, kind in filled(sums)]


def by_area(found: Block, counts: NDArray[np.int32]) -> dict[str, int]:
    """Return the sum of counts by common area, in order; an area without any is absent."""
    sums = counts.sum(axis=(1, 2)).tolist()
    return {code: n for code, n in zip(found.codes, sums, strict=True) if n}


def filled(sums: NDArray[np.int_]) -> Iterable[tuple[int, int]]:
    """Return the places (row, column) of what is above zero, row by row."""
    return zip(*(places.tolist() for places in np.nonzero(sums)), strict=True)
