"""The SMTP door over real sockets: mails and answers, whatever comes in one breath."""

import asyncio

import pytest

from tests.doors.place import FROM, MAIL, TEXT, TO, door, run


def test_a_whole_session_sent_ahead_is_answered_in_order() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            assert await client.say(MAIL, 3) == ["250 2.1.0", "250 2.1.5", "354"]
            two = TEXT + b".\r\n" + MAIL
            assert await client.say(two, 4) == ["250 2.0.0", "250 2.1.0", "250 2.1.5", "354"]
            assert await client.say(TEXT + b".\r\nQUIT\r\n", 2) == ["250 2.0.0", "221 2.0.0"]
            assert [mail.raw for mail in place.shelf.kept] == [TEXT, TEXT]

    run(talk)


def test_what_is_said_while_a_mail_is_stored_is_answered_after_it() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            place.shelf.held = asyncio.Event()
            await client.say(MAIL, 3)
            client.writer.write(TEXT + b".\r\n")
            await place.shelf.asked.wait()
            client.writer.write(MAIL + TEXT + b".\r\nQUIT\r\n")
            place.shelf.held.set()
            assert await client.hear(6) == ["250 2.0.0", "250 2.1.0", "250 2.1.5", "354", "250 2.0.0", "221 2.0.0"]
            assert len(place.shelf.kept) == 2

    run(talk)


def test_a_thousand_commands_in_one_breath_are_answered_in_order_and_others_have_their_turn() -> None:
    async def talk() -> None:
        async with door() as place:
            hasty, other = await place.client(), await place.client()
            hasty.writer.write(b"".join(b"NOOP\r\n" if number % 3 else b"RCPT\r\n" for number in range(1000)))
            assert await other.say(MAIL, 3) == ["250 2.1.0", "250 2.1.5", "354"]
            heard = await hasty.hear(1000)
            assert heard == ["250 2.0.0" if number % 3 else "503 5.5.1" for number in range(1000)]

    run(talk)


def test_a_client_that_has_said_all_and_closed_its_half_hears_every_answer() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            place.shelf.held = asyncio.Event()
            client.writer.write((MAIL + TEXT + b".\r\n") * 2 + b"NOOP\r\n" * 300)
            client.writer.write_eof()
            await place.shelf.asked.wait()
            place.shelf.held.set()
            mail = ["250 2.1.0", "250 2.1.5", "354", "250 2.0.0"]
            assert await client.hear(308) == mail + mail + ["250 2.0.0"] * 300
            assert await client.is_hung_up()
            assert len(place.shelf.kept) == 2

    run(talk)


@pytest.mark.parametrize(
    ("before", "said", "code"),
    [
        pytest.param(b"", b"DATA\r\n", "503 5.5.1", id="a body for nobody"),
        pytest.param(FROM, b"DATA\r\n", "503 5.5.1", id="a body without a recipient"),
        pytest.param(FROM + TO, b"DATA now\r\n", "501 5.5.4", id="an argument"),
        pytest.param(b"", b"AUTH PLAIN AGFubgBwYXNz\r\n", "502 5.5.1", id="a password, which nobody asked for"),
        pytest.param(b"", b"STARTTLS\r\n", "454 4.7.0", id="TLS where there is none"),
        pytest.param(b"", b"BDAT 10 LAST\r\n", "500 5.5.1", id="chunks, which are not offered"),
        pytest.param(b"", b"MAIL FROM:<a@b.example> SIZE=1000001\r\n", "552 5.3.4", id="too large, by its own word"),
        pytest.param(b"", b"MAIL FROM:<a@b.example> SIZE=1000000\r\n", "250 2.1.0", id="as large as it may be"),
        pytest.param(b"", b"MAIL FROM:<a@b.example> BODY=9BIT\r\n", "501 5.5.4", id="a body of no kind"),
        pytest.param(b"", b"MAIL FROM:<a@b.example> FOO=1\r\n", "555 5.5.4", id="a parameter that nobody knows"),
        pytest.param(b"", b"MAIL FROM:<j\xc3\xb6rg@b.example> SMTPUTF8\r\n", "250 2.1.0", id="a sender beyond ASCII"),
        pytest.param(b"", b"MAIL FROM:<j\xf6rg@b.example>\r\n", "553 5.1.7", id="a sender that is no text"),
        pytest.param(b"", b"VRFY ann\r\n", "252 2.5.2", id="a question who is there"),
        pytest.param(b"", b"VRFY \xff\xff\r\n", "252 2.5.2", id="a question that is no text"),
        pytest.param(b"", b"HELP\r\n", "250 2.0.0", id="a cry for help"),
        pytest.param(b"", b"NOOP " + b"x" * 600 + b"\r\n", "500 5.5.2", id="a long command"),
        pytest.param(b"", b"NOOP " + b"x" * 200_000 + b"\r\n", "500 5.5.2", id="a command without measure"),
        pytest.param(b"", b"N\xf6\xf6P\r\n", "500 5.5.2", id="a verb that is no ASCII"),
        pytest.param(b"", b"\r\n", "500 5.5.2", id="nothing"),
    ],
)  # fmt: skip
def test_one_command_and_its_answer(before: bytes, said: bytes, code: str) -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            await client.say(before, before.count(b"\r\n")) if before else None
            assert await client.say(said) == [code]
            assert await client.say(b"RSET\r\n") == ["250 2.0.0"]

    run(talk)


def test_what_is_offered() -> None:
    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            client.writer.write(b"EHLO gold.example\r\nNOOP\r\n")
            offered = [(await client.reader.readline()).decode().rstrip() for _ in range(8)]
            assert offered == [
                "250-desk.example", "250-SIZE 1000000", "250-8BITMIME", "250-SMTPUTF8", "250-PIPELINING",
                "250-ENHANCEDSTATUSCODES", "250 HELP", "250 2.0.0 OK",
            ]  # fmt: skip

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


def test_a_hundred_and_fifty_recipients_of_one_mail_and_no_more_than_are_allowed() -> None:
    async def talk() -> None:
        async with door(max_recipients=150) as place:
            client = await place.client()
            recipients = b"".join(b"RCPT TO:<support+%d@desk.example>\r\n" % number for number in range(152))
            heard = await client.say(FROM + recipients + b"DATA\r\n", 154)
            assert heard == ["250 2.1.0"] + ["250 2.1.5"] * 150 + ["452 4.5.3"] * 2 + ["354"]
            assert await client.say(TEXT + b".\r\n") == ["250 2.0.0"]
            assert [len(mail.rcpt_to) for mail in place.shelf.kept] == [150]

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


def test_a_command_that_fails_is_a_451_and_the_session_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> str:
        raise RuntimeError("something of ours")

    monkeypatch.setattr("intake.doors.smtp_handler.Handler.handle_RCPT", broken)

    async def talk() -> None:
        async with door() as place:
            client = await place.client()
            assert await client.say(FROM + TO + b"NOOP\r\n", 3) == ["250 2.1.0", "451 4.3.0", "250 2.0.0"]

    run(talk)
