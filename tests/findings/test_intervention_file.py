"""What the page writes must load: any title, any text, any areas, put into a real content folder."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash import catalogue, settings
from cspdash.catalogue import Intervention, write_new_partnership
from cspdash.findings.intervention_file import UNTITLED, intervention_toml, slug_of
from cspdash.findings.places import Place
from tests import intervention_store as made
from tests import small_catalogue

CONTENT = catalogue.load(settings.content_dir())
OWN = Place("X-town-centre", "Town centre", "custom", (made.DARLINGTON_CODE,), "outline")


def written(title: str = "Lights in Park Lane", done: str = "New lamps.", **changes: object) -> str:
    given_ = {"indicator": CONTENT.indicator("asb"), "ends": date(2021, 9, 30)} | changes
    return intervention_toml(CONTENT, made.design(**given_), title, done)


def loaded(text: str, folder: Path) -> Intervention:
    """Put a text into a content folder as the page says, and return what the catalogue then has."""
    write_new_partnership(folder)
    (folder / "interventions").mkdir(exist_ok=True)
    (folder / "interventions" / "made.toml").write_text(text, encoding="utf-8")
    [slug] = (one["slug"] for one in tomllib.loads(text)["intervention"])
    return catalogue.load(folder).intervention(slug)


@pytest.mark.parametrize("title", ["Lights in Park Lane", 'A "quoted" \\ title', "Grüße 🚓\x7f\u2028\ud83d ends", ""])
def test_it_loads_when_put_into_a_content_folder(title: str, tmp_path: Path) -> None:
    around = {"displacement": (made.AROUND, OWN), "displacement_comparison": (made.AROUND_COMPARISON,)}
    found = loaded(written(title, 'Lamps, and "eyes"\non the street.\t[done]', **around), tmp_path)
    assert found.starts == made.TURN
    assert found.ends == date(2021, 9, 30)
    assert found.indicators == ("asb",)
    assert found.treated_area_codes == (made.TREATED.code,)
    assert found.comparison_area_codes == (made.COMPARISON.code,)
    assert found.displacement_area_codes == (made.AROUND.code, "X-town-centre")
    assert found.displacement_comparison_area_codes == (made.AROUND_COMPARISON.code,)
    assert found.done == 'Lamps, and "eyes" on the street. [done]'
    assert found.area_code == made.DARLINGTON_CODE
    assert found.title == (title if title == "Lights in Park Lane" else found.title)
    assert found.title


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_valid_toml(title: str, done: str) -> None:
    [found] = tomllib.loads(written(title, done))["intervention"]
    assert found["title"] or not title.strip()
    assert "ends" in found


def test_without_end_or_title_or_over_two_districts() -> None:
    text = written("", "", ends=None, treated=(made.TREATED, made.QUIET))
    [found] = tomllib.loads(text)["intervention"]
    assert "ends" not in found
    assert found["title"] == UNTITLED
    assert found["area_code"] == "E23000008"


def test_slugs_are_free_and_well_formed() -> None:
    assert slug_of("Lights, Park Lane!", set()) == "lights-park-lane"
    assert slug_of("Lights", {"lights", "lights-2"}) == "lights-3"
    assert slug_of("", {"intervention"}) == "intervention-2"
    assert len(slug_of("x" * 500, set())) == 60


@pytest.mark.parametrize("changes", [{"treated": ()}, {"starts": None}])
def test_what_is_not_decided_is_not_written(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="treated area and a start"):
        intervention_toml(small_catalogue.catalogue(), made.design(**changes), "", "")
