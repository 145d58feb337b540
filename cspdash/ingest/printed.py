"""The figures that the plans print, as observations: each with its document and section as source.

Only real values of an indicator become observations (a printed change, a target or a rate beside a count
stays in the content alone). They are loaded anew whenever the content's figures have changed.
"""

from dataclasses import astuple

import duckdb

from cspdash.catalogue import Catalogue, Indicator, PrintedFigure
from cspdash.ingest import LoadReport, Source
from cspdash.ingest.ledger import restate
from cspdash.ingest.observations import as_table
from cspdash.store.observations import PRINTED, Observation

SOURCE = Source("plans", "Figures printed in the plans", "the partnerships", "As published")
KIND, NAME = "printed", "figures printed in the plans"

REMOVE = "DELETE FROM observation WHERE starts_with(source, $printed)"


def source_of(figure: PrintedFigure) -> str:
    """Return what a printed figure is cited as: its document and section."""
    return f"{PRINTED}{figure.document}, {figure.section}"


def as_observation(figure: PrintedFigure, indicator: Indicator) -> Observation | None:
    """Return a printed figure as a row of its indicator, or None when it is no value of it."""
    value = figure.observation_value(indicator)
    if value is None or figure.period_start is None or figure.period_end is None:
        return None
    parts = (
        f"place: {figure.place}" if figure.place else "",
        figure.role if figure.role != "outturn" else "",
        f"printed as {figure.printed_status}" if figure.printed_status else "",
        figure.note,
    )
    numerator = figure.numerator
    if numerator is None and indicator.measure == "count":
        numerator = value
    # A share worked out from its two parts needs no more places than this.
    return Observation(
        indicator.slug, figure.area_code, figure.period_start, figure.period_end, numerator, figure.denominator,
        round(value, 10), source_of(figure), "; ".join(part for part in parts if part) or None,
    )  # fmt: skip


def printed_observations(catalogue: Catalogue) -> list[Observation]:
    """Return every printed figure that is a value of an indicator, in a fixed order."""
    indicators = {indicator.slug: indicator for indicator in catalogue.indicators}
    found = (as_observation(figure, indicators[figure.indicator]) for figure in catalogue.figures if figure.indicator)
    rows = [row for row in found if row is not None]
    return sorted(rows, key=lambda row: tuple(str(part) for part in astuple(row)))


def load_printed(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> LoadReport:
    """Put the content's printed figures into the store that `con` is building, unless it has just these."""
    rows = printed_observations(catalogue)

    def write() -> None:
        con.execute(REMOVE, {"printed": PRINTED})
        if rows:
            con.register("printed_observation", as_table(rows))
            con.execute("INSERT INTO observation SELECT * FROM printed_observation")
            con.unregister("printed_observation")

    return restate(con, SOURCE, KIND, NAME, rows, write)
