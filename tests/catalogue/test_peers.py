"""Peer groups: what a group may say, and a group made from a file of nearest neighbours."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from cspdash.catalogue import ContentError, InvalidError, Peer, PeerGroup, group_toml, load, names_in, neighbours_of
from cspdash.catalogue.template import write_new_partnership

NEIGHBOURS = "\ufeffAREACD,1,2,3\r\nE06000005,W06000022,E08000037,S12000049\r\nE06000047,E06000005,,\r\n"
NAMES = "\ufeffAREACD,AREANM,Global\nW06000022,Newport,A\nE08000037,Gateshead,B\n"


def group(*members: Peer, slug: str = "nearest", **changes: object) -> PeerGroup:
    made = members or (Peer("E06000001", "Hartlepool", "cleveland"), Peer("E06000002", "Middlesbrough"))
    given = {"of": ("E07000999",), **changes}
    return PeerGroup(slug, 'The "nearest"', "Somebody", date(2023, 7, 1), made, **given)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder that loads, to which a test adds its peers."""
    write_new_partnership(tmp_path / "content")
    return tmp_path / "content"


def test_a_group_written_by_the_command_loads_as_it_was(folder: Path) -> None:
    made = group(note="Chosen in 2023.")
    (folder / "peers.toml").write_text(group_toml(made), encoding="utf-8")
    [found] = load(folder).peer_groups
    assert found == made
    assert load(folder).peer_group("nearest") == made


def test_a_partnership_needs_no_peers(folder: Path) -> None:
    assert load(folder).peer_groups == ()
    (folder / "peers.toml").unlink()
    assert load(folder).peer_groups == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('of = ["E06000005"]', "there is no district 'E06000005'"),
        ('members = ["E06000001"]', "members"),
    ],
)
def test_a_wrong_group_is_refused_with_its_line(folder: Path, line: str, reason: str) -> None:
    text = group_toml(group()).replace('of = ["E07000999"]', line)
    (folder / "peers.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load(folder)
    assert reason in str(refused.value)
    assert "peers.toml, line 6" in str(refused.value)


def test_two_groups_of_one_name_are_refused(folder: Path) -> None:
    (folder / "peers.toml").write_text(group_toml(group()) * 2, encoding="utf-8")
    with pytest.raises(ContentError, match="have the slug 'nearest'"):
        load(folder)


@pytest.mark.parametrize("slug", ["localities", "districts", "Nearest", "a b", "", "-a"])
def test_a_slug_is_plain_and_not_taken(slug: str) -> None:
    with pytest.raises(InvalidError, match="cannot name a group"):
        group(slug=slug)


def test_members_are_some_districts_each_once() -> None:
    with pytest.raises(InvalidError, match="no members"):
        PeerGroup("a", "A", "B", date(2023, 7, 1), ())
    with pytest.raises(InvalidError, match="E06000001 is in the group twice"):
        group(Peer("E06000001", "Hartlepool"), Peer("E06000001", "Again"))
    with pytest.raises(InvalidError, match="'Hartlepool' is no ONS code"):
        Peer("Hartlepool", "E06000001")


def test_neighbours_are_read_nearest_first() -> None:
    assert neighbours_of(NEIGHBOURS, "E06000005") == ("W06000022", "E08000037", "S12000049")
    assert neighbours_of(NEIGHBOURS, "E06000047") == ("E06000005",)
    assert names_in(NAMES) == {"W06000022": "Newport", "E08000037": "Gateshead"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the first column is not AREACD"),
        ("name,1\nx,y\n", "the first column is not AREACD"),
        (NEIGHBOURS.replace("E06000005,W", "E06000009,W"), "no row for E06000005"),
        (NEIGHBOURS.replace("W06000022", "Newport"), "'Newport' in the row of E06000005"),
    ],
)
def test_a_file_of_another_kind_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        neighbours_of(text, "E06000005")


def test_a_file_without_names_is_refused() -> None:
    with pytest.raises(ValueError, match="a column of codes and one of names"):
        names_in("AREACD,Global\nE06000005,A\n")


@pytest.mark.parametrize("model", ["global", "economic", "demographic"])
def test_the_real_file_gives_twenty_of_each_district(real_data: Path, model: str) -> None:
    text = (real_data / "comparators" / f"ons_nearest_neighbours_{model}.csv").read_text(encoding="utf-8")
    names = names_in((real_data / "comparators" / "ons_cluster_allocation.csv").read_text(encoding="utf-8"))
    for code in ("E06000005", "E06000047"):
        near = neighbours_of(text, code)
        assert len(set(near)) == 20
        made = group(*(Peer(each, names.get(each, each)) for each in near), of=(code,))
        assert [member["area_code"] for member in tomllib.loads(group_toml(made))["group"][0]["member"]] == list(near)
