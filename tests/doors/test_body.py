"""A body in pieces: whatever the pieces, the same mail comes out as if it were read line by line."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.doors.body import Body, Fault
from intake.doors.room import Room

MOST, LONGEST = 1_000_000, 65_536
ROOMS = pytest.mark.parametrize("room", [10_000_000, 30, 0], ids=["in memory", "begun in memory", "in a file"])


def fed(*chunks: bytes, most: int = MOST, longest: int = LONGEST, room: int = 10_000_000) -> Body:
    body = Body(most, longest, Room(room))
    for chunk in chunks:
        assert not body.ended
        body.feed(chunk)
    return body


@pytest.mark.parametrize(
    ("wire", "mail", "rest"),
    [
        pytest.param(b".\r\n", b"", b"", id="nothing at all"),
        pytest.param(b"Hello\r\n.\r\n", b"Hello\r\n", b"", id="one line"),
        pytest.param(b"..\r\n.\r\n", b".\r\n", b"", id="a dot that is text"),
        pytest.param(b".hidden\r\n.\r\n", b"hidden\r\n", b"", id="a dot that should have been doubled"),
        pytest.param(b"a\r\n...\r\n.\r\n", b"a\r\n..\r\n", b"", id="dots later on"),
        pytest.param(b"a\r\n.\r\nQUIT\r\n", b"a\r\n", b"QUIT\r\n", id="a command sent ahead"),
        pytest.param(b"a\n.\n\r\n.\r\n", b"a\n.\n\r\n", b"", id="bare line feeds smuggle nothing"),
        pytest.param(b"a\r.\r\r\n.\r\n", b"a\r.\r\r\n", b"", id="bare carriage returns smuggle nothing"),
        pytest.param(b"a\n.\r\n\r\n.\r\n", b"a\n.\r\n\r\n", b"", id="a bare line feed before the dot"),
        pytest.param(b"a\r\n.\n\r\n.\r\n", b"a\r\n\n\r\n", b"", id="a bare line feed after the dot"),
        pytest.param(b"a\r\r\n.\r\n", b"a\r\r\n", b"", id="two carriage returns"),
        pytest.param(b"\r\n.\r\n", b"\r\n", b"", id="an empty line"),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 100])
@ROOMS
def test_a_body_in_pieces_of_any_size(wire: bytes, mail: bytes, rest: bytes, size: int, room: int) -> None:
    shared, at = Room(room), 0
    body = Body(MOST, LONGEST, shared)
    while not body.ended:
        body.feed(wire[at : at + size])
        at += size
    assert (body.fault, body.content(), body.rest + wire[at:]) == (None, mail, rest)
    body.close()
    assert shared.taken == 0


@pytest.mark.parametrize(
    ("wire", "fault"),
    [
        pytest.param(b"x" * 62 + b"\r\n.\r\n", None, id="a line as long as allowed"),
        pytest.param(b"x" * 63 + b"\r\n.\r\n", Fault.LINE_TOO_LONG, id="a line one longer"),
        pytest.param(b"y\r\n" + b"x" * 63 + b"\r\nz\r\n.\r\n", Fault.LINE_TOO_LONG, id="a long line in the middle"),
        pytest.param(b"x" * 62 + b"\r\n" + b"y" * 62 + b"\r\n.\r\n", None, id="two lines as long as allowed"),
        pytest.param((b"x" * 38 + b"\r\n") * 5 + b".\r\n", None, id="as many bytes as allowed"),
        pytest.param((b"x" * 38 + b"\r\n") * 5 + b"y\r\n.\r\n", Fault.TOO_LARGE, id="more than allowed"),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 64, 1000])
@ROOMS
def test_what_is_not_taken(wire: bytes, fault: Fault | None, size: int, room: int) -> None:
    pieces = [wire[at : at + size] for at in range(0, len(wire), size)]
    body = fed(*pieces, most=200, longest=64, room=room)
    assert (body.ended, body.fault) == (True, fault)
    assert fault is None or body._room.taken == 0
    body.close()


def test_after_a_fault_the_end_is_still_found_and_the_session_can_go_on() -> None:
    body = fed(b"x" * 500, b"\r\nmore\r", b"\n.", b"\r\nRSET\r\n", most=200, longest=64)
    assert (body.ended, body.fault, body.rest) == (True, Fault.TOO_LARGE, b"RSET\r\n")


def test_a_stream_without_an_end_takes_no_memory() -> None:
    chunk = b"x" * 65_536
    body = Body(64 * 1024 * 1024, LONGEST, Room(32 * 1024 * 1024))
    tracemalloc.start()
    for _ in range(4096):  # 256 MB
        body.feed(chunk)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert body.fault is Fault.LINE_TOO_LONG
    assert (body.seen, peak < 1_000_000) == (4096 * 65_536, True)


@given(
    lines=st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\r\n", b"")), max_size=20),
    cuts=st.lists(st.integers(1, 40), max_size=40),
    after=st.binary(max_size=10),
    room=st.sampled_from([0, 20, 10_000_000]),
)
def test_what_a_client_stuffs_comes_out_as_it_was(lines: list[bytes], cuts: list[int], after: bytes, room: int) -> None:
    # A line that ends in CR would give its CR to the line end: as bytes that is another line end, and stays so.
    mail = b"".join(line.rstrip(b"\r") + b"\r\n" for line in lines)
    wire = b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in mail.split(b"\r\n")[:-1])
    wire += b".\r\n" + after
    body, at = Body(MOST, LONGEST, Room(room)), 0
    for cut in [*cuts, *([len(wire)] if len(wire) > sum(cuts) else [])]:
        if body.ended:
            break
        body.feed(wire[at : at + cut])
        at += cut
    if not body.ended:
        body.feed(wire[at:])
        at = len(wire)
    assert (body.content(), body.rest + wire[at:]) == (mail, after)
    body.close()


def test_bodies_without_room_are_in_files_and_take_no_memory() -> None:
    chunk = b"x" * 998 + b"\r\n"
    room = Room(2_000_000)
    bodies = [Body(30_000_000, LONGEST, room) for _ in range(20)]
    tracemalloc.start()
    for _ in range(100):  # 6.4 MB each
        for body in bodies:
            body.feed(chunk * 64)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000
    assert room.taken == 0
    for body in bodies:
        body.feed(b".\r\n")
        assert body.content() == chunk * 6400
        body.close()
    assert room.taken == 0


def test_a_full_disk_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    body = fed(b"x" * 500, b"\r\n.\r\nRSET\r\n", room=100)
    assert (body.ended, body.fault, body.rest) == (True, Fault.NO_ROOM, b"RSET\r\n")
