"""The page that every address opens."""

from pathlib import Path

import pytest
from streamlit.file_util import get_static_dir

from cspdash.ui.serving.files import OURS
from cspdash.ui.serving.index import index_page

STREAMLIT = Path(get_static_dir())


def test_it_is_streamlits_with_our_title_and_scripts_and_without_its_adverts() -> None:
    theirs = (STREAMLIT / "index.html").read_text(encoding="utf-8")
    ours = index_page(STREAMLIT, "Ours & yours", ("keys.js", "signed-in.js"))
    assert "<title>Ours &amp; yours</title>" in ours
    assert '<html lang="en-GB">' in ours
    assert "agent" not in ours and "agent" in theirs
    assert "<noscript><p>This dashboard needs JavaScript" in ours
    scripts = [line.strip() for line in ours.splitlines() if "<script" in line]
    assert scripts[0].startswith('<script src="./cspdash/keys.js?')
    assert scripts[1].startswith('<script src="./cspdash/signed-in.js?')
    assert '<link rel="stylesheet" href="./cspdash/reading.css?' in ours
    kept = [line for line in theirs.splitlines() if "modulepreload" in line or "stylesheet" in line]
    assert kept and all(line in ours for line in kept)


def test_streamlits_front_end_still_takes_the_servers_address_from_where_we_put_it() -> None:
    ours = (OURS / "root.js").read_text(encoding="utf-8")
    assert "window.__streamlit" in ours and "BACKEND_BASE_URL" in ours
    theirs = "".join(path.read_text(encoding="utf-8") for path in (STREAMLIT / "static" / "js").glob("index.*.js"))
    assert "window.__streamlit" in theirs and ".BACKEND_BASE_URL" in theirs


def test_a_page_that_has_changed_stops_the_server_and_not_the_reader(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<html><head><title>Streamlit</title></head></html>")
    with pytest.raises(RuntimeError, match="not as expected"):
        index_page(tmp_path, "ours", ())
