"""Files in a case's internal thread, by our own signed requests: kept with the case, sent only where they stay ticked.

What becomes of them in the customer's thread is in `out/test_uploads.py`, and against the emulator beside it.
"""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from intake.domain.case import MailKind
from intake.domain.slack import Person, Place, Profile
from intake.render.slack.letter import Post
from intake.stages.answer_mail import engineers_address
from intake.stages.desk import Run
from intake.storage import customers
from intake.storage.chat import threads
from intake.storage.chat.threads import Side, Thread
from intake.storage.slack import customers as places
from intake.storage.slack import files, people
from tests.slack import payloads
from tests.slack.engineers.floor import Floor, answer, floor, text_of
from tests.slack.engineers.test_thread import noted
from tests.slack.fake import FakeSlack
from tests.slack.heard.desk import at
from tests.slack.ids import ANN, CHANNEL, CUSTOMER, TEAM
from tests.stages.office import Office

PLAN, STEPS = b"%PDF-1.7 what to do", b"first this, then that"


async def note(desk: Floor, *contents: tuple[str, bytes], fetched: bool = True, **more: Any) -> dict[str, Any]:
    """Let Kim write below the card with some files, and have them fetched."""
    told = [payloads.file(f"F{n}", name=name, size=len(content)) for n, (name, content) in enumerate(contents)]
    inner = await noted(desk, "Please follow this", files=[{**one, **more} for one in told], subtype="file_share")
    if fetched:
        with desk.office.database.write() as connection:
            for one in files.due(connection, desk.office.now, 10):
                content = dict(contents)[one.name]
                files.fetched(connection, one.id, hashlib.sha256(content).hexdigest(), content)
    return inner


async def opened(desk: Floor, inner: Mapping[str, Any]) -> dict[str, Any]:
    """Choose Send to customer on a message, and return the modal."""
    await desk.sent(payloads.as_form(payloads.shortcut("send_to_customer", inner)))
    return desk.last_modal()


def ticks(modal: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is ticked in a modal."""
    found = [block["element"] for block in modal["blocks"] if block.get("block_id") == "files"]
    return list(found[0]["initial_options"]) if found else []


def with_files(*options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the state of the modal with words, and these files ticked."""
    return {**answer("Please follow this"), "files": {"files_chosen": {"selected_options": list(options)}}}


def desk_with_a_case(office: Office, slack: FakeSlack) -> Any:
    office.customer("gotomyerp-plans")
    return floor(office, slack)


def test_files_stay_with_the_case_until_they_are_sent_with_the_words_by_mail(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        async with desk_with_a_case(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            inner = await note(desk, ("plan.pdf", PLAN), ("steps.txt", STEPS))
            assert [mail.kind for mail in office.mails()] == [MailKind.ACKNOWLEDGEMENT]
            modal = await opened(desk, inner)
            assert [one["text"]["text"] for one in ticks(modal)] == ["plan.pdf (1 kB)", "steps.txt (1 kB)"]
            assert [mail.kind for mail in office.mails()] == [MailKind.ACKNOWLEDGEMENT], "opening it sends nothing"
            await desk.submit("card_replied", modal["private_metadata"], with_files(*ticks(modal)))
            raw = office.mails()[-1].raw
            assert b'filename="plan.pdf"' in raw
            assert b'filename="steps.txt"' in raw
            assert desk.told() == "Case 1001: your answer with 2 files is on its way."

    asyncio.run(story())


def test_what_is_unticked_does_not_go(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        async with desk_with_a_case(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            modal = await opened(desk, await note(desk, ("plan.pdf", PLAN), ("secret.txt", STEPS)))
            await desk.submit("card_replied", modal["private_metadata"], with_files(ticks(modal)[0]))
            raw = office.mails()[-1].raw
            assert (b"plan.pdf" in raw, b"secret.txt" in raw) == (True, False)

    asyncio.run(story())


def test_where_the_customer_chats_they_wait_below_the_words(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        async with desk_with_a_case(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            await chats(desk)
            modal = await opened(desk, await note(desk, ("plan.pdf", PLAN)))
            await desk.submit("card_replied", modal["private_metadata"], with_files(*ticks(modal)))
            mail = office.mails()[-1]
            (file,) = Post.read(mail.raw).files
            assert Place.read(mail.recipient) is not None
            assert (file.name, file.size, file.sha256) == ("plan.pdf", len(PLAN), hashlib.sha256(PLAN).hexdigest())
            assert office.details("reply.written")[-1]["files"] == 1

    asyncio.run(story())


async def chats(desk: Floor) -> None:
    """Let Ann of the customer's go on in Slack, in a thread of the case."""
    place = Place(team=TEAM, channel=CHANNEL, thread="1778594400.000001")
    person, now = Person(team=CUSTOMER, user=ANN), desk.office.now
    with desk.office.database.write() as connection:
        places.give(connection, customers.every(connection)[0], CUSTOMER)
        threads.add(connection, Thread(place=place.address, case_id=1001, side=Side.CUSTOMER, at=now))
        people.want(connection, person, TEAM, now, now)
        people.learned(connection, Profile(person=person, name="Ann", address="ann@acme.example", known_at=now))
    said = payloads.message("How do I do it?", thread_ts=place.thread, ts=at(now))
    await desk.sent(json.dumps(payloads.event(said)))
    await asyncio.to_thread(desk.office.wait, seconds=70)
    await asyncio.to_thread(desk.office.wait, seconds=12)


@pytest.mark.parametrize(
    ("name", "content", "more", "why"),
    [
        pytest.param("old.eml", PLAN, {}, "a mail in a file is not passed on", id="a mail in a file"),
        pytest.param("big.iso", PLAN, {"size": 30_000_000}, "at most are fetched", id="too large"),
        pytest.param("late.pdf", b"", {}, "still being fetched", id="not fetched yet"),
    ],
)
def test_what_does_not_go_is_told_before_anything_is_sent(
    name: str, content: bytes, more: dict[str, Any], why: str, office: Office, slack: FakeSlack
) -> None:
    async def story() -> None:
        async with desk_with_a_case(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            modal = await opened(desk, await note(desk, (name, content), fetched=bool(content), **more))
            assert ticks(modal) == []
            assert f"{name}: " in text_of(modal)
            assert why in text_of(modal)

    asyncio.run(story())


def test_a_file_that_gives_our_address_away_stops_the_answer(office: Office, slack: FakeSlack) -> None:
    async def story() -> None:
        async with desk_with_a_case(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            with office.reading() as connection:
                run = Run(connection=connection, desk=office.desk, now=office.now)
                ours = engineers_address(run, desk.case())
            modal = await opened(desk, await note(desk, ("letter.txt", f"To: {ours}".encode())))
            await desk.submit("card_replied", modal["private_metadata"], with_files(*ticks(modal)))
            assert [mail.kind for mail in office.mails()] == [MailKind.ACKNOWLEDGEMENT]
            assert "holds the address at which mail counts as an engineer's" in desk.told()

    asyncio.run(story())


def own_file() -> files.File:
    """Return a file of the customer's second message."""
    sha256 = hashlib.sha256(b"own").hexdigest()
    told = files.File(message_id=2, file="F9", team=TEAM, name="own.txt", content_type="text/plain", size=3)
    return replace(told, sha256=sha256, state=files.FETCHED)


@pytest.mark.parametrize("value", ["1", "999999999999", "nothing", "-1", "1;2", ""])
def test_a_file_of_elsewhere_does_not_go_whatever_the_modal_says(value: str, office: Office, slack: FakeSlack) -> None:
    """File 1 hangs on a message of the customer's own: a modal that was tampered with names it."""

    async def story() -> None:
        async with desk_with_a_case(office, slack) as desk:
            desk.mail_in()
            await desk.up_to_date()
            await chats(desk)
            with office.database.write() as connection:
                files.keep(connection, [(own_file(), b"own")], office.now)
            modal = await opened(desk, await noted(desk, "Please follow this"))
            said = await desk.submit("card_replied", modal["private_metadata"], with_files({"value": value}))
            sent = [Post.read(mail.raw).files for mail in office.mails() if mail.kind is MailKind.REPLY]
            assert sent in ([], [()])
            assert bool(said) is (value == "1")

    asyncio.run(story())
