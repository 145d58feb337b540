"""Large messages are compressed, each by itself; short ones, in which a link's words come back, never are."""

import zlib

from websockets.frames import Frame, Opcode

from cspdash.ui.serving.compression import LEAST, MEMORY, WINDOW_BITS, Factory, LargeAlone


def agreed() -> LargeAlone:
    return Factory().process_request_params([("client_max_window_bits", None)], [])[1]


def framed(data: bytes) -> Frame:
    return agreed().encode(Frame(Opcode.BINARY, data))


def test_only_large_messages_are_compressed() -> None:
    short, large = b"a" * (LEAST - 1), b"a" * LEAST
    assert (framed(short).data, framed(short).rsv1) == (short, False)
    assert framed(large).rsv1 and len(framed(large).data) < LEAST / 10
    opened = zlib.decompressobj(-WINDOW_BITS).decompress(bytes(framed(large).data) + b"\x00\x00\xff\xff")
    assert opened == large


def test_no_message_is_shorter_for_one_that_came_before() -> None:
    both, words = agreed(), bytes(range(256)) * 8
    lengths = [len(both.encode(Frame(Opcode.BINARY, words)).data) for _ in range(3)]
    assert len(set(lengths)) == 1
    assert both.local_no_context_takeover and both.remote_no_context_takeover
    assert both.compress_settings == {"memLevel": MEMORY}
