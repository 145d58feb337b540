"""Outlines by address: the very outlines, kept for good by browsers, and nothing else under those addresses."""

import asyncio
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cspdash.findings.outlines import outlines_of
from cspdash.store.connection import open_store
from cspdash.store.release import building
from cspdash.ui import geometry
from cspdash.ui.serving.shapes import Shapes
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE

BOTH = (DARLINGTON_CODE, COUNTY_DURHAM_CODE)
Answer = tuple[int, dict[bytes, bytes], bytes]


@pytest.fixture
def shapes(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Shapes:
    monkeypatch.setenv("CSPDASH_STORE", str(store_folder))
    monkeypatch.setattr(geometry._Server, "answers", True)

    async def beyond(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return Shapes(beyond)


def get(app: Shapes, path: str, **headers: str) -> Answer:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": given}
    asyncio.run(app(scope, None, send))
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


def address_in(folder: Path) -> str:
    """Return the address that a page of the current release gives its maps."""
    store = open_store(folder)
    found = geometry.addressed(outlines_of(store, BOTH), BOTH)
    store.close()
    assert found.address
    return found.address


def test_an_address_answers_with_the_very_outlines_and_is_kept_for_good(shapes: Shapes, store_folder: Path) -> None:
    store = open_store(store_folder)
    found = outlines_of(store, BOTH)
    store.close()
    address = address_in(store_folder)
    status, headers, body = get(shapes, address, accept_encoding="gzip")
    assert (status, headers[b"cache-control"]) == (200, b"public, max-age=31536000, immutable")
    assert headers[b"content-type"] == b"application/geo+json"
    assert gzip.decompress(body).decode() == found.text
    assert len(body) < len(found.text) / 2
    status, headers, plain = get(shapes, address)
    assert (status, b"content-encoding" in headers, plain.decode()) == (200, False, found.text)
    assert get(shapes, address, if_none_match=headers[b"etag"].decode())[0] == 304


def test_what_no_release_holds_is_not_there(shapes: Shapes, store_folder: Path) -> None:
    address = address_in(store_folder)
    digest = address.rpartition("-")[2]
    for path in (
        address.replace(digest, "0" * 16 + ".geojson"), geometry.PREFIX, geometry.PREFIX + "x.geojson",
        address + "x", f"{geometry.PREFIX}E09999999-{digest}", f"{geometry.PREFIX}../{digest}",
    ):  # fmt: skip
        assert get(shapes, path)[0] == 404, path
    assert get(shapes, "/places")[0] == 299, "everything else goes on"


def test_a_page_of_the_release_before_still_gets_its_outlines(
    shapes: Shapes, store_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_copy))
    before = address_in(store_copy)
    with building(store_copy) as build:
        build.con.execute("DELETE FROM outline WHERE area_code = 'E01012304'")
    after = address_in(store_copy)
    assert before != after
    assert [get(shapes, path)[0] for path in (before, after)] == [200, 200]
    codes = {feature["id"] for feature in json.loads(get(shapes, after)[2])["features"]}
    assert "E01012304" not in codes and "E01012305" in codes


def test_without_our_server_outlines_travel_in_the_figure(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geometry._Server, "answers", False)
    store = open_store(store_folder)
    assert geometry.addressed(outlines_of(store, BOTH), BOTH).address is None
    store.close()
