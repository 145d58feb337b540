import os
from pathlib import Path

import pytest

from cspdash.ingest import RefusedFile
from cspdash.ingest.areas.common import Link, common_areas
from cspdash.ingest.areas.links import is_lookup, read_links

REAL = os.environ.get("CSPDASH_REAL_DATA")
ONS = "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD\n"
OLD, SECOND, NEW, NEXT = "E01012316", "E01012317", "E01035185", "E01035186"


def lookup(folder: Path, text: str | bytes, name: str = "lookup.csv") -> Path:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / name


def test_an_ons_lookup_with_byte_order_mark(tmp_path: Path) -> None:
    rows = f"{SECOND},b,{SECOND},b,U,E06000005\n{OLD},a,{NEW},c,S,E06000005\n{OLD},a,{NEXT},d,S,E06000005\n"
    assert read_links(lookup(tmp_path, b"\xef\xbb\xbf" + (ONS + rows).encode())) == [
        Link(SECOND, SECOND, "lsoa11_lsoa21", 1.0),
        Link(OLD, NEW, "lsoa11_lsoa21", 0.5),
        Link(OLD, NEXT, "lsoa11_lsoa21", 0.5),
    ]


def test_lower_case_columns_in_any_order_and_a_weight(tmp_path: Path) -> None:
    rows = f"lsoa21_code,share,lsoa11_code\n{NEW},0.7,{OLD}\n{NEXT},0.3,{OLD}\n"
    assert [(link.to_code, link.weight) for link in read_links(lookup(tmp_path, rows))] == [(NEW, 0.7), (NEXT, 0.3)]


def test_an_lsoa_to_ward_lookup(tmp_path: Path) -> None:
    rows = f"lsoa21_name,lsoa21_code,ward24_name,ward24_code\na,{OLD},Bank Top,E05010412\n"
    assert read_links(lookup(tmp_path, rows)) == [Link(OLD, "E05010412", "lsoa_ward", 1.0)]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["LSOA11CD", "LSOA21CD"], True),
        (["lsoa11_code", "ward17_code"], True),
        (["LSOA11CD", "LAD22CD"], False),
        (["area_code", "persons"], False),
    ],
)
def test_lookups_are_known_by_their_columns(header: list[str], expected: bool) -> None:
    assert is_lookup(header) is expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("area_code,persons\nE01012316,1\n", "line 1: not the columns of a lookup: area_code, persons"),
        (f"{ONS}{OLD},a,E0103518,c,S,E06000005\n", "column LSOA21CD: 1 are no codes of a lsoa: 'E0103518' in line 2"),
        (f"{ONS}{OLD},a,{NEW},c,S,E1\n{OLD},a,{NEW},c,S,E1\n", f"stand twice: {OLD} to {NEW}"),
        (f"{ONS}{OLD},a,{NEW},c,Q,E06000005\n", "line 2, column CHGIND: 'Q' is not U, S, M or X"),
        (f"{ONS}{OLD},a,{NEW},c,U,E06000005\n", f"line 2, column CHGIND: U does not fit {OLD} and {NEW}"),
        (f"{ONS}{OLD},a,{OLD},c,S,E06000005\n", f"line 2, column CHGIND: S does not fit {OLD} and {OLD}"),
        (f"{ONS}{OLD},a,{NEW}\n", "line 2: 3 columns where 6 are expected"),
        (f"LSOA11CD,LSOA21CD,weight\n{OLD},{NEW},0\n", "line 2, column weight: '0' is no share"),
        (f"LSOA11CD,LSOA21CD,weight\n{OLD},{NEW},most\n", "line 2, column weight: 'most' is no share"),
        (ONS, "a header and no rows"),
        ("", "the file is empty"),
        ("<!DOCTYPE html><p>Not found", "web page"),
    ],
)
def test_bad_lookups_are_refused_with_line_and_reason(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match=reason):
        read_links(lookup(tmp_path, text))


@pytest.mark.skipif(not REAL, reason="CSPDASH_REAL_DATA is not set")
def test_the_real_lookup_has_33_links_that_are_no_identity() -> None:
    name = "lsoa11_lsoa21_lad22_exact-fit_darlington_county-durham.csv"
    links = read_links(Path(str(REAL)) / "lookups" / name)
    changed = [link for link in links if link.from_code != link.to_code]
    assert (len(links), len(changed)) == (401, 33)
    shares: dict[str, float] = {}
    for link in links:
        shares[link.from_code] = shares.get(link.from_code, 0) + link.weight
    assert all(share == pytest.approx(1) for share in shares.values())
    common = common_areas(links, [])
    # 389 areas of 2011 less the 10 that merged into 5; every area of 2021 is in one of them.
    assert len(set(common.values())) == 384
    assert {link.to_code for link in links} <= set(common)


@pytest.mark.skipif(not REAL, reason="CSPDASH_REAL_DATA is not set")
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("lsoa21_ward24_lad24_best-fit_darlington_county-durham.csv", 396),
        ("lsoa11_ward17_lad21_best-fit_darlington_county-durham.csv", 389),
    ],
)
def test_the_real_ward_lookups(name: str, count: int) -> None:
    links = read_links(Path(str(REAL)) / "lookups" / name)
    assert (len(links), {link.kind for link in links}) == (count, {"lsoa_ward"})
