"""What a browser may say over its websocket: nobody empties the caches of all readers."""

import asyncio
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from cspdash.ui.serving.messages import READERS, Messages

DEVELOPERS = ("clear_cache", "set_run_on_save", "load_git_info", "debug_disconnect_websocket", "debug_shutdown_runtime")


def said(kind: str) -> bytes:
    """Return a message of a kind as a browser sends it."""
    message = BackMsg()
    field = message.DESCRIPTOR.fields_by_name[kind]
    if field.message_type:
        getattr(message, kind).SetInParent()
    else:
        setattr(message, kind, True)
    return message.SerializeToString()


def passed_on(*given: dict[str, Any], kind: str = "websocket") -> list[dict[str, Any]]:
    """Return what an application inside gets of what is sent."""
    waiting = [*given, {"type": "websocket.disconnect"}]
    got: list[dict[str, Any]] = []

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        while not got or got[-1]["type"] != "websocket.disconnect":
            got.append(await receive())

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    asyncio.run(Messages(app)({"type": kind}, receive, None))
    return got[:-1]


def message(data: bytes) -> dict[str, Any]:
    return {"type": "websocket.receive", "bytes": data}


@pytest.mark.parametrize("kind", DEVELOPERS)
def test_what_only_a_developer_sends_is_left_out_and_the_next_message_comes(kind: str) -> None:
    rerun = message(said("rerun_script"))
    assert passed_on({"type": "websocket.connect"}, message(said(kind)), rerun) == [
        {"type": "websocket.connect"},
        rerun,
    ]


@pytest.mark.parametrize("kind", sorted(READERS))
def test_what_a_page_sends_is_passed_on_as_it_is(kind: str) -> None:
    assert passed_on(message(said(kind))) == [message(said(kind))]


@pytest.mark.parametrize("data", [b"", b"\xff\xff", b"clear_cache"])
def test_what_cannot_be_read_is_left_out(data: bytes) -> None:
    assert passed_on(message(data), {"type": "websocket.receive", "text": "clear_cache"}) == []


def test_every_kind_of_message_is_known_here() -> None:
    known = {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    assert known == READERS | set(DEVELOPERS), "look whether a new kind is for readers"


def test_requests_go_on_untouched() -> None:
    clear = message(said("clear_cache"))
    assert passed_on(clear, kind="http") == [clear]
