"""The whole is ready while one replica is, and says how many are."""

import asyncio

from cspdash.ui.replicas.kept import Kept
from cspdash.ui.replicas.readiness import Readiness, Seen
from cspdash.ui.replicas.supervisor import free_ports


def readiness(*seen: Seen) -> Readiness:
    stopping = asyncio.Event()
    found = Readiness([Kept(str(n), [], {}, stopping) for n in range(len(seen))], list(range(len(seen))))
    found.seen = list(seen)
    return found


def test_one_that_is_ready_is_enough() -> None:
    status, body = readiness(Seen(True, "a" * 16, "public"), Seen(reason="the release is damaged")).whole()
    assert (status, body["ready"], body["replicas"], body["replicas_ready"]) == (200, True, 2, 1)
    assert (body["edition"], body["releases"]) == ("public", ["a" * 16])


def test_none_is_not() -> None:
    status, body = readiness(Seen(), Seen()).whole()
    assert (status, body) == (
        503, {"ready": False, "reason": "no replica is ready", "replicas": 2, "replicas_ready": 0},
    )  # fmt: skip


def test_for_a_moment_two_releases_may_be_served_and_both_are_said() -> None:
    body = readiness(Seen(True, "b" * 16, "public"), Seen(True, "a" * 16, "public")).whole()[1]
    assert body["releases"] == ["a" * 16, "b" * 16]


def test_it_answers_over_http_and_closes() -> None:
    async def ask(request: bytes) -> bytes:
        found, (port,) = readiness(Seen(True, "a" * 16, "public")), free_ports(1)
        server = await found.serve(port)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        server.close()
        return answer

    whole = asyncio.run(ask(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
    assert whole.startswith(b"HTTP/1.1 200 OK\r\n") and whole.endswith(b'"replicas_ready": 1}')
    assert b"\r\nx-content-type-options: nosniff\r\n" in whole
    head = asyncio.run(ask(b"HEAD /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
    assert head.endswith(b"\r\n\r\n")
