"""The postman: each post once, a channel and a workspace not too often, what fails for good told to the engineers.

Against our own fake of the web API over real HTTP: the emulator limits nothing, and never gives no answer.
"""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest

from intake.delivery import rounds
from intake.delivery.slack import postman
from intake.delivery.slack.buckets import PostLimits
from intake.delivery.slack.postman import Postman, PostWay
from intake.domain.slack import Place, SlackAnswer
from intake.review.verdict import override
from intake.stages.desk import Run
from tests.review.engineers import engineer
from tests.slack.fake import Answer, Breaks, Fails, FakeSlack, Hangs, Limits, fake_slack
from tests.slack.ids import ANN, CHANNEL
from tests.slack.out.asked import Asked, buttons_of
from tests.slack.out.postbox import Postbox

POST, UPDATE, REPLIES = "chat.postMessage", "chat.update", "conversations.replies"
AT_ONCE = PostLimits(channel_every=timedelta(0))


@pytest.fixture(scope="module")
def server() -> Iterator[FakeSlack]:
    with fake_slack() as slack:
        yield slack


@pytest.fixture
def box(asked: Asked, server: FakeSlack) -> Postbox:
    """Return the postbox of a desk with one case, whose acknowledgement waits."""
    server.calls.clear()
    server.posts.clear()
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    return Postbox(asked, server)


def test_an_acknowledgement_is_posted_once_in_its_thread_with_words_blocks_and_our_mark(box: Postbox) -> None:
    (mail,) = box.asked.rows()
    box.go(box.wait(hours=1))
    (call,) = box.slack.of(POST)
    said = call.arguments
    assert (said["channel"], said["thread_ts"]) == (
        CHANNEL,
        (Place.read(mail.recipient) or Place(team="", channel="")).thread,
    )
    assert said["text"].startswith("Thank you, this is case 1001.")
    assert said["blocks"][0]["type"] == "section"
    assert said["metadata"] == {"event_type": "intake_outbox", "event_payload": {"key": mail.message_id}}
    assert (said["unfurl_links"], said["unfurl_media"]) == ("false", "false")
    assert box.states() == ["sent"]
    posted = box.posted(mail)
    assert posted is not None
    assert (posted.place, posted.ts) == (mail.recipient, box.slack.posts[0]["ts"])


def test_a_channel_takes_one_message_a_second_and_others_go_on(box: Postbox) -> None:
    box.wait_all()
    first, second, beside = box.put("1"), box.put("2"), box.put("3", channel="C0OTHER")
    box.go()
    assert {one.arguments["text"] for one in box.slack.of(POST)} == {"1", "3"}
    box.slack.calls.clear()
    box.go()
    assert [one.arguments["text"] for one in box.slack.of(POST)] == ["2"]
    assert [str(box.row(one).state) for one in (first, second, beside)] == ["sent"] * 3


def test_within_a_process_the_next_one_waits_for_its_second(box: Postbox) -> None:
    box.wait_all()
    box.put("1"), box.put("2")
    seen: list[int] = []
    count = lambda: seen.append(len(box.slack.of(POST)))  # noqa: E731 - read between the rounds
    box.go(count, box.wait(milliseconds=900), count, box.wait(milliseconds=101), count)
    assert seen == [1, 1, 2]


def test_retry_after_is_obeyed_by_the_whole_workspace_and_costs_no_try(box: Postbox) -> None:
    box.wait_all()
    mail, beside = box.put("1"), box.put("2", channel="C0OTHER")
    box.limits = PostLimits(at_once=1)
    box.slack.will(POST, Limits(seconds=30))
    box.go(box.wait(seconds=29))
    assert len(box.slack.of(POST)) == 1
    assert (str(box.row(mail).state), box.row(mail).attempts) == ("queued", 0)
    box.slack.calls.clear()
    box.slack.will(POST, Limits(seconds=30))
    box.go(box.wait(seconds=29), box.wait(seconds=2))
    assert len(box.slack.of(POST)) == 3
    assert [str(box.row(one).state) for one in (mail, beside)] == ["sent", "sent"]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("channel_not_found", "the app is not in it; invite the app there"),
        ("not_in_channel", "invite it there"),
        ("is_archived", "the channel is archived"),
        ("restricted_action", "does not let the app write there"),
        ("invalid_auth", "install it in this workspace again"),
        ("token_revoked", "install it in this workspace again"),
        ("account_inactive", "install it in this workspace again"),
        ("missing_scope", "give it the scopes of its manifest"),
        ("something_new", "Slack: something_new"),
    ],
)
def test_what_slack_refuses_for_good_is_parked_with_the_reason_and_shown_to_the_engineers(
    box: Postbox, error: str, says: str
) -> None:
    box.slack.will(POST, Fails(error))
    box.go(box.wait(hours=2))
    (mail,) = box.asked.rows()
    assert str(mail.state) == "parked"
    assert says in mail.answer
    assert len(box.slack.of(POST)) == 1
    assert box.not_delivered() == {1001}
    case = box.asked.chat.office.case()
    assert case.attention_at is not None
    assert case.attention_at <= box.asked.chat.office.now


def test_where_the_app_is_not_installed_any_more_nothing_is_asked_and_it_is_parked(box: Postbox) -> None:
    box.teams = frozenset()
    box.go()
    (mail,) = box.asked.rows()
    assert (str(mail.state), box.slack.calls) == ("parked", [])
    assert "Slack: not_installed: the app's token holds no more there" in mail.answer


@pytest.mark.parametrize("error", ["internal_error", "fatal_error", "service_unavailable"])
def test_what_slack_cannot_do_just_now_is_tried_again(box: Postbox, error: str) -> None:
    box.slack.will(POST, Fails(error), Fails(error))
    box.go(box.wait(seconds=3), box.wait(seconds=20))
    (mail,) = box.asked.rows()
    assert (str(mail.state), mail.attempts) == ("sent", 3)
    assert len(box.slack.posts) == 1


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
def test_words_go_without_their_blocks_where_these_are_refused(box: Postbox, error: str) -> None:
    box.slack.will(POST, Fails(error))
    box.go()
    assert box.states() == ["sent"]
    assert ["blocks" in call.arguments for call in box.slack.of(POST)] == [True, False]


@pytest.mark.parametrize(
    ("answer", "posted"),
    [
        pytest.param(Hangs(done=True), 1, id="it stands there: not posted again"),
        pytest.param(Hangs(done=False), 2, id="it does not: posted once more"),
        pytest.param(Breaks(503), 2, id="a status that is none of Slack's own"),
        pytest.param(Fails("internal_error"), 2, id="a fault of Slack's, after which it may stand there"),
    ],
)
def test_a_post_without_an_answer_is_looked_up_before_it_is_repeated(box: Postbox, answer: Answer, posted: int) -> None:
    box.patience = 0.5
    box.slack.will(POST, answer)
    box.go()
    assert box.states() == ["unknown"]
    box.go(box.wait(seconds=5))
    (look_up,) = box.slack.of(REPLIES)
    assert look_up.arguments["include_all_metadata"] == "true"
    assert box.states() == ["sent"]
    assert len(box.slack.of(POST)) == posted
    assert len(box.slack.posts) == 1
    (mail,) = box.asked.rows()
    found = box.posted(mail)
    assert found is not None
    assert found.ts == box.slack.posts[0]["ts"]


def test_a_process_that_dies_between_claim_and_answer_leaves_it_unknown_and_looked_up(box: Postbox) -> None:
    (mail,) = box.asked.rows()
    box.claimed(mail)
    box.go(box.wait(seconds=5))
    assert box.states() == ["sent"]
    assert [call.method for call in box.slack.calls] == [REPLIES, POST]


def test_where_nobody_may_look_it_is_posted_once_more(box: Postbox) -> None:
    (mail,) = box.asked.rows()
    box.claimed(mail)
    box.slack.will(REPLIES, Fails("missing_scope"))
    box.go()
    assert box.states() == ["sent"]


def test_while_slack_lets_nobody_look_just_now_it_is_not_posted_twice(box: Postbox) -> None:
    (mail,) = box.asked.rows()
    box.claimed(mail)
    box.slack.will(REPLIES, Limits(seconds=60))
    box.go()
    assert box.states() == ["unknown"]
    assert box.slack.of(POST) == []
    box.go(box.wait(minutes=2))
    assert box.states() == ["sent"]


def test_what_has_no_answer_again_and_again_is_set_aside_as_what_may_have_arrived(box: Postbox) -> None:
    box.patience = 0.3
    box.slack.will(POST, *[Breaks(500)] * 4)
    box.go(*[box.wait(hours=5)] * 6)
    (mail,) = box.asked.rows()
    assert str(mail.state) == "parked"
    assert mail.answer == "handed over 4 times without an answer, so it may have arrived: Slack gave no answer"
    assert box.not_delivered() == {1001}


def test_what_was_pressed_is_shown_in_the_message_and_its_button_is_gone(box: Postbox) -> None:
    box.go()
    (mail,) = box.asked.rows()
    assert "customer.worse" in buttons_of(box.slack.posts[0]["blocks"])
    box.asked.press("customer.worse", mail)
    box.slack.will(UPDATE, Fails("internal_error"))
    box.go(box.wait(seconds=5))
    assert len(box.slack.of(UPDATE)) == 2
    shown = box.slack.posts[0]["blocks"]
    assert "customer.worse" not in buttons_of(shown)
    assert shown[-1]["elements"][0]["text"] == f"✓ This got worse (<@{ANN}>)"
    box.go(box.wait(hours=1))
    assert len(box.slack.of(UPDATE)) == 2


def test_of_our_messages_in_a_thread_the_newest_alone_has_something_to_press(box: Postbox) -> None:
    box.go()
    (first,) = box.asked.rows()
    box.asked.press("customer.level", first, choice="2")
    box.go(box.wait(seconds=5), box.wait(seconds=5))
    old, new = (one["blocks"] for one in box.slack.posts)
    assert buttons_of(old) == []
    assert "2: " in str(old[-1])
    assert buttons_of(new) == ["customer.level", "customer.worse"]
    box.asked.clerk()
    told = box.asked.press("customer.level", first, choice="4")
    assert told == ["Level 2 holds for case 1001 already, so nothing has changed."]
    assert box.asked.chat.office.case().level == "2"
    box.asked.press("customer.worse", first)
    assert "case.said_worse" in box.asked.chat.office.trail()


def test_a_question_keeps_its_yes_and_no_while_it_stands_and_until_it_is_asked_again(
    asked: Asked, server: FakeSlack
) -> None:
    server.calls.clear()
    server.posts.clear()
    asked.customer("erp-maestro")
    asked.says("The invoice list stays empty")
    office, box = asked.chat.office, Postbox(asked, server)
    with office.database.write() as connection:
        override(engineer(office, connection), 1001, "2", "it hits the month's end")
    box.go(box.wait(seconds=5), box.wait(seconds=5))
    assert [buttons_of(one["blocks"]) for one in server.posts] == [[], ["customer.yes", "customer.no"]]
    office.wait(hours=5)
    box.go(box.wait(seconds=5), box.wait(seconds=5))
    assert [buttons_of(one["blocks"]) for one in server.posts] == [[], [], ["customer.yes", "customer.no"]]


def test_a_message_that_cannot_be_changed_is_left_as_it_is(box: Postbox) -> None:
    box.go()
    (mail,) = box.asked.rows()
    box.asked.press("customer.worse", mail)
    box.slack.will(UPDATE, Fails("edit_window_closed"))
    box.go(box.wait(hours=1))
    assert len(box.slack.of(UPDATE)) == 1


def test_who_is_woken_posts_at_once_and_waits_for_no_round(box: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (rounds, postman):
        monkeypatch.setattr(module, "LONGEST_WAIT", timedelta(hours=1))
    box.wait_all()

    async def live() -> None:
        calls = Heard()
        at_work = Postman(
            box.asked.chat.office.database,
            PostWay(calls=calls, puts=calls, templates=box.asked.chat.office.desk.templates, limits=AT_ONCE),
            lambda: box.asked.chat.office.now,
        )
        task = asyncio.create_task(at_work.run())
        for number in range(3):
            await asyncio.to_thread(box.put, f"{number}")
            at_work.wake()
            await asyncio.wait_for(calls.came.get(), 60)
        at_work.stop()
        await task

    asyncio.run(live())


class Heard:
    """A web API that answers at once, and tells what came."""

    def __init__(self) -> None:
        self.came: asyncio.Queue[str] = asyncio.Queue()

    async def call(self, team: str, method: str, arguments: Mapping[str, object]) -> SlackAnswer:
        del team, arguments
        self.came.put_nowait(method)
        return SlackAnswer(ok=True, data={"ts": f"1700000000.{self.came.qsize():06d}"})

    async def put(self, url: str, content: bytes) -> SlackAnswer:
        raise AssertionError


def test_how_long_posts_waited_is_counted(box: Postbox) -> None:
    box.asked.chat.office.now += timedelta(seconds=3)
    at_work = box.go()
    assert at_work.waited.count == 1
    waited = at_work.waited.share(0.5)
    assert waited is not None
    assert waited >= timedelta(seconds=3)


def test_a_message_of_ours_is_of_slack_or_mail_and_never_handed_to_the_other(box: Postbox) -> None:
    from intake.stages.deliver import recover, recover_posts

    office = box.asked.chat.office
    (mail,) = box.asked.rows()
    box.claimed(mail)
    with office.database.write() as connection:
        run = Run(connection=connection, desk=office.desk, now=office.now)
        assert recover(run.connection, office.now) == 0
        assert recover_posts(run.connection, office.now) == 1
