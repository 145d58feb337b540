"""What `bench --peers` says of peers: equal answers, ratios, and who is not installed."""

from pathlib import Path
from typing import Any

import pytest

from cspdash.cli.bench_peers import PEERS, check, peer_figures, peer_table

PEER: dict[str, Any] = {"questions": {"map": 90.0}, "ms": 90.0, "ours_ms": 20.0, "load_seconds": 7.4, "memory_mb": 1234,
                        "processor_ms": 88.0, "ours_processor_ms": 40.0}  # fmt: skip


def test_a_peer_is_a_row_and_one_that_is_not_installed_is_named() -> None:
    lines = peer_table({"rows": 1_000_000, "memory_mb": 150, "peers": {"pandas": PEER, "polars": None}})
    assert lines[0].startswith("Six questions about one district of 1,000,000 rows, all answers equal;")
    assert len({line.count("|") for line in lines[2:]}) == 1, "every line has as many cells"
    assert lines[4] == "| pandas, texts | 90 ms | 20 ms | 4.5 × | 88, 40 | 2.2 × | 7 s | 1,234 MB |"
    assert lines[5] == "| polars, categories | not installed | | | | | | |"


def test_another_answer_than_ours_is_an_error() -> None:
    check("pandas", {"map": [["E01", 2]], "more": []}, {"map": [["E01", 2]]})
    with pytest.raises(ValueError, match="polars answers 'map' otherwise: 1 rows, of which 1 are not among our 2"):
        check("polars", {"map": [["E01", 3]]}, {"map": [["E01", 2], ["E02", 1]]})


def test_peers_take_turns_with_ours_on_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PEERS, "polars", ("polars", "no_such_package"))
    found = peer_figures(tmp_path, 5_000, ["sqlite", "polars"])
    assert found["rows"] > 3_000
    assert found["peers"]["polars"] is None
    assert set(found["peers"]["sqlite"]["questions"]) == {"series", "map", "ranking", "grid", "repeats", "outcomes"}
    assert found["peers"]["sqlite"]["ms"] > 0
    assert (tmp_path / "incident.sqlite").exists()
