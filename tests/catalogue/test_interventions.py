"""The areas of a test in content: each has one part, displacement has its own comparison, own areas may be named."""

import re
from pathlib import Path

import pytest

from cspdash.catalogue import Catalogue, ContentError, load, write_new_partnership

BASE = """[[intervention]]
slug = "lights"
title = "Lights"
done = "Lamps."
area_code = "E07000999"
starts = 2021-03-01
"""


def loaded(folder: Path, lines: str, base: str = BASE) -> Catalogue:
    write_new_partnership(folder)
    (folder / "interventions").mkdir(exist_ok=True)
    (folder / "interventions" / "lights.toml").write_text(base + lines, encoding="utf-8")
    return load(folder)


def test_areas_of_a_test(tmp_path: Path) -> None:
    lines = """treated_area_codes = ["X-town-centre", "E01000001"]
comparison_area_codes = ["E01000002"]
displacement_area_codes = ["E01000003"]
displacement_comparison_area_codes = ["E01000004"]
"""
    found = loaded(tmp_path, lines).intervention("lights")
    assert found.treated_area_codes == ("X-town-centre", "E01000001")
    assert found.displacement_comparison_area_codes == ("E01000004",)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('treated_area_codes = ["E01000001"]\ncomparison_area_codes = ["E01000001"]', "E01000001 is named twice"),
        ('treated_area_codes = ["E01000001", "E01000001"]', "E01000001 is named twice"),
        ('displacement_area_codes = ["E01000001"]', "displacement needs its own comparison"),
        ('displacement_comparison_area_codes = ["E01000001"]', "displacement needs its own comparison"),
        ('treated_area_codes = ["Town centre"]', "no ONS area code"),
        ('treated_area_codes = ["X-Town"]', "no ONS area code"),
        ("ends = 2020-01-01", "the period ends before it starts"),
        ('comparison_areas = ["E01000001"]', "'comparison_areas' is not a key of an intervention"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(lines: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"lights\.toml, line ") as refused:
        loaded(tmp_path, lines)
    assert said in str(refused.value)


def test_an_own_area_is_no_district(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no ONS area code"):
        loaded(tmp_path, "", BASE.replace("E07000999", "X-town-centre"))


def test_the_template_s_marked_lines_load_when_the_marks_are_taken_away(tmp_path: Path) -> None:
    write_new_partnership(tmp_path)
    file = tmp_path / "interventions" / "interventions.toml"
    text = file.read_text(encoding="utf-8")
    assert load(tmp_path).intervention("better-lighting").starts is None
    file.write_text(re.sub(r"(?m)^# (?=\w+ = )", "", text), encoding="utf-8")
    found = load(tmp_path).intervention("better-lighting")
    assert (found.treated_area_codes, found.displacement_comparison_area_codes) == (("E01099991",), ("E01099994",))
    assert found.results[0].before == 120
