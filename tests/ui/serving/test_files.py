"""Static files: small, and kept by browsers for as long as they hold."""

import gzip
from pathlib import Path

import pytest
from streamlit.file_util import get_static_dir

from cspdash.settings import ROOT
from cspdash.ui import map_view
from cspdash.ui.serving.files import HASHED, Files, accepts_gzip
from tests.ui.serving.asking import Inside, ask

STREAMLIT = Path(get_static_dir())
INDEX = "<html>" + "our page " * 100 + "</html>"
BIGGEST = max((STREAMLIT / "static" / "js").glob("*.js"), key=lambda path: path.stat().st_size)
SCRIPT = f"/static/js/{BIGGEST.name}"


@pytest.fixture(scope="module")
def files() -> Files:
    return Files(Inside(status=299), STREAMLIT, INDEX)


def test_a_script_comes_compressed_to_whoever_takes_it_and_whole_to_others(files: Files) -> None:
    small = ask(files, SCRIPT, headers={"accept-encoding": "gzip, deflate, br"})
    whole = ask(files, SCRIPT, headers={"accept-encoding": "identity"})
    assert (small.header("content-encoding"), whole.header("content-encoding")) == ("gzip", None)
    assert gzip.decompress(small.body) == whole.body == BIGGEST.read_bytes()
    assert len(small.body) < len(whole.body) / 3
    assert small.header("content-length") == str(len(small.body))
    assert small.header("vary") == whole.header("vary") == "accept-encoding"
    assert small.header("content-type") == "text/javascript; charset=utf-8"
    assert small.header("cache-control") == "public, max-age=31536000, immutable"


def test_what_a_browser_has_is_not_sent_again(files: Files) -> None:
    tag = ask(files, SCRIPT).header("etag")
    assert tag and tag != ask(files, "/favicon.png").header("etag")
    again = ask(files, SCRIPT, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status, again.body, again.header("etag")) == (304, b"", tag)
    assert ask(files, SCRIPT, headers={"if-none-match": '"other"'}).status == 200


@pytest.mark.parametrize("path", ["/", "/places", "/any-name"])
def test_every_address_opens_the_page_which_is_asked_for_each_time(files: Files, path: str) -> None:
    answer = ask(files, path, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(answer.body).decode() == INDEX
    assert answer.header("cache-control") == "no-cache"
    assert ask(files, path, headers={"if-none-match": answer.header("etag")}).status == 304
    assert ask(files, path, "HEAD").body == b""


def test_our_own_files_are_served_beside_streamlits(files: Files) -> None:
    world = ask(files, "/app/static/world_110m.json")
    assert world.body == (ROOT / "static" / "world_110m.json").read_bytes()
    keys = ask(files, "/cspdash/keys.js")
    assert (keys.status, keys.header("cache-control")) == (200, "no-cache")
    drawn = ask(files, "/_stcore/bidi-components/cspdash.map/map.js", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(drawn.body) == (map_view.FOLDER / "map.js").read_bytes()
    assert drawn.header("content-type") == "text/javascript; charset=utf-8"
    assert ask(files, "/favicon.png").header("content-type") == "image/png"


@pytest.mark.parametrize("path", ["/static/index.html", "/static/nothing.js", "/app/static/../app.py", "/cspdash/x.js",
                                  "/static/js/", "/app/static/%2e%2e/app.py"])  # fmt: skip
def test_what_is_not_listed_cannot_be_read(files: Files, path: str) -> None:
    assert ask(files, path).status == 404


def test_everything_else_goes_on(files: Files) -> None:
    assert ask(files, "/media/abc.csv").status == 299
    assert ask(files, "/_stcore/health").status == 299


def test_only_names_with_a_hash_are_kept_for_good() -> None:
    assert HASHED.search("/static/js/index.DormvYxC.js")
    assert HASHED.search("/static/media/SourceSansVF-Upright.ttf.BsWL4Kly.woff2")
    assert HASHED.search("/app/static/outline-0123456789ab.json")
    assert not HASHED.search("/app/static/world_110m.json")
    assert not HASHED.search("/cspdash/signed-in.js")


def test_every_script_and_style_sheet_of_streamlit_has_a_hash() -> None:
    for ending in ("js", "css"):
        names = [f"/static/{ending}/{path.name}" for path in (STREAMLIT / "static" / ending).iterdir()]
        assert names and all(HASHED.search(name) for name in names)


@pytest.mark.parametrize(
    ("value", "takes"),
    [("", False), ("gzip", True), ("br, GZIP;q=0.5", True), ("gzip;q=0", False), ("gzip; q=0.0", False),
     ("*", True), ("identity", False), ("xgzip", False)],
)  # fmt: skip
def test_who_takes_gzip(value: str, takes: bool) -> None:
    assert accepts_gzip(value) is takes
