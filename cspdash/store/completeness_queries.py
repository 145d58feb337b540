"""Which months of the forces are not used as they are, and why."""

from datetime import date

from cspdash.store.connection import Store

SIGNS = """
SELECT force, month, sign, found, expected, detail FROM completeness
WHERE sign <> 'no past' ORDER BY force, month, sign"""
UNTESTED = "SELECT force, month FROM completeness WHERE sign = 'no past' ORDER BY force, month"
MONTH_ROWS = """
SELECT force, month, CAST(sum(rows_kept) AS BIGINT) FROM ledger
WHERE kind = 'street' AND replaced_by IS NULL AND rows_kept > 0 GROUP BY force, month ORDER BY force, month"""

SignRow = tuple[str, date, str, float | None, float | None, str | None]


def signs(store: Store) -> list[SignRow]:
    """Return (force, month, sign, found, expected, detail) of every sign that a month is incomplete."""
    return store.rows(SIGNS)


def untested(store: Store) -> list[tuple[str, date]]:
    """Return the months of each force that have too little past to be tested."""
    return store.rows(UNTESTED)


def month_rows(store: Store) -> dict[tuple[str, date], int]:
    """Return the rows of each force's street months."""
    return {(force, month): n for force, month, n in store.rows(MONTH_ROWS)}
