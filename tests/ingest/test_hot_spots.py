"""Hot spots of a release: equal to the statistics on a plain recount, worked out only where something changed."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cspdash import catalogue, settings
from cspdash.ingest import run
from cspdash.ingest.hot_spots import MEASURES, rebuild_hot_spots
from cspdash.ingest.hot_spots_runs import PERIOD_PERMUTATIONS, PERMUTATIONS
from cspdash.settings import ROOT
from cspdash.stats.clustering import benjamini_hochberg, contiguity, gi_star
from cspdash.store.connection import Store, open_store
from cspdash.store.release import building
from tests import hot_store as made
from tests import small_catalogue
from tests.making import write_month
from tests.recounts import residents

WINDOW = "SELECT area_code, n, persons, z, p, hot, cold FROM hot_spot WHERE measure = $measure AND part = 'window'"
RUNS = """
SELECT part, first_month, last_month, test_month, areas, note FROM hot_spot_run
WHERE subject = $subject AND measure = $measure ORDER BY part, first_month"""
PAIRS = "SELECT area_code, other_code FROM neighbour"


@pytest.mark.parametrize("measure", ["count", "rate"])
def test_the_window_equals_the_statistic_on_a_plain_recount(hot_store: Store, measure: str) -> None:
    found = {row[0]: row[1:] for row in hot_store.rows(WINDOW, measure=measure)}
    codes, counts, people = sorted(made.localities()), made.counted(made.YEAR), residents()
    assert sorted(found) == codes
    pairs = [(codes.index(a), codes.index(b)) for a, b in hot_store.rows(PAIRS) if a in found and b in found]
    values = [counts[code] / (people[code] / 1000 if measure == "rate" else 1) for code in codes]
    expected = gi_star(values, contiguity(len(codes), pairs))
    assert [found[code][:2] for code in codes] == [(counts[code], people[code]) for code in codes]
    assert [found[code][2] for code in codes] == pytest.approx(expected.z)
    assert [found[code][3] for code in codes] == pytest.approx(expected.p_value)
    # One district, so that its family is the whole run's.
    assert [found[code][4] for code in codes] == expected.hot.tolist()
    assert [found[code][5] for code in codes] == expected.cold.tolist()
    assert any(found[code][4] for code in made.hot())


def test_the_quarters_are_corrected_together(hot_store: Store) -> None:
    codes = sorted(made.localities())
    pairs = [(codes.index(a), codes.index(b)) for a, b in hot_store.rows(PAIRS) if a in codes and b in codes]
    weights = contiguity(len(codes), pairs)
    runs = [
        gi_star([made.counted(made.YEAR[start : start + 3])[code] for code in codes], weights, 9999)
        for start in (0, 3, 6, 9)
    ]
    unlikely = benjamini_hochberg(np.concatenate([one.p_value for one in runs])).reshape(4, -1)
    expected = {
        (made.YEAR[3 * at], code) for at, one in enumerate(runs)
        for code, out, side in zip(codes, unlikely[at], one.side, strict=True) if out and side > 0
    }  # fmt: skip
    found = hot_store.rows(
        "SELECT first_month, area_code FROM hot_spot WHERE measure = 'count' AND part = 'period' AND hot"
    )
    assert set(found) == expected
    assert expected


def test_runs_say_what_they_are_or_why_they_are_not(hot_store: Store) -> None:
    first, last = made.YEAR[0], made.YEAR[-1]
    assert hot_store.rows(RUNS, subject="asb", measure="count") == [
        ("origin-6", first, made.YEAR[5], last, 65, ""),
        *(("period", made.YEAR[at], made.YEAR[at + 2], None, 65, "") for at in (0, 3, 6, 9)),
        ("window", first, last, None, 65, ""),
    ]
    assert hot_store.rows(RUNS, subject="burglary", measure="rate") == [
        ("window", first, last, None, 65, "No locality had any in these months.")
    ]


def test_runs_say_how_many_permutations_were_drawn(hot_store: Store) -> None:
    drawn = hot_store.rows("SELECT DISTINCT split_part(part, '-', 1) AS part, permutations FROM hot_spot_run "
                           "WHERE subject = 'asb' ORDER BY ALL")  # fmt: skip
    assert drawn == [("origin", 0), ("period", PERIOD_PERMUTATIONS), ("window", PERMUTATIONS)]


def test_few_localities_with_events_are_too_few(store: Store) -> None:
    notes = {row[-1] for row in store.rows(RUNS, subject="asb", measure="count")}
    assert notes == {"5 of 389 localities had any in these months: fewer than 30 are too few to say."}
    assert store.rows("SELECT * FROM hot_spot") == []


def test_localities_without_residents_are_said_where_rates_are_too_few(store_copy: Path) -> None:
    with building(store_copy) as build:
        build.con.execute("DELETE FROM common_population WHERE area_code IN ('E01012304', 'E01012305')")
        rebuild_hot_spots(build.con, catalogue.load(settings.content_dir()))
    opened = open_store(store_copy)
    notes = {measure: {row[-1] for row in opened.rows(RUNS, subject="asb", measure=measure)} for measure in MEASURES}
    opened.close()
    (count,), (rate,) = notes["count"], notes["rate"]
    assert count == "5 of 389 localities had any in these months: fewer than 30 are too few to say."
    assert rate.endswith("too few to say. Without population: 2.")


def test_no_year_and_no_boundaries_are_said(tmp_path: Path) -> None:
    content = made.content()
    run.start(tmp_path / "empty", content)
    elsewhere = replace(content, partnership=replace(content.partnership, districts=(
        replace(content.partnership.districts[0], area_code="E07000999", name="Elsewhere"),
    )))  # fmt: skip
    months = tmp_path / "months"
    for month in made.YEAR:
        write_month(months, made.month_rows(month)[:2], f"{month:%Y-%m}")
    run.police(tmp_path / "elsewhere", [months], elsewhere)
    said = {}
    for name in ("empty", "elsewhere"):
        opened = open_store(tmp_path / name)
        said[name] = {row[-1] for row in opened.rows(RUNS, subject="asb", measure="rate")}
        opened.close()
    assert said["empty"] == {"No twelve months in a row are held."}
    assert said["elsewhere"] == {"Only 0 localities have boundaries: fewer than 30 are too few to say."}


def test_only_what_changed_is_worked_out_again(hot_store_folder: Path) -> None:
    content = made.content()
    with building(hot_store_folder) as build:
        before = build.con.execute("SELECT * FROM hot_spot ORDER BY ALL").fetchall()
        assert rebuild_hot_spots(build.con, content) == 0
        assert build.con.execute("SELECT * FROM hot_spot ORDER BY ALL").fetchall() == before
        build.con.execute("DELETE FROM common_population WHERE area_code = 'E01012304'")
        assert rebuild_hot_spots(build.con, content) == 1
        asked = "SELECT measure, part, areas FROM hot_spot_run WHERE subject = 'asb' AND part = 'window' ORDER BY ALL"
        assert build.con.execute(asked).fetchall() == [("count", "window", 65), ("rate", "window", 64)]
        build.con.execute(
            "UPDATE monthly_cell SET n = n + 1 WHERE month = DATE '2022-05-01' "
            "AND area_id = (SELECT area_id FROM monthly_place WHERE area_code = 'E01012304')"
        )
        assert rebuild_hot_spots(build.con, content) == 1  # the rate's run lacks the locality
        nothing = replace(content, indicators=(small_catalogue.indicator("burglary", ("Burglary",)),))
        assert rebuild_hot_spots(build.con, nothing) == 0
        assert build.con.execute("SELECT DISTINCT subject FROM hot_spot_run").fetchall() == [("burglary",)]
        build.abandon()


def test_a_store_without_hot_spots_imports_no_spatial_statistics(store_copy: Path, small_content: Path) -> None:
    ask = f"""
import sys
from dataclasses import replace
from pathlib import Path
from cspdash import catalogue
from cspdash.catalogue import District
from cspdash import catalogue, settings
from cspdash.ingest import run

content = catalogue.load(Path({str(small_content)!r}))
force, darlington = replace(content.partnership.force, slug="durham"), District("E06000005", "Darlington", "", "")
content = replace(content, partnership=replace(content.partnership, force=force, districts=(darlington,)))
print(run.start(Path({str(store_copy)!r}), content).release, {{"esda", "libpysal"}} & set(sys.modules))"""
    release, loaded = subprocess.check_output([sys.executable, "-c", ask], text=True, cwd=ROOT).split()
    assert loaded == "set()"
    opened = open_store(store_copy)
    notes = {row[0] for row in opened.rows("SELECT note FROM hot_spot_run")}
    opened.close()
    assert opened.release == release
    assert notes == {"3 of 65 localities had any in these months: fewer than 30 are too few to say."}
