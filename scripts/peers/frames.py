"""The same rows as a table in memory: pandas with texts or categories, and polars."""

from pathlib import Path
from typing import Any

from scripts.peers.questions import CELLS, COLUMNS, OFTEN, SUFFIX, WEST, Answer, Asked, most_first, plain

TEXTS = [name for name in COLUMNS.values() if name not in {"longitude", "latitude"}]


class Pandas:
    """A DataFrame that was read once and is filtered and grouped for each question."""

    def __init__(self, files: list[Path], asked: Asked, categories: bool = False) -> None:
        import pandas as pd  # noqa: PLC0415 - each peer loads its own library alone

        parts = [pd.read_csv(file, usecols=list(COLUMNS)) for file in files]
        frame = pd.concat(parts, ignore_index=True).rename(columns=COLUMNS)
        frame["district"] = frame["lsoa_name"].str[:-SUFFIX]
        frame["outcome"] = frame["outcome"].fillna("")
        if categories:
            frame = frame.astype(dict.fromkeys([*TEXTS, "district"], "category"))
        self.frame, self.asked = frame, asked

    def rows(self, category: str = "") -> Any:
        """Return the district's rows of the year, of one category where it is given."""
        frame, asked = self.frame, self.asked
        chosen = (frame["district"] == asked.district) & frame["month"].isin(asked.year)
        return frame[chosen & (frame["category"] == category)] if category else frame[chosen]

    def counted(self, frame: Any, *names: str) -> Answer:
        """Return how many rows there are of each combination of some columns, in order."""
        return plain(sorted(frame.groupby(list(names), observed=True).size().reset_index().itertuples(index=False)))

    def series(self) -> Answer:
        """Answer as Peer says."""
        return self.counted(self.frame[self.frame["district"] == self.asked.district], "month", "category")

    def map(self) -> Answer:
        """Answer as Peer says."""
        return self.counted(self.rows(self.asked.category), "lsoa")

    def ranking(self) -> Answer:
        """Answer as Peer says."""
        own = self.frame[self.frame["district"] == self.asked.district]
        spans = self.asked.now, self.asked.before
        halves = [own[own["month"].isin(months)]["lsoa"].value_counts() for months in spans]
        codes = halves[0].index.union(halves[1].index)
        found = [(code, halves[0].get(code, 0), halves[1].get(code, 0)) for code in codes]
        return sorted((row for row in plain(found) if row[1] or row[2]), key=lambda row: (-row[1], row[0]))

    def grid(self) -> Answer:
        """Answer as Peer says."""
        rows = self.rows(self.asked.category)
        cells = (rows[["longitude", "latitude"]] * CELLS + WEST).astype(int)
        return self.counted(cells, "longitude", "latitude")

    def repeats(self) -> Answer:
        """Answer as Peer says."""
        found = self.counted(self.rows(self.asked.repeated), "location", "longitude", "latitude")
        return most_first([(n, *place) for *place, n in found if n >= OFTEN])

    def outcomes(self) -> Answer:
        """Answer as Peer says."""
        return self.counted(self.rows(), "category", "outcome")


class Polars:
    """A polars DataFrame with categories."""

    def __init__(self, files: list[Path], asked: Asked) -> None:
        import polars as pl  # noqa: PLC0415 - it may not be installed

        types = {**dict.fromkeys(COLUMNS, pl.Categorical), "Longitude": pl.Float64, "Latitude": pl.Float64}
        lazy = pl.scan_csv(files, schema_overrides=types).select(list(COLUMNS)).rename(COLUMNS)
        district = pl.col("lsoa_name").cast(pl.String).str.head(-SUFFIX).cast(pl.Categorical)
        outcome = pl.col("outcome").cast(pl.String).fill_null("").cast(pl.Categorical)
        self.frame, self.asked, self.pl = lazy.with_columns(district=district, outcome=outcome).collect(), asked, pl

    def rows(self, category: str = "") -> Any:
        """Return the district's rows of the year, of one category where it is given."""
        column, asked = self.pl.col, self.asked
        chosen = (column("district") == asked.district) & column("month").is_in(list(asked.year))
        return self.frame.filter(chosen & (column("category") == category) if category else chosen)

    def counted(self, frame: Any, *names: str) -> Answer:
        """Return how many rows there are of each combination of some columns, in order."""
        return sorted(frame.group_by(names).len().rows())

    def series(self) -> Answer:
        """Answer as Peer says."""
        return self.counted(self.frame.filter(self.pl.col("district") == self.asked.district), "month", "category")

    def map(self) -> Answer:
        """Answer as Peer says."""
        return self.counted(self.rows(self.asked.category), "lsoa")

    def ranking(self) -> Answer:
        """Answer as Peer says."""
        column, asked = self.pl.col, self.asked
        now, before = (column("month").is_in(list(months)).sum() for months in (asked.now, asked.before))
        own = self.frame.filter(column("district") == asked.district)
        found = own.group_by("lsoa").agg(now.alias("now"), before.alias("before")).rows()
        return sorted((row for row in found if row[1] or row[2]), key=lambda row: (-row[1], row[0]))

    def grid(self) -> Answer:
        """Answer as Peer says."""
        column = self.pl.col
        cells = self.rows(self.asked.category).select(
            (column("longitude", "latitude") * CELLS + WEST).cast(self.pl.Int64)
        )
        return self.counted(cells, "longitude", "latitude")

    def repeats(self) -> Answer:
        """Answer as Peer says."""
        found = self.counted(self.rows(self.asked.repeated), "location", "longitude", "latitude")
        return most_first([(n, *place) for *place, n in found if n >= OFTEN])

    def outcomes(self) -> Answer:
        """Answer as Peer says."""
        return self.counted(self.rows(), "category", "outcome")
