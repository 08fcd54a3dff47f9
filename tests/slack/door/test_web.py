"""The web API as we call it, against our own fake over real HTTP: every answer, and none, is a value."""

import asyncio
from collections.abc import Iterator

import pytest

from intake.domain.slack import SlackAnswer
from intake.workspace.web import SlackWeb, Token
from tests.ports import free_port
from tests.slack.fake import Answer, Breaks, Fails, FakeSlack, Hangs, Limits, Says, fake_slack
from tests.slack.ids import CHANNEL, ORGANISATION, TEAM


class Known:
    """Tokens that are there; the one that has expired is exchanged once."""

    def __init__(self) -> None:
        self.tokens = {TEAM: Token(text="xoxb-old")}

    async def token(self, team: str, *, spoilt: str = "") -> Token | None:
        return Token(text="xoxb-new") if spoilt == "xoxb-old" else self.tokens.get(team)


@pytest.fixture(scope="module")
def server() -> Iterator[FakeSlack]:
    with fake_slack() as slack:
        yield slack


@pytest.fixture
def slack(server: FakeSlack) -> FakeSlack:
    server.calls.clear()
    server.posts.clear()
    return server


def called(url: str, method: str, team: str = TEAM, patience: float = 5, **arguments: object) -> SlackAnswer:
    async def call() -> SlackAnswer:
        web = SlackWeb(url, Known(), patience)
        try:
            return await web.call(team, method, arguments)
        finally:
            await web.close()

    return asyncio.run(call())


def test_a_call_carries_its_team_s_token_and_its_arguments(slack: FakeSlack) -> None:
    blocks = [{"type": "divider"}]
    answer = called(
        slack.url, "chat.postMessage", channel=CHANNEL, text="Ärger & <so>", blocks=blocks, unfurl_links=False
    )
    (call,) = slack.calls
    assert (answer.ok, answer.error, answer.unknown) == (True, "", False)
    assert answer.data["ts"] == slack.posts[0]["ts"]
    assert call.token == "xoxb-old"
    assert call.arguments == {"channel": CHANNEL, "text": "Ärger & <so>", "blocks": blocks, "unfurl_links": "false"}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        pytest.param(Fails("channel_not_found"), {"error": "channel_not_found"}, id="Slack's word for what went wrong"),
        pytest.param(Limits(seconds=3), {"error": "ratelimited", "retry_after": 3.0}, id="429 with how long"),
        pytest.param(Limits(seconds=0), {"error": "ratelimited", "retry_after": 0.0}, id="429, at once"),
        pytest.param(
            Breaks(503), {"error": "no_answer", "unknown": True}, id="a proxy's page says nothing of the call"
        ),
        pytest.param(Breaks(200), {"error": "no_answer", "unknown": True}, id="nor does one with status 200"),
        pytest.param(
            Breaks(200, "[1]", "application/json"), {"error": "no_answer", "unknown": True}, id="nor a list of JSON"
        ),
        pytest.param(
            Limits(seconds=float("inf")), {"error": "ratelimited", "retry_after": 86_400.0}, id="429 for ever: a day"
        ),
        pytest.param(Hangs(done=True), {"error": "no_answer", "unknown": True}, id="no answer in time"),
    ],
)
def test_what_goes_wrong_is_a_value(slack: FakeSlack, answer: Answer, told: dict[str, object]) -> None:
    slack.will("chat.postMessage", answer)
    found = called(slack.url, "chat.postMessage", channel=CHANNEL, text="Hello", patience=0.5)
    assert {name: getattr(found, name) for name in ("error", "retry_after", "unknown")} == {
        "retry_after": None,
        "unknown": False,
        **told,
    }
    assert len(slack.calls) == 1  # and it is not repeated behind our back


def test_nothing_was_sent_where_nobody_listens() -> None:
    answer = called(f"http://127.0.0.1:{free_port()}/api/", "chat.postMessage", channel=CHANNEL, text="Hello")
    assert (answer.error, answer.unknown) == ("unreachable", False)


def test_where_the_app_is_not_installed_nobody_is_called(slack: FakeSlack) -> None:
    assert called(slack.url, "chat.postMessage", team=ORGANISATION).error == "not_installed"
    assert slack.calls == []


def test_an_expired_token_is_exchanged_and_the_call_made_once_more(slack: FakeSlack) -> None:
    slack.will("chat.postMessage", Fails("token_expired"), Says())
    assert called(slack.url, "chat.postMessage", channel=CHANNEL, text="Hello").ok
    assert [call.token for call in slack.calls] == ["xoxb-old", "xoxb-new"]


def test_no_token_is_shown_by_what_is_printed() -> None:
    assert "xoxb" not in repr(Token(text="xoxb-secret"))
