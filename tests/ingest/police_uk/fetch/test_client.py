import http.client
import re
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from cspdash.ingest.police_uk.fetch.client import (
    Client,
    Manners,
    NotFetched,
    check_address,
    manners_for,
    on_this_machine,
)
from tests.police_server import Fault, PoliceServer


def text(response: http.client.HTTPResponse) -> bytes:
    return response.read()


@pytest.mark.parametrize(
    "url",
    ["http://data.police.uk", "ftp://127.0.0.1/x", "file:///etc/passwd", "data.police.uk", "https://", "http://["],
)
def test_only_https_is_asked_of_other_machines(url: str, manners: Manners) -> None:
    client = Client(manners)
    with pytest.raises(NotFetched, match=re.escape(url) + r".*CSPDASH_POLICE_URL"):
        client.ask(url, text)
    assert client.requests == 0


def test_https_anywhere_and_http_on_this_machine_are_safe() -> None:
    for url in ("https://data.police.uk/x", "http://127.0.0.1:8000", "http://localhost:1", "http://[::1]:1"):
        check_address(url)
    assert not on_this_machine("http://data.police.uk") and not on_this_machine("http://127.0.0.1.example.org")


def test_a_redirect_goes_only_to_a_safe_address() -> None:
    check_address("https://elsewhere.example/a", came_from="https://data.police.uk/a")
    for target in ("http://elsewhere.example/a", "http://127.0.0.1/a"):
        with pytest.raises(NotFetched, match="sends on to this address"):
            check_address(target, came_from="https://data.police.uk/a")


def test_an_unsafe_redirect_is_not_followed(server: PoliceServer, manners: Manners) -> None:
    server.redirects["/a"] = "http://192.0.2.1/secret"
    with pytest.raises(NotFetched, match=r"http://192\.0\.2\.1/secret"):
        Client(manners).ask(f"{server.base}/a", text)
    assert len(server.asked) == 1


def test_a_redirect_keeps_range_and_agent(server: PoliceServer, manners: Manners) -> None:
    server.redirects["/a"] = f"{server.base}/b"
    server.files["/b"] = b"0123456789"
    assert Client(manners).read(f"{server.base}/a", 2, 5, 10, None) == b"234"
    assert [(asked.path, asked.span) for asked in server.asked] == [("/a", "bytes=2-4"), ("/b", "bytes=2-4")]
    assert all(asked.agent.startswith("cspdash/") for asked in server.asked)


def test_waits_longer_each_time_and_then_succeeds(server: PoliceServer, manners: Manners, sleeps: list[float]) -> None:
    server.files["/a"] = b"whole"
    server.fail("/a", Fault(503), Fault(500), Fault(cut_after=2))
    client = Client(manners)
    assert client.read(f"{server.base}/a", 0, 5, 5, None) == b"whole"
    assert sleeps == [1.0, 2.0, 4.0] and client.requests == 4


@pytest.mark.parametrize(("jitter", "expected"), [(0.0, 0.5), (1.0, 1.5)])
def test_jitter_spreads_the_waits(server: PoliceServer, sleeps: list[float], jitter: float, expected: float) -> None:
    server.files["/a"] = b"whole"
    server.fail("/a", Fault(503))
    Client(Manners(pause=0.0, sleep=sleeps.append, jitter=lambda: jitter)).ask(f"{server.base}/a", text)
    assert sleeps == [expected]


def test_waits_as_long_as_the_server_asks(server: PoliceServer, manners: Manners, sleeps: list[float]) -> None:
    server.files["/a"] = b"whole"
    in_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    server.fail("/a", Fault(429, {"Retry-After": "7"}), Fault(503, {"Retry-After": in_a_minute}))
    assert Client(manners).ask(f"{server.base}/a", text) == b"whole"
    assert sleeps[0] == 7.0 and 50 < sleeps[1] <= 60


def test_gives_up_when_the_server_asks_too_much(server: PoliceServer, manners: Manners, sleeps: list[float]) -> None:
    server.fail("/a", Fault(503, {"Retry-After": "3600"}))
    with pytest.raises(NotFetched, match=r"503 .*asks to wait 3,600 seconds"):
        Client(manners).ask(f"{server.base}/a", text)
    assert sleeps == [] and len(server.asked) == 1


def test_gives_up_after_the_last_try(server: PoliceServer, manners: Manners) -> None:
    server.fail("/a", *[Fault(502)] * 9)
    with pytest.raises(NotFetched, match=r"answered 502 .*\(4 tries\).*cspdash ingest police") as caught:
        Client(manners).ask(f"{server.base}/a", text)
    assert len(server.asked) == 4 and caught.value.status == 502


def test_does_not_repeat_what_the_server_refuses(server: PoliceServer, manners: Manners, sleeps: list[float]) -> None:
    with pytest.raises(NotFetched, match="404") as caught:
        Client(manners).ask(f"{server.base}/nothing", text)
    assert len(server.asked) == 1 and sleeps == [] and caught.value.status == 404


def test_says_that_nobody_answers(manners: Manners, sleeps: list[float]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/a"
        with pytest.raises(NotFetched, match=r"no answer: .*refused.*\(4 tries\)") as caught:
            Client(manners).ask(url, text)
    assert caught.value.status is None and len(sleeps) == 3


def test_a_name_that_no_host_can_have_is_said_at_once(manners: Manners, sleeps: list[float]) -> None:
    with pytest.raises(NotFetched, match="no answer"):
        Client(manners).ask("https://a..b/", text)
    assert sleeps == []


def test_a_full_disk_is_not_taken_for_the_network(server: PoliceServer, manners: Manners) -> None:
    def no_room(response: http.client.HTTPResponse) -> None:
        raise OSError(28, "No space left on device")

    server.files["/a"] = b"whole"
    with pytest.raises(OSError, match="No space"):
        Client(manners).ask(f"{server.base}/a", no_room)
    assert len(server.asked) == 1


def test_pauses_between_requests(server: PoliceServer, sleeps: list[float]) -> None:
    server.files["/a"] = b"whole"
    client = Client(Manners(pause=30.0, sleep=sleeps.append))
    for _ in range(3):
        client.ask(f"{server.base}/a", text)
    assert len(sleeps) == 2 and all(29 < pause <= 30 for pause in sleeps)


def test_refuses_parts_of_another_version(server: PoliceServer, manners: Manners) -> None:
    server.files["/a"] = b"0123456789"
    for size, validator in ((11, None), (10, '"older"')):
        with pytest.raises(NotFetched, match="changed while it was being read"):
            Client(manners).read(f"{server.base}/a", 0, 5, size, validator)


def test_reads_no_more_of_a_body_than_it_asked_for(server: PoliceServer, manners: Manners) -> None:
    server.files["/a"] = b"0123456789"
    server.fail("/a", Fault(more=b"and what nobody asked for"))
    client = Client(manners)
    assert client.read(f"{server.base}/a", 2, 5, 10, None) == b"234"
    assert (client.requests, client.received) == (1, 3)


def test_a_public_server_is_spared_more_than_this_machine() -> None:
    assert manners_for("https://data.police.uk") == Manners()
    assert manners_for("http://127.0.0.1:8000").pause < Manners().pause
