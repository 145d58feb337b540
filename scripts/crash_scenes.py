"""What is crashed: small stores and the commands on them, made anew in a scratch folder."""

import os
import shutil
from pathlib import Path

from cspdash import catalogue
from cspdash.store.release import releases
from scripts.crash_runs import Scenario, Warm, contents

HEADER = ("Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
          "Last outcome category,Context")  # fmt: skip
PLACE = "Durham Constabulary,Durham Constabulary,-1.543000,54.524500,On or near Sample Street,E01012304,Darlington 012A"


def environment(scratch: Path) -> dict[str, str]:
    """Write a small content folder and return the environment in which commands use it."""
    content = scratch / "content"
    if not content.exists():
        catalogue.write_new_partnership(content)
    return os.environ | {"CSPDASH_CONTENT": str(content)}


def write_month(folder: Path, month: str, rows: int) -> Path:
    """Write an invented month as police.uk does: every other row is anti-social behaviour."""
    lines = [HEADER]
    for n in range(rows):
        crime = "Anti-social behaviour,," if n % 2 else "Burglary,Under investigation,"
        lines.append(f"{'' if n % 2 else f'{n:064x}'},{month},{PLACE},{crime}")
    path = folder / month / f"{month}-durham-street.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\r\n".join([*lines, ""]), encoding="utf-8", newline="")
    return path


def scenes(warm: Warm, scratch: Path) -> list[Scenario]:
    """Return loads, a roll back and restores of small stores, each with what it should leave."""
    first, second = write_month(scratch, "2023-01", 40), write_month(scratch, "2023-02", 60)
    one, two = scratch / "one", scratch / "two"
    ran(warm, "ingest", "police", str(first), "--store", str(one))
    shutil.copytree(one, two)
    ran(warm, "ingest", "police", str(second), "--store", str(two))
    oldest, kept = releases(one)[0], scratch / "one.tar"
    ran(warm, "backup", str(kept), "--all", "--store", str(one))
    return [
        Scenario("ingest", ("ingest", "police", str(second)), one, contents(two)),
        Scenario("first ingest", ("ingest", "police", str(first)), None, contents(one)),
        Scenario("rollback", ("rollback", oldest), two, contents(one)),
        Scenario("restore", ("restore", str(kept)), None, contents(one)),
        Scenario("restore over", ("restore", str(kept)), two, contents(one)),
    ]


def ran(warm: Warm, *words: str) -> None:
    """Run a command that has to go well."""
    status, said = warm.run(list(words))
    if status:
        raise RuntimeError(f"{' '.join(words)} ended with {status}: {said}")
