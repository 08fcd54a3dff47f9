"""Dialogues whose reply codes are those of aiosmtpd's own loop, which the door replaces."""

import asyncio
from collections.abc import Callable

import pytest
from aiosmtpd.smtp import SMTP

from intake.doors.smtp_handler import Handler
from tests.doors.place import FROM, MAIL, TO, Client, Shelf, door, now, settings

EHLO = b"EHLO gold.example\r\n"
TEXT = b"Subject: Hello\r\n\r\nIt is down.\r\n.\r\n"

DIALOGUES = [
    pytest.param([EHLO, MAIL, TEXT, b"QUIT\r\n"], id="a mail"),
    pytest.param([b"HELO gold.example\r\n", MAIL, TEXT, MAIL, TEXT, b"QUIT\r\n"], id="two mails after HELO"),
    pytest.param([MAIL.replace(b"DATA\r\n", b""), b"DATA\r\n", b"RSET\r\n"], id="no greeting"),
    pytest.param([b"EHLO\r\n", b"HELO\r\n", b"EHLO \r\n", b"ehlo a b\r\n"], id="greetings"),
    pytest.param([EHLO, TO, FROM, FROM, TO, EHLO, TO], id="out of order"),
    pytest.param([EHLO, FROM, TO, b"RSET\r\n", b"DATA\r\n", b"RSET now\r\n"], id="reset"),
    pytest.param([EHLO, b"MAIL FROM:<>\r\n", b"RCPT TO:<>\r\n", b"RCPT TO:<nobody@desk.example>\r\n"], id="nobody"),
    pytest.param(
        [EHLO, b"mail from: <a@b.example>\r\n", b"Rcpt To:support@desk.example\r\n", b"RCPT TO <a@b>\r\n"],
        id="sloppy, and sloppier",
    ),
    pytest.param([EHLO, b"MAIL\r\n", b"MAIL FROM\r\n", b"MAIL FROM:\r\n", b"MAIL FROM:<a@b\r\n"], id="half a sender"),
    pytest.param([EHLO, b"MAIL FROM:<a@b.example> SIZE=9999999\r\n", b"MAIL FROM:<a@b.example> SIZE=x\r\n"], id="SIZE"),
    pytest.param([EHLO, b"MAIL FROM:<a@b.example> SIZE=10 BODY=8BITMIME SMTPUTF8\r\n"], id="all parameters"),
    pytest.param([EHLO, b"MAIL FROM:<a@b.example> BODY=X\r\n", b"MAIL FROM:<a@b.example> X=1\r\n"], id="odd ones"),
    pytest.param([b"HELO a\r\n", b"MAIL FROM:<a@b.example> SIZE=10\r\n"], id="parameters after HELO"),
    pytest.param([EHLO, FROM, b"RCPT TO:<support@desk.example> NOTIFY=NEVER\r\n"], id="a parameter of a recipient"),
    pytest.param([EHLO, b"MAIL FROM:<j\xc3\xb6rg@b.example> SMTPUTF8\r\n", b"NOOP \xff\r\n"], id="beyond ASCII"),
    pytest.param([EHLO, b"\xc3\xb6\r\n", b"\r\n", b" \r\n", b" NOOP\r\n"], id="no command"),
    pytest.param([EHLO, b"A\r\n", b"B\r\n", b"C\r\n", b"D\r\n", b"E\r\n"], id="commands that nobody knows"),
    pytest.param([EHLO, b"EXPN a\r\n", b"VRFY\r\n", b"VRFY a\r\n", b"HELP\r\n", b"HELP MAIL\r\n"], id="questions"),
    pytest.param([EHLO, b"HELP NO\r\n", b"NOOP\r\n", b"NOOP x\r\n", b"QUIT now\r\n", b"QUIT\r\n"], id="idle talk"),
    pytest.param([EHLO, b"noop\n", b"NoOp\r\r\n", b"NOOP\tx\r\n", b"NOOP\x00\r\n"], id="odd line ends and blanks"),
    pytest.param([b"NOOP " + b"x" * 507 + b"\r\n", b"NOOP " + b"x" * 508 + b"\r\n"], id="as long as a command may be"),
    pytest.param([EHLO, b"NOOP " + b"x" * 70_000 + b"\r\n", b"NOOP\r\n"], id="far too long a command"),
    pytest.param([EHLO, MAIL, b"x\n.\nQUIT\r\n.\r\n", b"NOOP\r\n"], id="a bare line feed ends nothing"),
    pytest.param([EHLO, MAIL, b"x" * 2000 + b"\r\n" + TEXT, b"NOOP\r\n"], id="a line of 2000"),
    pytest.param([EHLO, MAIL, b"x" * 900 + b"\r\n" + TEXT * 1200, b"NOOP\r\n"], id="commands where a body has ended"),
    pytest.param([EHLO, MAIL, (b"x" * 900 + b"\r\n") * 1200 + b".\r\n", b"NOOP\r\n"], id="too large"),
    pytest.param([EHLO, b"STARTTLS\r\n", b"STARTTLS x\r\n"], id="no TLS here"),
]  # fmt: skip


class Stock(SMTP):  # type: ignore[misc] # aiosmtpd ships no types
    """aiosmtpd's own, with the one limit that ours has otherwise."""

    line_length_limit = 65536


async def codes(port: int, said: list[bytes]) -> list[bytes]:
    """Return all reply codes up to the end, what is said in a row sent at once."""
    client = Client(*await asyncio.open_connection("127.0.0.1", port))
    client.writer.write(b"".join(said))
    client.writer.write(b"QUIT\r\nQUIT\r\n")
    heard = await asyncio.wait_for(client.reader.read(), 20)
    client.writer.close()
    return [line[:3] for line in heard.splitlines() if line[3:4] == b" "]


async def of_aiosmtpd(talk: Callable[[int], object]) -> list[bytes]:
    handler = Handler(settings(), Shelf(), now)
    server = await asyncio.get_running_loop().create_server(
        lambda: Stock(handler, hostname="desk.example", data_size_limit=1_000_000, enable_SMTPUTF8=True), "127.0.0.1", 0
    )
    try:
        return await talk(server.sockets[0].getsockname()[1])  # type: ignore[misc, no-any-return]
    finally:
        server.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # aiosmtpd's, of tasks it cancels
@pytest.mark.parametrize("said", DIALOGUES)
def test_the_same_codes(said: list[bytes]) -> None:
    async def both() -> tuple[list[bytes], list[bytes]]:
        theirs = await of_aiosmtpd(lambda port: codes(port, said))
        async with door() as place:
            return await codes(place.port, said), theirs

    ours, theirs = asyncio.run(both())
    assert ours == theirs
    assert len(ours) > 1
