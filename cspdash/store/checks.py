"""Whether a release is what it claims to be: `verify` reads one whole, `balance` is asked before one is published."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from cspdash.store.connection import Store
from cspdash.store.release import file_sha256

# Kept rows of every load that is not replaced, against the rows that are there.
UNBALANCED = """
SELECT ledger.load_id, ledger.file_name, ledger.rows_kept, coalesce(held.n, 0) AS held
FROM ledger LEFT JOIN (
    SELECT load_id, count(*) AS n FROM incident_row GROUP BY load_id
    UNION ALL
    SELECT load_id, count(*) AS n FROM outcome_row GROUP BY load_id
) AS held ON held.load_id = ledger.load_id
WHERE ledger.kind IN ('street', 'outcomes')
    AND coalesce(held.n, 0) <> CASE WHEN ledger.replaced_by IS NULL THEN ledger.rows_kept ELSE 0 END"""

REJECTED = """
SELECT ledger.load_id, ledger.file_name, ledger.rows_rejected, coalesce(held.n, 0) AS held
FROM ledger LEFT JOIN (SELECT load_id, count(*) AS n FROM reject GROUP BY load_id) AS held
    ON held.load_id = ledger.load_id
WHERE coalesce(held.n, 0) <> ledger.rows_rejected"""

MART = """
SELECT (SELECT count(*) FROM incident_row) AS rows_held, (SELECT coalesce(sum(n), 0) FROM monthly) AS rows_counted"""

TWICE = """
SELECT force, month, kind, count(*) FROM ledger
WHERE replaced_by IS NULL AND month IS NOT NULL GROUP BY source, force, month, kind HAVING count(*) > 1"""

READ_ALL = """
SELECT count(*), sum(hash(incident_row)) FROM incident_row UNION ALL
SELECT count(*), sum(hash(incident_identifier)) FROM incident_identifier UNION ALL
SELECT count(*), sum(hash(outcome_row)) FROM outcome_row UNION ALL
SELECT count(*), sum(hash(term)) FROM term UNION ALL
SELECT count(*), sum(hash(area)) FROM area UNION ALL
SELECT count(*), sum(hash(observation)) FROM observation UNION ALL
SELECT count(*), sum(hash(survey_answer)) FROM survey_answer"""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing verified: its name, whether it holds, and the detail when it does not."""

    name: str
    holds: bool
    detail: str = ""


def verify(path: Path) -> list[Check]:
    """Read a release file whole; return every check with its result. Raise StoreProblem when it cannot open."""
    digest = file_sha256(path)[:16]
    checks = [Check("the file's name is its hash", digest == path.stem, f"its contents hash to {digest}")]
    store = Store(path, seconds=None)
    try:
        checks.append(Check("every block can be read", len(store.rows(READ_ALL)) == 7))
        checks += balance(store.rows)
    except duckdb.Error as error:
        checks.append(Check("every block can be read", False, str(error)))
    finally:
        store.close()
    return [Check(check.name, check.holds, "" if check.holds else check.detail) for check in checks]


def balance(ask: Callable[[str], list[tuple[Any, ...]]]) -> list[Check]:
    """Hold the ledger, the rows, the quarantine and the mart against each other; `ask` returns a query's rows."""
    checks = []
    for name, sql in (
        ("rows kept are rows held, for every load", UNBALANCED),
        ("rows rejected are rows in quarantine", REJECTED),
        ("no month is loaded twice", TWICE),
    ):
        wrong = ask(sql)
        checks.append(Check(name, not wrong, "; ".join(str(row) for row in wrong[:5])))
    held, counted = ask(MART)[0]
    return [*checks, Check("the monthly mart counts every incident", held == counted, f"{counted} of {held}")]
