"""Whether a release is what it claims to be: `verify` reads one whole, `balance` is asked before one is published."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from cspdash.store.connection import Store
from cspdash.store.content_hash import content_hash, tables
from cspdash.store.hashing import file_sha256

# Kept rows of every load that is not replaced, against the rows that are there.
UNBALANCED = """
SELECT ledger.load_id, ledger.file_name, ledger.rows_kept, coalesce(held.n, 0) AS held
FROM ledger LEFT JOIN (
    SELECT load_id, count(*) AS n FROM incident_row GROUP BY load_id
    UNION ALL
    SELECT load_id, sum(n) AS n FROM counted_cell GROUP BY load_id
    UNION ALL
    SELECT load_id, count(*) AS n FROM outcome_row GROUP BY load_id
) AS held ON held.load_id = ledger.load_id
WHERE ledger.kind IN ('street', 'outcomes')
    AND coalesce(held.n, 0) <> CASE WHEN ledger.replaced_by IS NULL THEN ledger.rows_kept ELSE 0 END"""

# A partner's extract is replaced month by month: its rows are held against what it covers.
UNCOVERED = """
SELECT covered.load_id, covered.category, covered.month, covered.n, coalesce(held.n, 0) AS held
FROM (SELECT load_id, category, month, CASE WHEN replaced_by IS NULL THEN n ELSE 0 END AS n FROM coverage) AS covered
FULL JOIN (
    SELECT incident_row.load_id, term.term AS category, incident_row.month, count(*) AS n
    FROM incident_row JOIN ledger ON ledger.load_id = incident_row.load_id AND ledger.kind = 'incidents'
    JOIN term ON term.term_id = incident_row.category_id GROUP BY ALL
) AS held USING (load_id, category, month)
WHERE coalesce(covered.n, 0) <> coalesce(held.n, 0)
UNION ALL
SELECT ledger.load_id, ledger.file_name, NULL, ledger.rows_kept, coalesce(sum(coverage.n), 0)
FROM ledger LEFT JOIN coverage ON coverage.load_id = ledger.load_id
WHERE ledger.kind = 'incidents' GROUP BY ALL HAVING ledger.rows_kept <> coalesce(sum(coverage.n), 0)"""

COVERED_TWICE = """
SELECT ledger.source, coverage.category, coverage.month, count(*)
FROM coverage JOIN ledger ON ledger.load_id = coverage.load_id
WHERE coverage.replaced_by IS NULL GROUP BY ALL HAVING count(*) > 1"""

REJECTED = """
SELECT ledger.load_id, ledger.file_name, ledger.rows_rejected, coalesce(held.n, 0) AS held
FROM ledger LEFT JOIN (SELECT load_id, count(*) AS n FROM reject GROUP BY load_id) AS held
    ON held.load_id = ledger.load_id
WHERE coalesce(held.n, 0) <> ledger.rows_rejected"""

MART = """
SELECT (SELECT count(*) FROM incident_row) + (SELECT coalesce(sum(n), 0) FROM counted_cell) AS rows_held,
    (SELECT coalesce(sum(n), 0) FROM monthly) AS rows_counted"""

TWICE = """
SELECT force, month, kind, count(*) FROM ledger
WHERE replaced_by IS NULL AND month IS NOT NULL GROUP BY source, force, month, kind HAVING count(*) > 1"""

# What other people's scripts read, counted anew through the contract's views: a text that is missing would lose rows.
SHOWN = """
SELECT ledger.load_id, ledger.file_name, ledger.rows_kept, coalesce(shown.n, 0) AS shown
FROM ledger LEFT JOIN (
    SELECT load_id, count(*) AS n FROM incident GROUP BY load_id
    UNION ALL
    SELECT load_id, sum(n) AS n FROM counted_cell GROUP BY load_id
    UNION ALL
    SELECT load_id, count(*) AS n FROM outcome GROUP BY load_id
) AS shown ON shown.load_id = ledger.load_id
WHERE ledger.kind IN ('street', 'outcomes') AND ledger.replaced_by IS NULL
    AND coalesce(shown.n, 0) <> ledger.rows_kept"""

READ = "SELECT count(*), sum(hash(held)) FROM query_table($name) AS held"
BLOCKS = "every block of every table can be read"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing verified: its name, whether it holds, and the detail when it does not."""

    name: str
    holds: bool
    detail: str = ""


def verify(path: Path) -> list[Check]:
    """Read a release file whole; return every check with its result. Raise StoreProblem when it cannot open."""
    return examined(path)[0]


def examined(path: Path) -> tuple[list[Check], dict[str, str]]:
    """Read a release file whole; return every check, and the hash of what each table holds, if it can be read."""
    digest, hashes = file_sha256(path)[:16], {}
    checks = [Check("the file's name is its hash", digest == path.stem, f"its contents hash to {digest}")]
    store = Store(path, seconds=None)
    try:
        for name in tables(store):
            store.rows(READ, name=name)
        hashes = content_hash(store)
        checks.append(Check(BLOCKS, True))
        checks += balance(store.rows)
        lost = store.rows(SHOWN)
        checks.append(Check("the contract's views show every row", not lost, "; ".join(str(row) for row in lost[:5])))
    except duckdb.Error as error:
        checks.append(Check(BLOCKS, False, str(error)))
    finally:
        store.close()
    return [Check(check.name, check.holds, "" if check.holds else check.detail) for check in checks], hashes


def balance(ask: Callable[[str], list[tuple[Any, ...]]]) -> list[Check]:
    """Hold the ledger, the rows, the quarantine and the mart against each other; `ask` returns a query's rows."""
    checks = []
    for name, queries in (
        ("rows kept are rows held, for every load", (UNBALANCED, UNCOVERED)),
        ("rows rejected are rows in quarantine", (REJECTED,)),
        ("no month is loaded twice", (TWICE, COVERED_TWICE)),
    ):
        wrong = [row for sql in queries for row in ask(sql)]
        checks.append(Check(name, not wrong, "; ".join(str(row) for row in wrong[:5])))
    held, counted = ask(MART)[0]
    return [*checks, Check("the monthly mart counts every incident", held == counted, f"{counted} of {held}")]
