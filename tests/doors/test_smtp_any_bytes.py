"""Whatever bytes come, cut wherever: the same answers, no exception, and nothing stored without its 250."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.doors.crowd import Crowd
from intake.doors.smtp_door import Door, LmtpDoor
from intake.doors.smtp_handler import Handler
from tests.doors import place
from tests.doors.place import FROM, MAIL, TEXT, TO, Shelf, Wire

WHOLE = MAIL + TEXT + b".\r\n"
PIECES = st.one_of(
    st.sampled_from([
        b"EHLO gold.example\r\n", b"LHLO gold.example\r\n", b"HELO a\r\n", b"NOOP\r\n", b"NOOP\n", b"QUIT\r\n",
        b"RSET\r\n", b"DATA\r\n", b"AUTH PLAIN AA==\r\n", b"STARTTLS\r\n", b"HELP\r\n", b"RCPT TO:<support>\r\n",
        b".\r\n", b"\r\n.\r\n", b"\n.\n", b"\r.\r", b"..", b".", b"\r", b"\n", b"\r\n", b"X\r\n",
        b"x" * 600, b"x" * 9000, b"\xff", b"\x00",
    ]),
    st.sampled_from([FROM, TO, MAIL, WHOLE, WHOLE, MAIL + b".\r\n", TEXT, b"EHLO a\r\n"]),
    st.binary(max_size=40),
)  # fmt: skip
STREAMS = st.lists(PIECES, max_size=25).map(lambda pieces: b"EHLO gold.example\r\n" + b"".join(pieces))


async def heard(kind: type[Door], chunks: list[bytes]) -> tuple[bytes, Shelf]:
    """Return all that the door says to these chunks, each given when it reads again, and what it has stored."""
    unhandled: list[object] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: unhandled.append(context))
    shelf, limits = Shelf(), place.settings(max_size=5000, memory=300)
    door = kind(Handler(limits, shelf, place.now), Crowd(most=1, most_per_address=1), limits).another()
    wire = Wire(door)
    door.connection_made(wire)
    for chunk in chunks:
        while wire.is_paused and not wire.is_closed:  # noqa: ASYNC110 - some turns of the loop, however many
            await asyncio.sleep(0)
        if wire.is_closed:
            break
        door.data_received(chunk)
    while not wire.is_closed and not door.eof_received():
        wire.close()
    for _ in range(200):
        await asyncio.sleep(0)
    assert unhandled == []
    assert wire.is_closed
    return bytes(wire.written), shelf


def cut(stream: bytes, lengths: list[int]) -> list[bytes]:
    """Return a stream in pieces of these lengths, over and over."""
    pieces: list[bytes] = []
    at = 0
    while at < len(stream):
        length = lengths[len(pieces) % len(lengths)]
        pieces.append(stream[at : at + length])
        at += length
    return pieces


@settings(max_examples=300, deadline=None)
@given(
    stream=STREAMS, lengths=st.lists(st.integers(1, 60), min_size=1, max_size=8), kind=st.sampled_from([Door, LmtpDoor])
)
def test_cut_wherever_the_answers_are_the_same(stream: bytes, lengths: list[int], kind: type[Door]) -> None:
    async def talk() -> None:
        whole, kept = await heard(kind, [stream])
        in_lines, kept_of_lines = await heard(kind, stream.splitlines(keepends=True))
        in_pieces, kept_of_pieces = await heard(kind, cut(stream, lengths))
        assert whole == in_lines == in_pieces
        stored = [mail.raw for mail in kept.kept]
        assert stored == [mail.raw for mail in kept_of_lines.kept] == [mail.raw for mail in kept_of_pieces.kept]
        recipients = [len(mail.rcpt_to) if kind is LmtpDoor else 1 for mail in kept.kept]
        assert whole.count(b"Stored as ") == sum(recipients)

    asyncio.run(talk())
