"""The manifests say what the code needs, no more and no less, and differ by their transport alone."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from intake.cli.main import intake
from intake.doors.slack.manifest import manifest_text, scopes
from intake.review.slack.press_names import SEND_TO_CUSTOMER
from tests.cli.command import PLAIN
from tests.cli.command import intake as run

ROOT = Path(__file__).parents[3]
# What each method of the web API that we call needs, after Slack's reference of methods; "" for nothing.
METHODS = {
    "apps.connections.open": {""},
    "auth.test": {""},
    "chat.getPermalink": {""},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "files.info": {"files:read"},
    "oauth.v2.access": {""},
    "usergroups.users.list": {"usergroups:read"},
    "users.info": {"users:read", "users:read.email"},
    "views.open": {""},
    "views.publish": {""},
    "views.update": {""},
}
# What each event needs, after Slack's reference of events.
EVENTS = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "channel_shared": "channels:read",
    "channel_unshared": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "tokens_revoked": "",
}
_METHOD = re.compile(
    r'"((?:apps|auth|chat|conversations|files|oauth|usergroups|users|views|reactions|team)\.[a-zA-Z.]+)"'
)
_LOGGED = {"files.open"}  # what the log says of our own door for files


def made(*, socket: bool = False, many: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(manifest_text(socket=socket, url="https://support.example.com/", many=many))
    return found


def called() -> set[str]:
    """Return the methods that the code names."""
    files = (path for path in (ROOT / "intake").rglob("*.py") if "demo" not in path.parts)
    texts = (path.read_text(encoding="utf-8") for path in files)
    return {method for text in texts if "slack" in text.lower() for method in _METHOD.findall(text)} - _LOGGED


def test_the_scopes_are_those_that_the_code_needs() -> None:
    assert called() - METHODS.keys() == set()
    needed = {scope for method in called() for scope in METHODS[method]} | set(EVENTS.values())
    commands = {"commands"}  # the command and the shortcut
    assert set(scopes()) == (needed | commands) - {""}


def test_the_events_are_those_that_we_know_what_to_do_with() -> None:
    assert made()["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)


@pytest.mark.parametrize("many", [False, True])
def test_the_transports_differ_in_addresses_alone(many: bool) -> None:
    http, socket = made(many=many), made(socket=True, many=many)
    assert (http["settings"].pop("socket_mode_enabled"), socket["settings"].pop("socket_mode_enabled")) == (False, True)
    url = "https://support.example.com/slack/events"
    assert http["settings"]["event_subscriptions"].pop("request_url") == url
    assert http["settings"]["interactivity"].pop("request_url") == url
    assert http["features"]["slash_commands"][0].pop("url") == url
    assert http == socket


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket"])
def test_where_people_come_back_to_is_named_where_there_is_a_page_to_install_it_from(socket: bool) -> None:
    assert "redirect_urls" not in made(socket=socket)["oauth_config"]
    back = made(socket=socket, many=True)["oauth_config"]["redirect_urls"]
    assert back == ["https://support.example.com/slack/oauth_redirect"]


@pytest.mark.parametrize(
    ("words", "notes"),
    [
        pytest.param(("--socket",), [], id="one workspace by socket names no address"),
        pytest.param(("--url", "https://desk.example"), [], id="an address"),
        pytest.param((), ["https://support.example.com stands for your address"], id="no address"),
        pytest.param(("--many",), ["https://support.example.com stands for your address"], id="many without one"),
        pytest.param(
            ("--many", "--socket", "--url", "https://desk.example"),
            ["people go to /slack/install of the web door: write [web] with public_url, and client_id"],
            id="many by socket",
        ),
    ],
)
def test_what_it_still_needs_is_said_beside_it(words: tuple[str, ...], notes: list[str]) -> None:
    ran = run("slack", "manifest", *words, environment=PLAIN)
    assert (ran.code, len(ran.err.splitlines())) == (0, len(notes))
    assert all(note in line for note, line in zip(notes, ran.err.splitlines(), strict=True))
    assert json.loads(ran.out)["oauth_config"]["scopes"]


def test_a_token_that_stands_in_the_settings_does_not_expire() -> None:
    assert made()["settings"]["token_rotation_enabled"] is False
    assert made(many=True)["settings"]["token_rotation_enabled"] is True


def test_names_are_no_longer_than_slack_takes_them() -> None:
    for one in (made(), made(socket=True)):
        assert len(one["display_information"]["name"]) <= 35
        assert len(one["display_information"]["description"]) <= 140
        assert len(one["features"]["bot_user"]["display_name"]) <= 80
        (command,) = one["features"]["slash_commands"]
        assert command["command"] == "/intake"
        shortcuts = one["features"]["shortcuts"]
        assert {one["callback_id"] for one in shortcuts} == {"make_case", SEND_TO_CUSTOMER}
        assert all(len(one["name"]) <= 24 for one in shortcuts)


def test_the_command_prints_one() -> None:
    printed = CliRunner().invoke(intake, ["slack", "manifest", "--url", "https://desk.example/x"])
    assert printed.exit_code == 0
    assert '"https://desk.example/x/slack/events"' in printed.stdout
    assert json.loads(printed.stdout)["settings"]["socket_mode_enabled"] is False
    assert json.loads(CliRunner().invoke(intake, ["slack", "manifest", "--socket"]).stdout)["settings"][
        "socket_mode_enabled"
    ]


def asked(*words: str, url: str | None = None) -> str:
    """Return the address that a printed manifest names."""
    environment = PLAIN if url is None else {**PLAIN, "INTAKE_WEB_PUBLIC_URL": url}
    ran = run("slack", "manifest", *words, environment=environment)
    assert ran.code == 0, ran
    return str(json.loads(ran.out)["settings"]["event_subscriptions"]["request_url"])


@pytest.mark.parametrize(
    ("url", "named"),
    [
        pytest.param("https://desk.example/slack", "https://desk.example/slack/events", id="with Slack's own part"),
        pytest.param("https://desk.example/slack/events/", "https://desk.example/slack/events", id="with all of it"),
        pytest.param("https://desk.example:8443/x/", "https://desk.example:8443/x/slack/events", id="below a path"),
        pytest.param("https://slack", "https://slack/slack/events", id="a host of that name"),
        pytest.param("http://localhost:8025", "http://localhost:8025/slack/events", id="this machine"),
        pytest.param("http://127.0.0.1:8025", "http://127.0.0.1:8025/slack/events", id="this machine by number"),
    ],
)
def test_the_address_is_named_as_slack_calls_it(url: str, named: str) -> None:
    assert asked("--url", url) == named


@pytest.mark.parametrize(
    "url",
    ["desk.example", "http://desk.example", "http://localhost.example", "https://", "https://desk.example/?a=1", ""],
)
def test_what_slack_cannot_reach_is_refused(url: str) -> None:
    said = run("slack", "manifest", "--url", url).refusal
    assert said == f"--url: {url!r} is no address that Slack takes; write one such as https://support.example.com"


@pytest.mark.parametrize(
    ("written", "named"),
    [
        pytest.param('[web]\npublic_url = "https://desk.example/"\n', "https://desk.example", id="it is there"),
        pytest.param(
            '[slack]\n[web]\npublic_url = "https://desk.example"\n', "https://desk.example", id="[slack] is not ready"
        ),
        pytest.param("[web]\n", "https://support.example.com", id="it is not there"),
        pytest.param(None, "https://support.example.com", id="no settings yet"),
    ],
)
def test_the_settings_know_the_address(tmp_path: Path, written: str | None, named: str) -> None:
    settings = tmp_path / "intake.toml"
    if written is not None:
        settings.write_text(written, encoding="utf-8")
    assert asked("--settings", str(settings)) == f"{named}/slack/events"
    assert asked("--settings", str(settings), "--url", "https://other.example") == "https://other.example/slack/events"
    assert asked("--settings", str(settings), url="https://third.example") == "https://third.example/slack/events"


def test_an_address_of_the_settings_that_slack_cannot_reach_is_refused(tmp_path: Path) -> None:
    settings = tmp_path / "intake.toml"
    settings.write_text('[web]\npublic_url = "http://desk.example"\n', encoding="utf-8")
    said = run("slack", "manifest", "--settings", str(settings)).refusal
    assert said.startswith(f"{settings}: web, public_url: 'http://desk.example' is no address that Slack takes")
    assert run("slack", "manifest", "--socket", "--settings", str(settings)).code == 0
