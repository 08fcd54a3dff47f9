"""Files of messages, fetched from our own fake over real HTTP; the token goes to no host but Slack's."""

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from intake.bootstrap.clock import now
from intake.domain.slack import SlackAnswer
from intake.storage.slack import files
from intake.storage.slack.files import File
from intake.workspace.files import FileRules, Files, Got, Reaches
from tests.slack.door.opened import Opened, opened, settings, until
from tests.slack.fake import Breaks, Fails, FakeSlack, Says
from tests.slack.ids import TEAM
from tests.slack.payloads import event, file, message

PICTURE = b"\x89PNG picture"


def wanted(door: Opened, name: str = "a.png") -> int:
    """Note a file as wanted, and return the message it hangs on."""
    number = int(door.messages()[-1]["id"])
    one = File(message_id=number, file="F1", team=TEAM, name=name, content_type="image/png", size=0)
    with door.database.write() as connection:
        files.add(connection, [one], now())
    return number


def state(door: Opened) -> tuple[str, str]:
    with door.database.read() as connection:
        (one,) = files.of_messages(connection, [int(door.messages()[-1]["id"])])
    return one.state, one.why


def there(slack: FakeSlack, name: str = "a.png", **more: Any) -> Says:
    return Says(data={"file": file("F1", url=slack.url.replace("/api/", f"/files/{name}"), **more)})


def fetched(tmp_path: Path, slack: FakeSlack, rounds: int = 1, **part: object) -> tuple[str, str]:
    """Return what became of a file after some rounds."""
    found: list[tuple[str, str]] = []

    async def story() -> None:
        async with opened(tmp_path, settings(slack, **part)) as door:
            await door.post(event(message("See the picture")))
            wanted(door)
            for _ in range(rounds):
                await door.slack.files.once()
            found.append(state(door))

    asyncio.run(story())
    return found[0]


def test_a_file_is_fetched_with_the_bot_s_token_and_kept_by_its_hash(tmp_path: Path, slack: FakeSlack) -> None:
    slack.files["a.png"] = PICTURE
    slack.will("files.info", there(slack))

    async def story() -> None:
        async with opened(tmp_path, settings(slack), begin=True) as door:
            await door.post(event(message("See the picture")))
            number = wanted(door)
            door.slack.files.wake()
            await until(lambda: state(door)[0] == "fetched")
            with door.database.read() as connection:
                (one,) = files.of_messages(connection, [number])
            assert (one.sha256, one.size) == (hashlib.sha256(PICTURE).hexdigest(), len(PICTURE))

    asyncio.run(story())


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        pytest.param(Fails("file_not_found"), "Slack does not tell where it is (file_not_found)", id="gone"),
        pytest.param(Fails("missing_scope"), "Slack does not tell where it is (missing_scope)", id="not allowed"),
        pytest.param(Says(data={"file": file("F1", mode="tombstone")}), "Slack has it no more", id="deleted"),
        pytest.param(Says(data={"file": file("F1", mode="external")}), "or not itself", id="a link to elsewhere"),
        pytest.param(Says(data={"file": file("F1", size=30_000_000)}), "it is larger than 20 MB", id="too large"),
        pytest.param(
            Says(data={"file": file("F1", url="https://slack.com.evil.example/a.png")}),
            "it does not lie on a host of Slack's",
            id="a host of another's",
        ),
        pytest.param(
            Says(data={"file": file("F1", url="file:///etc/passwd")}), "a host of Slack's", id="no web address"
        ),
    ],
)
def test_what_is_not_fetched_says_why(answer: Any, why: str, tmp_path: Path, slack: FakeSlack) -> None:
    slack.will("files.info", answer)
    found, said = fetched(tmp_path, slack)
    assert (found, why in said) == ("refused", True), said


def test_a_file_that_is_larger_than_slack_said_is_not_kept(tmp_path: Path, slack: FakeSlack) -> None:
    slack.files["a.png"] = b"x" * 1_000_001
    slack.will("files.info", there(slack, size=10))
    assert fetched(tmp_path, slack, largest_file_megabytes=1) == ("refused", "it is larger than 1 MB")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, slack: FakeSlack) -> None:
    slack.will("files.info", there(slack, name="none.png"))
    assert fetched(tmp_path, slack) == ("refused", "Slack answered 404")


@pytest.mark.parametrize("passing", [Fails("internal_error"), Breaks(503)], ids=["a fault of Slack's", "no answer"])
def test_what_passes_is_tried_again(
    passing: Fails | Breaks, tmp_path: Path, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    monkeypatch.setattr("intake.workspace.files._FIRST_PAUSE", timedelta(0))
    slack.files["a.png"] = PICTURE
    slack.will("files.info", passing, there(slack))
    assert fetched(tmp_path, slack, rounds=2) == ("fetched", "")


def test_what_never_passes_ends(tmp_path: Path, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    monkeypatch.setattr("intake.workspace.files._FIRST_PAUSE", timedelta(0))
    slack.will("files.info", *[Fails("internal_error")] * 20)
    assert fetched(tmp_path, slack, rounds=10)[0] == "refused"
    assert len(slack.of("files.info")) == 6


RULES = FileRules(largest=100, api_url="https://slack.com/api/")


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.png", True),
        ("https://slack.com/a", True),
        ("https://desk.enterprise.slack.com/a", True),
        ("https://a.slack-edge.com/a", True),
        ("https://b.slack-files.com/a", True),
        ("https://files.slack.com:443/a", True),
        ("http://files.slack.com/a", False),
        ("https://files.slack.com:8443/a", False),
        ("https://evilslack.com/a", False),
        ("https://slack.com.evil.example/a", False),
        ("https://evil.example/files.slack.com", False),
        ("https://user@files.slack.com/a", False),
        ("https://files.slack.com@evil.example/a", False),
        ("https://127.0.0.1/a", False),
        ("ftp://files.slack.com/a", False),
        ("//files.slack.com/a", False),
        ("https://files.slack.com:99999/a", False),
        ("https://[/a", False),
        ("https://evil.example%2f.slack.com/a", False),
        ("https://evil.example\\.slack.com/a", False),
        ("", False),
    ],
)
def test_the_token_goes_to_slack_s_own_hosts(url: str, allowed: bool) -> None:
    assert RULES.allows(url) is allowed


@dataclass
class Response:
    """What a host answers, as far as it is looked at."""

    status: int
    headers: dict[str, str]

    async def __aenter__(self) -> "Response":
        return self

    async def __aexit__(self, *_: object) -> None: ...


class Session:
    def __init__(self, location: str) -> None:
        self.location = location
        self.asked: list[str] = []

    def get(self, url: str, *, allow_redirects: bool) -> Response:
        assert not allow_redirects
        self.asked.append(url)
        return Response(302, {"Location": self.location})


class Nobody:
    async def call(self, team: str, method: str, arguments: object) -> SlackAnswer:
        raise AssertionError

    async def token(self, team: str, *, spoilt: str = "") -> None:
        raise AssertionError


@pytest.mark.parametrize(
    ("location", "asked", "why"),
    [
        pytest.param("https://evil.example/a", 1, "it does not lie on a host of Slack's", id="to elsewhere"),
        pytest.param("/again", 4, "it is redirected too often", id="for ever"),
    ],
)
def test_a_redirection_leads_the_token_nowhere_else(location: str, asked: int, why: str, tmp_path: Path) -> None:
    session: Any = Session(location)
    loop: Any = Files(None, Reaches(slack=Nobody(), tokens=Nobody()), RULES, now)  # type: ignore[arg-type] # no store is read
    got: Got = asyncio.run(loop._followed(session, None, "https://files.slack.com/a"))
    assert (len(session.asked), got.why) == (asked, why)
