from pathlib import Path

import pytest

from tests.cli.test_changes import publish_triple
from tests.ui.conftest import html_of, plain, started


def changing() -> None:
    """Draw what changed since an earlier release."""
    import streamlit as st

    from cspdash.ui import changes, questions
    from cspdash.ui.access import content

    release = changes.pick_release()
    if release is None:
        st.write("the only release")
    else:
        changes.changes_panels(changes.since(release, content().default_plan.slug, questions.today()))


def test_the_only_release_has_nothing_to_compare_with(sample: Path) -> None:
    assert [item.value for item in started(changing).markdown] == ["the only release"]


def test_the_release_before_is_compared(store_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_triple(store_copy)
    monkeypatch.setenv("CSPDASH_STORE", str(store_copy))
    app = started(changing)
    assert "UTC (release" in app.selectbox[0].options[0]
    assert "Verdicts that moved" in html_of(app)
    assert "Earlier figures that were revised" in html_of(app)
    assert "Earlier figures were revised" in plain(html_of(app))
