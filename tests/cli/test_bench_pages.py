"""What `bench pages` prints: each page beside the empty page that was run beside it."""

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from cspdash.cli.bench_pages import NAIVE, page_table
from cspdash.settings import SHAPEFILES
from tests.making import asb_row, street_row, write_month

PAGE: dict[str, Any] = {
    "first": 300.4, "cached": 12.0, "new": 30.0, "uncached": 60.0, "empty": 6.0, "kilobytes": 39.6,
    "kilobytes_back": 12.2, "elements": 40, "cached_processor": 11.2, "uncached_processor": 54.8,
}  # fmt: skip


def test_a_page_stands_beside_its_floor() -> None:
    lines = page_table({"empty": 6.0, "default_empty": 60.0, "pages": {"Overview": PAGE, "Hot spots": PAGE}})
    assert len({line.count("|") for line in lines[:4]}) == 1, "every line has as many cells"
    times = "300 ms | 12 ms | 30 ms | 60 ms | 6.0 ms | 2.0 × | 5.0 × | 10.0 ×"
    assert lines[2] == f"| Overview | {times} | 11, 55 | 40, 12 | 40 |"
    assert lines[-1].endswith("60.0 ms, 10 times as long.")
    naive = {"first": 1350.4, "cached": 492.4, "kilobytes": 1077.0}
    beside = page_table({"empty": 6.0, "naive": naive, "pages": {"Overview": PAGE}})
    assert beside[-1].endswith("takes 492 ms and sends 1,077 KB at each choice, first 1,350 ms.")
    assert len(page_table({"empty": 6.0, "pages": {"Overview": PAGE}})) == 3


def test_the_naive_page_draws_what_ours_does(tmp_path: Path) -> None:
    made = [street_row(month="2023-01"), asb_row(month="2023-01", lsoa_code="E01012305", lsoa_name="Darlington 012B")]
    write_month(tmp_path, made, "2023-01")
    outlines = next(SHAPEFILES.glob("lsoa11*.geojson"))
    script = f"import sys; sys.argv = {['', str(tmp_path), str(outlines)]}\n{NAIVE.read_text()}"
    run = AppTest.from_string(script, default_timeout=120).run()
    assert not run.exception
    assert run.selectbox[0].options == ["Anti-social behaviour", "Burglary"]
    assert len(run.get("plotly_chart")) == 4
    table = run.dataframe[0].value
    assert len(table) == 389 and table["n"].sum() == 1
