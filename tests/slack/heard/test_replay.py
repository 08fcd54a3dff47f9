"""What was said in Slack is decided anew in a replay, and comes out the same. Fed by our own payloads."""

from dataclasses import replace

from intake.cli.replayed import Ended, Wanted, replay
from intake.domain.slack import Place
from intake.review.answers import hear
from intake.storage import past
from intake.storage.chat import threads
from intake.worker.rehearsal import Cast, rehearsal
from tests.slack import payloads
from tests.slack.heard.desk import Chat
from tests.slack.heard.test_changes import edit
from tests.slack.ids import DIRECT, KIM, TEAM
from tests.stages.office import mail


def fill(chat: Chat) -> None:
    """Let all that there is happen once: turns, threads, edits, deletions, chatter, colleagues, mail between."""
    first = chat.hears("The ledger is")
    chat.office.mail_in(mail("The printer hangs."))
    chat.hears("locked for us", after=1)
    chat.settle()
    chat.hears("Thanks!", thread_ts=first["ts"])
    chat.hears("We see it", user=KIM, team=TEAM, thread_ts=first["ts"])
    chat.hears("Good morning", user="U0BEN")
    chat.settle()
    gone = chat.hears("never mind the screens", channel=DIRECT, after=30)
    chat.hears("the screens are black", channel=DIRECT, after=2)
    chat.happens(payloads.deleted(gone))
    chat.settle()
    chat.happens(edit(chat, first, "The ledger and the till are"), after=60)
    greeting = chat.hears("Hello", user="U0CAL")
    chat.settle()
    chat.happens(payloads.reaction(greeting, "ticket", user=KIM))
    chat.settle()
    place = Place(team=TEAM, channel="C0INSIDE", thread="1778000000.000001")
    card = threads.Thread(place=place.address, case_id=1001, side=threads.Side.INTERNAL, at=chat.office.now)
    with chat.office.database.write() as connection:
        threads.add(connection, card)
    chat.says("a remark", channel="C0INSIDE", thread_ts=place.thread, user=KIM, team=TEAM)


def test_all_of_it_comes_out_the_same(chat: Chat) -> None:
    fill(chat)
    assert replayed(chat, ()) == dict.fromkeys(range(1, len(chat.outcomes()) + 1), ())


def test_a_part_of_a_turn_is_replayed_with_the_rest(chat: Chat) -> None:
    fill(chat)
    assert chat.outcomes()[2] == ("continued", "part of message 1")
    assert replayed(chat, (3,)) == {3: ()}


def replayed(chat: Chat, numbers: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    """Return what differs of each message, as "what: was -> now"."""
    cast = Cast(desk=replace(chat.office.desk), suggests=chat.office.suggests, hear=hear)
    found: dict[int, tuple[str, ...]] = {}
    with chat.office.reading() as source, rehearsal(source, cast) as beside:
        wanted = Wanted(numbers=numbers or past.numbers(source, None), since=None)
        for one in replay(source, beside, wanted, lambda _done, _total: None):
            assert one.ended in (Ended.SAME, Ended.DIFFERS)
            found[one.message_id] = tuple(f"{that.what}: {that.was} -> {that.now}" for that in one.differences)
    return found
