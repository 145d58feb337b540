"""Who is at the other end."""

import asyncio
import socket

import pytest
import uvicorn

from cspdash.ui.serving import network
from cspdash.ui.serving.network import Clients, PatientProtocol, is_loopback
from tests.ui.serving.asking import Inside, scope_of

PROXY = "10.0.0.5"


@pytest.mark.parametrize(
    ("client", "forwarded", "expected"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # who says so is nobody that we know
        (PROXY, "198.51.100.1", "198.51.100.1"),
        (PROXY, "1.2.3.4, 198.51.100.1", "198.51.100.1"),  # what came before is what the reader wrote
        (PROXY, "198.51.100.1, 10.0.0.9", "198.51.100.1"),  # two of our proxies in a row
        (PROXY, None, PROXY),
        (PROXY, "nonsense", "nonsense"),
        (PROXY, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_the_address_is_the_last_that_a_trusted_proxy_saw(client: str, forwarded: str | None, expected: str) -> None:
    scope = scope_of("/", client=client, headers={"x-forwarded-for": forwarded})
    assert Clients(("10.0.0.0/24",)).address(scope) == expected


def test_neighbours_in_one_ipv6_network_are_one_reader() -> None:
    found = {Clients(()).address(scope_of("/", client=f"2001:db8::{last}")) for last in ("1", "ffff")}
    assert found == {"2001:db8::/64"}


def test_this_machine_is_told_apart() -> None:
    assert is_loopback("127.0.0.1") and is_loopback("::1/128") and is_loopback("127.8.8.8")
    assert not is_loopback("10.0.0.1") and not is_loopback("testclient")


def test_what_is_no_network_is_named() -> None:
    with pytest.raises(ValueError, match=r"300\.1"):
        Clients(("300.1",))


async def until_closed(first: bytes, later: bytes) -> bytes:
    """Send to a server and go on sending until it hangs up, which must be soon; return what came."""
    config = uvicorn.Config(Inside(), http=PatientProtocol, ws="none", log_config=None, server_header=False)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.01)
    reader, writer = await asyncio.open_connection(*listening.getsockname())
    got = b""
    try:
        writer.write(first)
        async with asyncio.timeout(20):
            while True:
                writer.write(later)
                await writer.drain()
                try:
                    async with asyncio.timeout(0.02):
                        part = await reader.read(4096)
                except TimeoutError:
                    continue
                got += part
                if not part:
                    break
    except ConnectionError:
        pass
    finally:
        writer.close()
        server.should_exit = True
        await running
        listening.close()
    return got


@pytest.mark.parametrize(
    ("first", "later", "answers"),
    [
        (b"", b"", 0),  # connects and says nothing
        (b"GET / HTTP/1.1\r\nHost: x\r\n", b"X-A: b\r\n", 0),  # a head that never ends
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"G", 1),  # the second head never ends
    ],
)
def test_a_connection_that_trickles_is_closed(
    first: bytes, later: bytes, answers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "HEAD_SECONDS", 0.2)
    got = asyncio.run(until_closed(first, later))
    assert got.count(b"HTTP/1.1 200") == answers


def test_the_clock_is_the_real_one_by_default() -> None:
    assert 5 <= network.HEAD_SECONDS <= 30
