"""The settings of Slack: what cannot serve is refused in one line, and no secret is shown."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from intake.bootstrap.initial import initial_text
from intake.bootstrap.settings import Settings
from intake.bootstrap.slack_settings import SlackPart
from intake.domain.slack import Place
from tests.settings.test_settings import DESK, refusal

HTTP: dict[str, Any] = {"signing_secret": "s", "bot_token": "xoxb-1"}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param('bot_token = "xoxb-1"', "http needs signing_secret; copy it from the app's Basic", id="no secret"),
        pytest.param(
            'transport = "socket"\nbot_token = "xoxb-1"', "socket needs app_token; make one with", id="no app token"
        ),
        pytest.param('signing_secret = "s"', "write bot_token for one workspace, or client_id and", id="no token"),
        pytest.param(
            'signing_secret = "s"\nclient_id = "1.2"',
            "or client_id and client_secret to be installed",
            id="half an app",
        ),
        pytest.param(
            'signing_secret = "s"\nclient_id = "1.2"\nclient_secret = "s"',
            "client_id needs home_workspace, your own; copy it from",
            id="many, and nobody says which is the desk's own",
        ),
        pytest.param(
            'engineers_channel = "#support"',
            "engineers_channel: '#support' will not do; not a channel's id; copy it",
            id="a name",
        ),
        pytest.param(
            'engineers_group = "support"',
            "engineers_group: 'support' will not do; not a user group's id; copy it",
            id="a group",
        ),
        pytest.param(
            'home_workspace = "desk"',
            "home_workspace: 'desk' will not do; not a workspace's id; `intake doctor`",
            id="a domain",
        ),
        pytest.param(
            'case_emoji = ":ticket:"',
            "case_emoji: ':ticket:' will not do; not an emoji's name; write it as Slack",
            id="colons",
        ),
        pytest.param('bots = ["pager"]', "not a bot's, an app's or a user's id; copy it from Slack", id="a bot's name"),
        pytest.param(
            'api_url = "https://slack.com/api"', "not the address of a web API; it ends with a", id="no slash"
        ),
        pytest.param('transport = "carrier pigeon"', "transport", id="a transport that there is none of"),
        pytest.param("quiet_seconds = true", "quiet_seconds: true will not do; write a number", id="a switch"),
        pytest.param(
            'signing_secret = "s"\nbot_token = "xoxb-1"\nquiet_seconds = 61',
            "quiet_seconds (61) is longer than longest_turn_seconds (60), so that no two messages would be read as one",
            id="a pause longer than all of it",
        ),
        pytest.param("largest_file_megabytes = 900", "largest_file_megabytes: 900 will not do", id="too large"),
        pytest.param(
            "bot_token = 7777", "bot_token: it is not text; write it in quotes", id="a token that is a number"
        ),
        pytest.param('token = "xoxb-1"', "slack, token: this key is not known here", id="a key of no meaning"),
    ],
)
def test_what_cannot_serve_is_refused_in_a_line(lines: str, said: str, tmp_path: Path) -> None:
    found = refusal(tmp_path, f"{DESK}[slack]\n{lines}\n")
    assert found.startswith("intake.toml: slack")
    assert said in found
    assert "\n" not in found
    assert "xoxb" not in found
    assert "7777" not in found


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(
            'bot_token = "xoxp-77"', "slack, bot_token: not a bot's token, which begins with xoxb-", id="a user's"
        ),
        pytest.param('bot_token = "xapp-77"', "slack, bot_token: not a bot's token", id="the app's"),
        pytest.param('bot_token = "xoxb-77 "', "slack, bot_token: not a bot's token", id="with a blank"),
        pytest.param(
            'app_token = "xoxb-77"', "slack, app_token: not an app-level token, which begins with", id="a bot's"
        ),
    ],
)
def test_a_token_of_another_kind_is_told_and_not_shown(line: str, said: str, tmp_path: Path) -> None:
    found = refusal(tmp_path, f"{DESK}[slack]\n{line}\n")
    assert said in found
    assert "77" not in found
    assert "\n" not in found


def test_a_bots_token_that_is_renewed_will_do() -> None:
    assert SlackPart.model_validate({**HTTP, "bot_token": "xoxe.xoxb-1-Ab"}).bot_token is not None


def test_what_is_written_is_how_the_desk_listens() -> None:
    part = SlackPart.model_validate(
        {
            **HTTP,
            "engineers_channel": "C0ENG",
            "engineers_group": "S0ENG",
            "home_workspace": "T0DESK",
            "bots": ["B0MON"],
            "case_emoji": "sos",
            "quiet_seconds": 2.5,
            "longest_turn_seconds": 30,
            "same_matter_minutes": 5,
            "largest_file_megabytes": 3,
        }
    )
    rules = part.rules()
    assert (rules.quiet, rules.longest, rules.same_matter) == (
        timedelta(seconds=2.5),
        timedelta(seconds=30),
        timedelta(minutes=5),
    )
    assert (rules.engineers, rules.group) == (Place(team="", channel="C0ENG"), "S0ENG")
    assert (rules.home, rules.bots, rules.case_emoji) == ("T0DESK", frozenset({"B0MON"}), "sos")
    assert rules.largest_file == 3_000_000


def test_a_desk_without_it_does_not_listen() -> None:
    made = Settings.model_validate({"desk": {"address": "support@desk.example", "secret": "long enough, this one"}})
    assert made.slack is None


def test_no_secret_is_shown() -> None:
    secrets = {"signing_secret": "s3", "bot_token": "xoxb-1", "app_token": "xapp-1", "client_secret": "c3"}
    shown = repr(SlackPart.model_validate(secrets))
    assert not any(secret in shown for secret in secrets.values())


def test_every_key_stands_in_the_file_that_init_writes() -> None:
    section = initial_text().partition("# [slack]")[2].partition("\n[")[0]
    missing = [key for key in SlackPart.model_fields if f"# {key} = " not in section]
    assert missing == []


def test_a_turn_may_be_as_long_as_its_pause_and_no_pause_may_be_wanted() -> None:
    same = SlackPart.model_validate({**HTTP, "bot_token": "xoxb-1", "quiet_seconds": 60, "longest_turn_seconds": 60})
    none = SlackPart.model_validate({**HTTP, "bot_token": "xoxb-1", "quiet_seconds": 0, "longest_turn_seconds": 0})
    assert (same.rules().quiet, none.rules().quiet) == (timedelta(seconds=60), timedelta(0))
