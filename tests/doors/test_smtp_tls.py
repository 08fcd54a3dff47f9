"""TLS at the door (RFC 3207, RFC 8314): agreed on over real sockets, nothing said in clear outlives it."""

import asyncio
import smtplib
import socket
import ssl

import pytest
import trustme

from tests.doors.place import DESK, MAIL, TEXT, door, run


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
    large = b"".join(b"%d\r\n" % number for number in range(60_000))

    def send(port: int) -> None:
        opened = smtplib.SMTP_SSL("127.0.0.1", port, context=client, timeout=20) if implicit else smtplib.SMTP(
            "127.0.0.1", port, timeout=20
        )  # fmt: skip
        with opened as session:
            if not implicit:
                session.starttls(context=client)
            session.ehlo()
            assert not session.has_extn("starttls")
            assert not session.has_extn("auth")
            assert session.docmd("STARTTLS")[0] == 454
            session.sendmail("ann@gold.example", [DESK], TEXT)
            session.sendmail("ann@gold.example", [DESK], large)

    async def talk() -> None:
        async with door(tls=server, implicit_tls=implicit) as place:
            await asyncio.to_thread(send, place.port)
            assert [mail.raw for mail in place.shelf.kept] == [TEXT, large]

    run(talk)


def said_until(connection: socket.socket, last: bytes) -> bytes:
    """Return what is said up to a line that begins so."""
    heard = b""
    while not heard.splitlines()[-1:] or not heard.splitlines()[-1].startswith(last) or not heard.endswith(b"\n"):
        heard += connection.recv(1000)
    return heard


def test_what_was_said_in_clear_before_tls_is_forgotten(authority: trustme.CA) -> None:
    server, trusting = contexts(authority)

    def send(port: int) -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as plain:
            said_until(plain, b"220 ")
            plain.sendall(b"EHLO gold.example\r\nMAIL FROM:<clear@gold.example>\r\n")
            said_until(plain, b"250 2.1.0")
            plain.sendall(b"STARTTLS\r\nEHLO evil.example\r\nMAIL FROM:<smuggled@gold.example>\r\n")
            said_until(plain, b"220 ")
            with trusting.wrap_socket(plain, server_hostname="127.0.0.1") as secret:
                secret.sendall(b"RCPT TO:<support@desk.example>\r\n")
                answers = said_until(secret, b"503 ")
                secret.sendall(b"EHLO gold.example\r\n")
                answers += said_until(secret, b"250 ")
                secret.sendall(b"RCPT TO:<support@desk.example>\r\n")
                return answers + said_until(secret, b"503 ")

    async def talk() -> None:
        async with door(tls=server) as place:
            heard = (await asyncio.to_thread(send, place.port)).splitlines()
            assert heard[0].startswith(b"503 5.5.1 Error: send HELO")  # who it was is forgotten too
            assert heard[1].startswith(b"250-desk.example")
            assert heard[-1].startswith(b"503 5.5.1 Error: need MAIL")

    run(talk)


def test_who_cannot_agree_on_tls_makes_room(authority: trustme.CA) -> None:
    server, _ = contexts(authority)

    async def talk() -> None:
        async with door(tls=server, most_connections=1) as place:
            client = await place.client()
            assert await client.say(b"STARTTLS\r\n") == ["220 2.0.0"]
            client.writer.write(b"this is no TLS\r\n" * 100)
            assert await client.is_hung_up()
            assert await (await place.client()).say(MAIL, 3) == ["250 2.1.0", "250 2.1.5", "354"]

    run(talk)


def test_who_hangs_up_while_agreeing_on_tls_makes_room(authority: trustme.CA) -> None:
    server, _ = contexts(authority)

    async def talk() -> None:
        async with door(tls=server, most_connections=1) as place:
            client = await place.client()
            assert await client.say(b"STARTTLS\r\n") == ["220 2.0.0"]
            client.writer.transport.abort()
            began = asyncio.get_running_loop().time()
            while True:
                other = await place.client(greeted=False)
                if await other.hear() == ["220"]:
                    break
            assert asyncio.get_running_loop().time() - began < 0.9  # sooner than one that only idles
            assert await other.say(b"HELO gold.example\r\n") == ["250"]

    run(talk)


def test_a_door_that_closes_says_so_over_tls(authority: trustme.CA) -> None:
    server, trusting = contexts(authority)

    async def talk() -> None:
        async with door(tls=server, implicit_tls=True) as place:
            client = await place.client(tls=trusting)
            await place.server.finish()
            assert await client.hear() == ["421 4.3.2"]
            assert await client.is_hung_up()

    run(talk)
