"""A post that was set aside and is sent again on a person's word: looked for first where it may stand there already."""

from collections.abc import Iterator

import pytest

from intake.review.again import Order, send_again
from tests.slack.fake import Breaks, Fails, FakeSlack, Hangs, fake_slack
from tests.slack.out.asked import Asked
from tests.slack.out.postbox import Postbox

POST, LOOK = "chat.postMessage", "conversations.replies"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as found:
        yield found


@pytest.fixture
def box(asked: Asked, slack: FakeSlack) -> Postbox:
    """Return the postbox of a desk with one case, whose acknowledgement waits."""
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    return Postbox(asked, slack, patience=0.3)


def again(box: Postbox) -> None:
    """Have it sent again, a week later."""
    office = box.asked.chat.office
    box.wait(days=7)()
    (mail,) = box.asked.rows()
    assert str(mail.state) == "parked"
    with office.database.write() as connection:
        send_again(connection, [mail.id], Order(by="Kim", reason="Slack is well again", at=office.now))
    box.slack.calls.clear()


def test_what_was_refused_is_posted_without_a_look(box: Postbox) -> None:
    box.slack.will(POST, Fails("not_in_channel"))
    box.go()
    again(box)
    box.go()
    assert [call.method for call in box.slack.calls] == [POST]
    assert box.states() == ["sent"]


@pytest.mark.parametrize(
    ("first", "posted"),
    [
        pytest.param(Hangs(done=True), 1, id="it stands there since last week: not posted again"),
        pytest.param(Hangs(done=False), 1, id="it does not: posted now"),
    ],
)
def test_what_may_stand_there_is_looked_for_as_far_back_as_it_may_stand(
    box: Postbox, first: Hangs, posted: int
) -> None:
    box.slack.will(POST, first, *[Breaks(503)] * 3)
    box.slack.will(LOOK, *[Fails("missing_scope")] * 3)
    box.go(*[box.wait(hours=1)] * 4)
    again(box)
    box.go()
    assert box.slack.of(LOOK)[0].arguments["oldest"] == "0.000000"
    assert len(box.slack.posts) == posted
    assert box.states() == ["sent"]
