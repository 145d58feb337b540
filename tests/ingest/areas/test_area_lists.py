from pathlib import Path

import pytest

from cspdash.ingest import RefusedFile
from cspdash.ingest.areas.area_lists import is_area_list, read_area_list
from cspdash.settings import REFERENCE

HEADER = "area_code,area_name,level,parent_code\n"


def test_the_list_that_ships() -> None:
    found = {area.area_code: area for area in read_area_list(REFERENCE / "areas.csv")}
    assert len(found) == 5
    assert (found["E06000005"].level, found["E06000005"].parent_code) == ("district", "E22000072")
    assert found["E23000008"].parent_code is None


def test_lists_are_known_by_their_columns() -> None:
    assert is_area_list(["level", "area_name", "area_code", "parent_code", "note"])
    assert not is_area_list(["area_code", "area_name", "persons"])


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("E12000001,North East,district,\n", "line 2, column area_code: 'E12000001' is no ONS code"),
        ("E06000001,Hartlepool,ward,\n", "line 2, column level: 'ward' does not fit the code E06000001"),
        ("E06000001,,district,\n", "line 2, column area_name: it is empty"),
        (
            "E22000072,Darlington,partnership,E06000005\n",
            "line 2, column parent_code: 'E06000005' is no code of a level",
        ),
        ("E06000001,Hartlepool,district,Cleveland\n", "column parent_code: 'Cleveland'"),
        (
            "E06000001,Hartlepool,district,\nE06000001,Hartlepool,district,\n",
            "line 3, column area_code: .* stands twice",
        ),
        ("E06000001,Hartlepool,district\n", "line 2: 3 columns where 4 are expected"),
    ],
)
def test_bad_lists_are_refused_with_line_and_column(rows: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text(HEADER + rows)
    with pytest.raises(RefusedFile, match=reason):
        read_area_list(tmp_path / "areas.csv")
