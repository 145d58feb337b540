"""A public release of an earlier schema is not served by today's program, and is published over, with its numbers."""

from pathlib import Path

import duckdb
import pytest

from cspdash.publish.build import publish
from cspdash.publish.check import check_public
from cspdash.publish.earlier import earlier_releases
from cspdash.store.hashing import file_sha256
from cspdash.store.pointer import point_to, release_path
from cspdash.store.release import SCHEMA_VERSION
from tests.commands import cspdash
from tests.publish import microdata
from tests.publish.conftest import file_of
from tests.publish.microdata import LOCALITIES, QUARTERS, Data


@pytest.mark.fault("F10")
def test_a_public_release_of_an_earlier_schema_is_published_over(tmp_path: Path, public: Path) -> None:
    content = microdata.partners(sets=1)
    events = {(code, quarter): 22 for code in LOCALITIES for quarter in QUARTERS}
    source = microdata.fill(tmp_path / "restricted", Data((events,)))
    publish(source, public, content)
    path = file_of(public)
    con = duckdb.connect(str(path))
    con.execute("DROP TABLE completeness")
    con.execute("UPDATE release SET schema_version = $older", {"older": SCHEMA_VERSION - 1})
    con.close()
    older = file_sha256(path)[:16]
    path.rename(release_path(public, older))
    point_to(public, older)
    (reason,) = check_public(public)
    assert "'cspdash publish'" in reason
    assert "cspdash publish" in cspdash("upgrade", "--store", public, "--json").json["error"]
    assert earlier_releases(public).cells[0], "what was published is known to the gate"
    again = publish(source, public, content)
    assert again.release != older
    assert check_public(public) == []
