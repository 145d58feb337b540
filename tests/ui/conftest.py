import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue

Runner = Callable[..., AppTest]


@pytest.fixture
def sample(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Serve the sample store."""
    monkeypatch.setenv("CSPDASH_STORE", str(store_folder))
    return store_folder


@pytest.fixture(scope="session")
def content() -> Catalogue:
    """The content that ships."""
    return catalogue.load(settings.content_dir())


def started(app: Callable[..., Any], query: dict[str, str] | None = None, **given: Any) -> AppTest:
    """Run a small app that draws one thing, as a link with these parameters would open it."""
    made = AppTest.from_function(app, default_timeout=30, kwargs=given)
    for key, value in (query or {}).items():
        made.query_params[key] = value
    made.run()
    assert not made.exception, made.exception[0].message
    return made


def address_of(app: AppTest) -> dict[str, str]:
    """Return the parameters of the address that the reader would copy."""
    return {key: value[0] if isinstance(value, list) else value for key, value in app.query_params.items()}


def plain(text: str) -> str:
    """Return Markdown as a reader sees it: without the backslashes."""
    return re.sub(r"\\(.)", r"\1", text)


def html_of(app: AppTest) -> str:
    """Return everything that was written as HTML."""
    return "".join(item.proto.body for item in app.get("html"))
