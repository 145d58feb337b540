from streamlit.testing.v1 import AppTest

from cspdash.settings import ROOT
from cspdash.ui import timing


def test_the_first_run_is_told_apart_from_the_repeated_ones() -> None:
    runs: list[int] = []
    found = timing.times(lambda: runs.append(1))
    assert len(runs) == timing.REPEATS
    assert set(found) == {"first", "repeat"}
    assert min(found.values()) >= 0


def test_the_empty_page_draws_one_picker_and_a_line() -> None:
    app = AppTest.from_function(timing.empty_page).run()
    assert not app.exception
    assert ([item.label for item in app.selectbox], [item.value for item in app.markdown]) == (["Area"], ["empty"])


def test_the_pages_that_are_timed_exist() -> None:
    navigation = (ROOT / "cspdash" / "ui" / "navigation.py").read_text(encoding="utf-8")
    for title, url_path in timing.PAGES.items():
        assert f'title="{title}"' in navigation
        assert not url_path or f'url_path="{url_path}"' in navigation


def test_a_page_is_opened_by_its_address() -> None:
    assert timing.opened("")._page_hash == ""
    assert timing.opened("places")._page_hash not in {"", timing.opened("sources")._page_hash}


def test_memory_is_that_of_this_process() -> None:
    assert 20 < timing.peak_memory() < 16_000
