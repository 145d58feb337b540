"""What is sent to a reader's browser: every element of an AppTest, and marks in any bytes, charts' arrays included."""

import base64
import io
import json
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from google.protobuf.text_format import MessageToString  # type: ignore[import-untyped]
from streamlit.testing.v1 import AppTest

# Plotly sends arrays of numbers as bytes in base64.
ARRAY = re.compile(rb'\\*"bdata\\*"\s*:\s*\\*"([A-Za-z0-9+/=\\u]+?)\\*"')
TAGS = re.compile(r"<[^>]*>")


def messages(node: Any) -> Iterator[Any]:
    """Yield the message of every element and block below a node of an AppTest."""
    if getattr(node, "proto", None) is not None:
        yield node.proto
    for child in getattr(node, "children", {}).values():
        yield from messages(child)


def sent(app: AppTest) -> str:
    """Return all that a page sends, as text."""
    return "\n".join(
        MessageToString(one, as_utf8=True) if hasattr(one, "DESCRIPTOR") else str(one)
        for part in (app.main, app.sidebar)
        for one in messages(part)
    )


def read(app: AppTest) -> str:
    """Return what a reader reads on a page: without markup and backslashes, cells of tables apart."""
    plain = unescape(TAGS.sub(" | ", sent(app).replace("\\n", " ")))
    return " ".join(plain.replace("\\", "").split())


def maps(app: AppTest) -> list[dict[str, Any]]:
    """Return what the maps of a page are drawn from."""
    return [json.loads(item.proto.bytes) for item in app.get("bidi_component")]


def figures(app: AppTest) -> list[tuple[str, str]]:
    """Return the alternative text of every chart and map of a page, and what it is drawn from, as JSON."""
    charts = [(item.proto.alt, item.proto.spec) for item in app.get("plotly_chart")]
    return charts + [(found["alt"], json.dumps(found["traces"])) for found in maps(app)]


def marks_in(data: bytes, texts: Iterable[str], number: int) -> list[str]:
    """Return which marks are in some bytes: texts, the number in binary, either inside an array or a zip file."""
    found = {text for text in texts if text.encode() in data}
    found |= {f"{number} as {kind}" for kind in "dqf" if struct.pack(f"<{kind}", number) in data}
    for array in ARRAY.findall(data):
        plain = array.replace(b"\\", b"")
        inside = base64.b64decode(plain + b"=" * (-len(plain) % 4))
        found |= {f"{number} in an array as {kind}" for kind in "diqf" if struct.pack(f"<{kind}", number) in inside}
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for name in book.namelist():
                found |= set(marks_in(book.read(name), texts, number))
    return sorted(found)
