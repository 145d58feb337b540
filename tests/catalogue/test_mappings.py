from collections.abc import Callable
from pathlib import Path

import pytest

from cspdash import settings
from cspdash.catalogue import ContentError, load, write_new_partnership
from cspdash.catalogue.mappings import plain

Complaint = Callable[..., str]
FIRE, COUNCIL, HEALTH = "mappings/fire.toml", "mappings/council.toml", "mappings/health.toml"


@pytest.fixture
def borough(borough: Path) -> Path:
    """A new partnership's folder with the mappings that ship in place of its own."""
    for file in (settings.content_dir() / "mappings").glob("*.toml"):
        text = file.read_text(encoding="utf-8").replace("E06000005", "E07000999")
        (borough / "mappings" / file.name).write_text(text, encoding="utf-8")
    return borough


def test_the_three_examples_that_ship_say_what_they_count() -> None:
    held = load(settings.content_dir())
    assert [mapping.slug for mapping in held.mappings] == ["council", "fire", "health"]
    for mapping in held.mappings:
        assert mapping.categories
        for name in mapping.categories:
            category = held.category(name)
            assert (category.source, category.crime) == (mapping.source, False)
    assert held.mapping("health").disclosure == "R"
    assert held.mapping("fire").category_of["deliberate secondary fire"] == "Deliberate secondary fire"
    with pytest.raises(KeyError, match="no mapping has the slug 'water'"):
        held.mapping("water")


def test_the_template_has_an_example(tmp_path: Path) -> None:
    write_new_partnership(tmp_path)
    (council,) = load(tmp_path).mappings
    assert (council.slug, council.districts) == ("council", ("E07000999",))
    assert council.categories == ("Fly-tipping", "Noise complaint")
    assert not council.keep_points


def test_only_the_columns_that_are_named_are_read() -> None:
    fire = load(settings.content_dir()).mapping("fire")
    assert fire.columns == (
        "Incident Number", "Date of Call", "Time of Call", "Fire Category", "Ward", "LSOA Code (2021)",
        "Easting 100m", "Northing 100m",
    )  # fmt: skip
    assert fire.points == ("Easting 100m", "Northing 100m")


def test_no_shipped_category_of_a_partner_is_a_crime() -> None:
    held = load(settings.content_dir())
    partners = [category for category in held.categories if category.source != "police.uk"]
    assert {category.source for category in partners} == {mapping.source for mapping in held.mappings}
    assert not any(category.crime for category in partners)


def test_values_are_compared_without_capitals_and_double_spaces() -> None:
    assert plain("  Fly   TIPPING ") == plain("fly tipping") == "fly tipping"


BAD = {
    "unknown key": (FIRE, "location_column", "lokation_column", "'lokation_column' is not a key of a mapping"),
    "unknown key of a value": (FIRE, "recorded = [", "texts = [", "'texts' is not a key of a value"),
    "no class": (HEALTH, 'disclosure = "R"\n', "", "it has no disclosure class", "# The"),
    "no date": (FIRE, 'date_column = "Date of Call"\n', "", "'date_column' is missing", "# The"),
    "no day in a date": (FIRE, '"%d/%m/%Y"', '"%m/%Y"', "'%m/%Y' does not say a date. Write it as %d/%m/%Y"),
    "words for a date": (FIRE, '"%d/%m/%Y"', '"DD/MM/YYYY"', "'DD/MM/YYYY' does not say a date"),
    "no minutes": (HEALTH, 'date_column = "Call Date"', 'time_formats = ["%H"]\ndate_column = "Call Date"',
                   "'%H' does not say a time", 'time_formats = ["%H"]'),
    "unknown category": (FIRE, 'category = "Dwelling fire"', 'category = "Dweling fire"',
                         "there is no category 'Dweling fire'. Did you mean 'Dwelling fire'?"),
    "category of another": (FIRE, 'category = "Dwelling fire"', 'category = "Burglary"',
                            "the category 'Burglary' is of the source 'police.uk'"),
    "reserved source": (FIRE, 'source = "Fire service"', 'source = "police.uk"', "'police.uk' is no partner"),
    "one source twice": (FIRE, 'source = "Fire service"', 'source = "Council"', "two of a kind have the source"),
    "mapped twice": (COUNCIL, 'recorded = ["Litter"', 'recorded = ["FLY  tipping"', "'fly tipping' is mapped twice",
                     "[[value]]"),
    "fixed and in a column": (HEALTH, 'area_column = "LSOA of Incident"',
                              'area_column = "L"\nfixed_category = "Ambulance call to assault"',
                              "a category is either fixed or in a column", "fixed_category ="),
    "half a point": (FIRE, 'northing_column = "Northing 100m"\n', "", "a point needs both its columns",
                     "easting_column"),
    "points twice": (COUNCIL, "longitude_column", 'easting_column = "E"\nnorthing_column = "N"\nlongitude_column',
                     "points are given twice", "easting_column ="),
    "nothing to keep": (HEALTH, "area_column =", "keep_points = true\narea_column =", "there are no points to keep",
                        "keep_points = true"),
    "points of class S": (FIRE, 'disclosure = "R"', 'disclosure = "S"', "class S or X are never kept", "keep_points"),
    "end without date": (FIRE, "time_column =", 'end_time_column = "To"\ntime_column =', "a time and no date",
                         "end_time_column ="),
    "unknown district": (COUNCIL, '["E07000999"]', '["E06000005"]', "there is no district 'E06000005'"),
    "wrong slug": (FIRE, 'title = "Fires attended"', 'title = "Fires"\nslug = "fires"', "the slug is not the file's",
                   'slug = "fires"'),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_mapping_that_is_wrong_is_named_with_its_line(complaint: Complaint, case: str) -> None:
    name, old, new, said, *line = BAD[case]
    assert said in complaint(name, old, new, *line)


def test_a_partner_counts_no_crime(borough: Path) -> None:
    text = '[[category]]\nname = "Arson"\nsource = "Fire service"\n'
    (borough / "categories.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"what a partner counts is no recorded crime. Add crime = false"):
        load(borough)


def test_a_mapping_may_give_every_row_one_category(borough: Path) -> None:
    for file in (borough / "mappings").glob("*.toml"):
        file.unlink()
    (borough / "mappings" / "noise.toml").write_text(
        'title = "Noise"\nsource = "Council"\npublisher = "The council"\nlicence = "Agreed"\ndisclosure = "R"\n'
        'date_column = "From"\nend_date_column = "To"\ndate_formats = ["%d %B %Y"]\n'
        'fixed_category = "Noise complaint"\n',
        encoding="utf-8",
    )
    (noise,) = load(borough).mappings
    assert (noise.slug, noise.categories, noise.columns) == ("noise", ("Noise complaint",), ("From", "To"))
    assert noise.points is None
