"""The SMTP and LMTP doors over real sockets, with a list for a store: crowds, TLS, endless streams, commands ahead."""

import asyncio
import contextlib
import smtplib
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
import trustme

from intake.domain.case import Accepted, Outcome
from intake.domain.contract import Channel
from intake.domain.message import Envelope
from intake.doors.smtp import DoorSettings, open_door

DESK = "support@desk.example"
MAIL = b"MAIL FROM:<ann@gold.example>\r\nRCPT TO:<support@desk.example>\r\nDATA\r\n"
TEXT = b"Subject: Hello\r\n\r\nIt is down.\r\n"


@dataclass
class Shelf:
    """A store that keeps what it is given; with `full` it fails, with `held` it waits for it."""

    kept: list[Envelope] = field(default_factory=list)
    full: bool = False
    held: asyncio.Event | None = None

    async def put(self, channel: Channel, envelope: Envelope) -> Accepted:
        if self.full:
            raise OSError("the disk is full")
        if self.held is not None:
            await self.held.wait()
        self.kept.append(envelope)
        return Accepted(
            id=len(self.kept), channel=channel, envelope=envelope, message_id=None, duplicate_of=None,
            outcome=Outcome.ACCEPTED,
        )  # fmt: skip


class Client:
    """A client over a plain socket that says and hears bytes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def hear(self, lines: int = 1) -> list[str]:
        """Return the codes (with what RFC 3463 adds) of so many answers."""
        codes: list[str] = []
        while len(codes) < lines:
            line = await asyncio.wait_for(self.reader.readline(), 20)
            if line[3:4] != b"-":
                words = line.decode().split()
                codes.append(" ".join(words[:2]) if len(words) > 1 and words[1][:2] in ("2.", "4.", "5.") else words[0])
        return codes

    async def say(self, data: bytes, lines: int = 1) -> list[str]:
        self.writer.write(data)
        return await self.hear(lines)

    async def is_hung_up(self) -> bool:
        with contextlib.suppress(ConnectionResetError):
            return await asyncio.wait_for(self.reader.read(), 20) == b""
        return True


@dataclass
class Place:
    port: int
    shelf: Shelf
    server: asyncio.Server
    clients: list[Client] = field(default_factory=list)

    async def client(self, greeted: bool = True) -> Client:
        client = Client(*await asyncio.open_connection("127.0.0.1", self.port))
        self.clients.append(client)
        if greeted:
            assert await client.hear() == ["220"]
            assert await client.say(b"EHLO gold.example\r\n") == ["250"]
        return client


@asynccontextmanager
async def door(**changed: object) -> AsyncIterator[Place]:
    shelf = Shelf()
    settings = DoorSettings(
        **{
            "host": "127.0.0.1", "port": 0, "hostname": "desk.example", "addresses": frozenset({DESK}),
            "max_size": 1_000_000, **changed,
        }  # type: ignore[arg-type]
    )  # fmt: skip
    server = await open_door(settings, shelf, lambda: datetime.now(UTC))
    place = Place(server.sockets[0].getsockname()[1], shelf, server)
    try:
        yield place
    finally:
        server.close()
        for client in place.clients:
            client.writer.close()
            with contextlib.suppress(ConnectionError):
                await client.writer.wait_closed()


def run(talk: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(talk(), 60))


def test_a_whole_session_sent_ahead_is_answered_in_order() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            assert await client.say(MAIL, 3) == ["250 2.1.0", "250 2.1.5", "354"]
            two = TEXT + b".\r\n" + MAIL
            assert await client.say(two, 4) == ["250 2.0.0", "250 2.1.0", "250 2.1.5", "354"]
            assert await client.say(TEXT + b".\r\nQUIT\r\n", 2) == ["250 2.0.0", "221"]
            assert [mail.raw for mail in place.shelf.kept] == [TEXT, TEXT]

    run(talk)


@pytest.mark.parametrize(
    ("before", "said", "code"),
    [
        pytest.param(b"", b"DATA\r\n", "503 5.5.1", id="a body for nobody"),
        pytest.param(b"MAIL FROM:<a@b.example>\r\n", b"DATA\r\n", "503 5.5.1", id="a body without a recipient"),
        pytest.param(MAIL.replace(b"DATA\r\n", b""), b"DATA now\r\n", "501 5.5.4", id="an argument"),
    ],
)
def test_data_at_the_wrong_moment(before: bytes, said: bytes, code: str) -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            await client.say(before, before.count(b"\r\n")) if before else None
            assert await client.say(said) == [code]

    run(talk)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(b"x" * 998 + b"\r\n", "250 2.0.0", id="a line as RFC 5321 has it"),
        pytest.param(b"x" * 65_534 + b"\r\n", "250 2.0.0", id="a line of 64 KiB"),
        pytest.param(b"x" * 65_535 + b"\r\n", "500 5.6.0", id="a longer line"),
        pytest.param((b"x" * 998 + b"\r\n") * 1001, "552 5.3.4", id="a larger mail than we take"),
    ],
)
def test_what_is_too_much_is_said_and_the_session_goes_on(body: bytes, code: str) -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            await client.say(MAIL, 3)
            assert await client.say(body + b".\r\n") == [code]
            await client.say(MAIL, 3)
            assert await client.say(TEXT + b".\r\n") == ["250 2.0.0"]
            assert place.shelf.kept[-1].raw == TEXT

    run(talk)


def test_a_stream_that_never_ends_is_hung_up_on() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            await client.say(MAIL, 3)
            with contextlib.suppress(ConnectionError):
                for _ in range(256):
                    client.writer.write(b"x" * 65_536)
                    await client.writer.drain()
            assert await client.is_hung_up()
            assert place.shelf.kept == []

    run(talk)


def test_a_store_that_fails_is_a_451_and_the_session_goes_on() -> None:
    async def talk() -> None:
        async with door() as place:
            place.shelf.full = True
            client = await place.client()
            await client.say(MAIL, 3)
            assert await client.say(TEXT + b".\r\n") == ["451 4.3.0"]
            place.shelf.full = False
            await client.say(MAIL, 3)
            assert await client.say(TEXT + b".\r\n") == ["250 2.0.0"]

    run(talk)


def test_five_hundred_idle_sockets_do_not_keep_a_mail_server_out() -> None:
    async def talk() -> None:
        async with door(most_connections=400, most_per_address=300) as place:
            idle = [await place.client(greeted=False) for _ in range(500)]
            loop = asyncio.get_running_loop()
            began = loop.time()
            while True:  # the first moment at which somebody has idled for a second
                client = await place.client(greeted=False)
                if await client.hear() == ["220"]:
                    break
            assert loop.time() - began < 2.5
            assert await client.say(b"HELO gold.example\r\n") == ["250"]
            assert await client.say(MAIL, 3) == ["250 2.1.0", "250 2.1.5", "354"]
            assert await client.say(TEXT + b".\r\n") == ["250 2.0.0"]
            assert (await idle[0].hear(2))[1] == "421 4.3.2"

    run(talk)


def test_one_over_the_limit_hears_421_while_all_are_at_work() -> None:
    async def talk() -> None:
        async with door(most_connections=1) as place:
            place.shelf.held = asyncio.Event()
            busy = await place.client()
            await busy.say(MAIL, 3)
            busy.writer.write(TEXT + b".\r\n")
            other = await place.client(greeted=False)
            assert await other.hear() == ["421 4.3.2"]
            assert await other.is_hung_up()
            place.shelf.held.set()
            assert await busy.hear() == ["250 2.0.0"]

    run(talk)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        pytest.param({"idle_seconds": 0.2}, None, id="nothing said for too long"),
        pytest.param({"session_seconds": 0.2}, "421 4.4.2", id="a session without an end"),
    ],
)
def test_nobody_stays_for_ever(limit: dict[str, float], said: str | None) -> None:
    async def talk() -> None:
        async with door(**limit) as place:
            client = await place.client()
            if said is not None:
                assert await client.hear() == [said]
            assert await client.is_hung_up()

    run(talk)


def test_lmtp_answers_once_for_each_recipient_in_order() -> None:
    async def talk() -> None:
        async with door(lmtp=True) as place:
            client = await place.client(greeted=False)
            await client.hear()
            assert await client.say(b"EHLO gold.example\r\n") == ["500 5.5.1"]
            assert await client.say(b"LHLO gold.example\r\n") == ["250"]
            said = b"MAIL FROM:<ann@gold.example>\r\n"
            said += b"".join(b"RCPT TO:<%s@desk.example>\r\n" % name for name in (b"support", b"support+a", b"nobody"))
            said += b"RCPT TO:<support+b@desk.example>\r\nRCPT TO:<support+c@desk.example>\r\nDATA\r\n"
            heard = await client.say(said, 7)
            assert heard == ["250 2.1.0", "250 2.1.5", "250 2.1.5", "550 5.1.1", "250 2.1.5", "250 2.1.5", "354"]
            assert await client.say(TEXT + b".\r\nNOOP\r\n", 5) == ["250 2.0.0"] * 4 + ["250"]
            assert [mail.rcpt_to for mail in place.shelf.kept] == [
                ("support@desk.example", "support+a@desk.example", "support+b@desk.example", "support+c@desk.example")
            ]
            place.shelf.full = True
            await client.say(said, 7)
            assert await client.say(TEXT + b".\r\nNOOP\r\n", 5) == ["451 4.3.0"] * 4 + ["250"]

    run(talk)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def contexts(authority: trustme.CA) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return a server's context and that of a client who trusts it."""
    server, client = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(server)
    authority.configure_trust(client)
    return server, client


@pytest.mark.parametrize("implicit", [False, True], ids=["STARTTLS", "TLS from the first byte"])
def test_mail_over_tls(authority: trustme.CA, implicit: bool) -> None:
    server, client = contexts(authority)

    def send(port: int) -> None:
        opened = smtplib.SMTP_SSL("127.0.0.1", port, context=client, timeout=20) if implicit else smtplib.SMTP(
            "127.0.0.1", port, timeout=20
        )  # fmt: skip
        with opened as session:
            if not implicit:
                session.starttls(context=client)
            session.ehlo()
            assert not session.has_extn("starttls")
            session.sendmail("ann@gold.example", [DESK], TEXT)

    async def talk() -> None:
        async with door(tls=server, implicit_tls=implicit) as place:
            await asyncio.to_thread(send, place.port)
            assert [mail.raw for mail in place.shelf.kept] == [TEXT]

    run(talk)


def test_what_was_said_in_clear_before_tls_is_forgotten(authority: trustme.CA) -> None:
    server, trusting = contexts(authority)

    def until(connection: socket.socket, last: bytes) -> bytes:
        heard = b""
        while not heard.splitlines()[-1:] or not heard.splitlines()[-1].startswith(last) or not heard.endswith(b"\n"):
            heard += connection.recv(1000)
        return heard

    def send(port: int) -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as plain:
            until(plain, b"220 ")
            plain.sendall(b"EHLO gold.example\r\n")
            until(plain, b"250 ")
            plain.sendall(b"STARTTLS\r\nMAIL FROM:<smuggled@gold.example>\r\n")
            until(plain, b"220 ")
            with trusting.wrap_socket(plain, server_hostname="127.0.0.1") as secret:
                secret.sendall(b"EHLO gold.example\r\n")
                answers = until(secret, b"250 ")
                secret.sendall(b"RCPT TO:<support@desk.example>\r\n")
                return answers + until(secret, b"503 ")

    async def talk() -> None:
        async with door(tls=server) as place:
            heard = await asyncio.to_thread(send, place.port)
            assert b"2.1.0" not in heard
            assert heard.splitlines()[-1].startswith(b"503")

    run(talk)
