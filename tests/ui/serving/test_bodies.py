"""How much may be sent, and how slowly."""

import asyncio

import pytest

from cspdash.ui.serving.bodies import FRAMING_BYTES, OTHER_BYTES, UPLOAD_BYTES, Bodies
from tests.ui.serving.asking import Inside, ask, asked, scope_of

UPLOAD = "/_stcore/upload_file/session/file"


def parts(sizes: list[int]) -> list[dict[str, object]]:
    last = len(sizes) - 1
    return [{"type": "http.request", "body": b"x" * size, "more_body": i < last} for i, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        (UPLOAD, UPLOAD_BYTES + FRAMING_BYTES, 200),
        (UPLOAD, UPLOAD_BYTES + FRAMING_BYTES + 1, 413),
        ("/places", OTHER_BYTES, 200),
        ("/places", OTHER_BYTES + 1, 413),
    ],
)
def test_a_body_has_a_limit_whether_it_says_its_length_or_not(path: str, size: int, status: int) -> None:
    inside = Inside()
    said = ask(Bodies(inside), path, "PUT", headers={"content-length": str(size)}, messages=parts([size]))
    assert said.status == status
    assert (len(inside.received), len(inside.scopes)) == ((size, 1) if status == 200 else (0, 0))
    half = size // 2
    assert ask(Bodies(Inside()), path, "PUT", messages=parts([half, size - half])).status == status


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "0x10", ""])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    expected = 200 if length == "" else 413
    assert ask(Bodies(Inside()), "/", headers={"content-length": length}).status == expected


def test_a_body_that_never_ends_is_cut_off() -> None:
    started = parts([10, 10])[:1]
    answer = asyncio.run(asked(Bodies(Inside(), seconds=0.02), scope_of(UPLOAD, "PUT"), started))
    assert (answer.status, answer.header("connection")) == (408, "close")
