"""The store's texts and their numbers while files are loaded: each distinct text once, new ones in order of arrival."""

from itertools import repeat

import duckdb
import numpy as np
import pyarrow as pa

from cspdash.ingest.police_uk.judging import Coded

HELD = "SELECT term, term_id FROM term"
UNKNOWN = -1
ADD = "INSERT INTO term SELECT term_id, term FROM arrived"


class Terms:
    """Texts by number: those that the store holds, and those waiting to be written to it."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Read what the store holds."""
        self.con = con
        self.ids: dict[str, int] = {"": 0, **dict(con.execute(HELD).fetchall())}
        self.next = max(self.ids.values(), default=0) + 1
        self.waiting = self.next

    def number(self, text: str) -> int:
        """Return a text's number, a new one where it has none."""
        found = self.ids.get(text)
        if found is None:
            found = self.ids[text] = self.next
            self.next += 1
        return found

    def numbers(self, column: Coded, *, in_order: bool = False) -> np.ndarray:
        """Return the number of each row's text, 0 for ''; texts that no row has get none.

        With `in_order` new texts are numbered in their own order, so that neighbours have neighbouring numbers.
        """
        texts = column.values or [""]
        table = np.fromiter(map(self.ids.get, texts, repeat(UNKNOWN)), np.int32, len(texts))
        unknown = np.flatnonzero(table == UNKNOWN)
        if len(unknown):
            table[unknown] = 0
            fresh = [(texts[place], place) for place in unknown[column.counts()[unknown] > 0].tolist()]
            for text, place in sorted(fresh) if in_order else fresh:
                table[place] = self.number(text)
        return table[column.codes]

    def write(self) -> None:
        """Write the new texts into the store."""
        if self.next == self.waiting:
            return
        fresh = list(self.ids)[-(self.next - self.waiting) :]
        numbers = np.arange(self.waiting, self.next, dtype=np.int32)
        self.con.register("arrived", pa.table({"term_id": numbers, "term": pa.array(fresh, pa.string())}))
        self.con.execute(ADD)
        self.con.unregister("arrived")
        self.waiting = self.next
