"""LMTP (RFC 2033) over real sockets: after a body one answer for each recipient, in order."""

from tests.doors.place import FROM, TEXT, door, run

SAID = FROM + b"".join(
    b"RCPT TO:<%b@desk.example>\r\n" % name
    for name in (b"support", b"support+a", b"nobody", b"support+b", b"support+c")
)


def test_five_recipients_one_refused() -> None:
    async def talk() -> None:
        async with door(lmtp=True) as place:
            client = await place.client(greeted=False)
            await client.hear()
            assert await client.say(b"EHLO gold.example\r\nHELO gold.example\r\n", 2) == ["500 5.5.1"] * 2
            assert await client.say(b"LHLO gold.example\r\n") == ["250"]
            heard = await client.say(SAID + b"DATA\r\n", 7)
            assert heard == ["250 2.1.0", "250 2.1.5", "250 2.1.5", "550 5.1.1", "250 2.1.5", "250 2.1.5", "354"]
            assert await client.say(TEXT + b".\r\nNOOP\r\n", 5) == ["250 2.0.0"] * 5
            assert [mail.rcpt_to for mail in place.shelf.kept] == [
                ("support@desk.example", "support+a@desk.example", "support+b@desk.example", "support+c@desk.example")
            ]

    run(talk)


def test_each_recipient_hears_that_it_was_not_stored() -> None:
    async def talk() -> None:
        async with door(lmtp=True) as place:
            client = await place.client(greeted=False)
            place.shelf.full = True
            await client.say(b"LHLO gold.example\r\n" + SAID + b"DATA\r\n", 9)
            assert await client.say(TEXT + b".\r\nNOOP\r\n", 5) == ["451 4.3.0"] * 4 + ["250 2.0.0"]

    run(talk)


def test_each_recipient_hears_that_it_was_too_large() -> None:
    async def talk() -> None:
        async with door(lmtp=True, max_size=1000) as place:
            client = await place.client(greeted=False)
            await client.say(b"LHLO gold.example\r\n" + SAID + b"DATA\r\n", 9)
            assert await client.say(TEXT * 100 + b".\r\nNOOP\r\n", 5) == ["552 5.3.4"] * 4 + ["250 2.0.0"]

    run(talk)
