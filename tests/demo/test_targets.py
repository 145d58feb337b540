"""Every printed figure, added up again here in the plainest way from the generator's count table."""

from datetime import date
from pathlib import Path

import pytest

from cspdash.catalogue.errors import ContentError
from cspdash.demo.areas import DISTRICTS
from cspdash.demo.categories import ALL_CATEGORIES, categories_in
from cspdash.demo.counts import MONTHS, count_table
from cspdash.demo.targets import TARGETS, Change, Total, read_targets

SEEDS = (2026, 7)
READ = read_targets()


def rows(seed: int, district: str, category: str, first: date, last: date) -> int:
    wanted = {category} if category else set(ALL_CATEGORIES) - {"Anti-social behaviour"}
    table = count_table(seed)[DISTRICTS.index(district)]
    return sum(
        int(table[at, ALL_CATEGORIES.index(name)])
        for at, month in enumerate(MONTHS)
        if first <= month <= last
        for name in wanted
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("target", READ.total, ids=lambda target: target.printed)
def test_printed_totals_are_met(target: Total, seed: int) -> None:
    counted = rows(seed, target.district, target.category, target.first, target.last)
    least, most = target.allowed()
    assert least <= counted <= most


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("change", READ.change, ids=lambda change: change.printed)
def test_printed_changes_are_met(change: Change, seed: int) -> None:
    before = rows(seed, change.district, "", change.first_before, change.last_before)
    after = rows(seed, change.district, "", change.first_after, change.last_after)
    assert round(100 * (after - before) / before) == change.percent


def test_the_figures_known_from_the_plans_are_among_them() -> None:
    exact = {target.total for target in READ.total}
    assert {6802, 3851, 4716, 1500, 35876, 27288, 21189, 20420} <= exact


def test_april_2010_is_the_high_that_the_plan_calls_it() -> None:
    asb = count_table(2026)[0, :, ALL_CATEGORIES.index("Anti-social behaviour")]
    assert asb.argmax() == 0


def test_a_category_is_counted_only_where_its_era_has_it() -> None:
    for target in READ.total:
        for month in MONTHS:
            if target.category and target.first <= month <= target.last:
                assert target.category in categories_in(month), target.printed


def test_an_unknown_key_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "targets.toml"
    text = TARGETS.read_text(encoding="utf-8").replace("at_most = 999", "at_mots = 999")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=rf"targets.toml, line {_line_of(text, 'at_mots')}: .*at_mots"):
        read_targets(file)


def test_a_total_without_a_number_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "targets.toml"
    file.write_text(TARGETS.read_text(encoding="utf-8").replace("total = 6802\n", ""), encoding="utf-8")
    with pytest.raises(ContentError, match="there is no number"):
        read_targets(file)


def _line_of(text: str, word: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if word in line)
