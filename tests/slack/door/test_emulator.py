"""Against a third party's emulator (npm `emulate`): OAuth, an event that it signs itself, a profile, a post."""

import asyncio
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from intake.domain.slack import Person
from intake.doors.slack.manifest import scopes
from intake.doors.web_server import listen
from intake.storage.slack import people
from tests.ports import free_port
from tests.slack.door.opened import Opened, opened, settings, until
from tests.slack.emulator.emulated import Emulated, emulated
from tests.slack.fake import FakeSlack
from tests.slack.ids import SECRET

BACK = "https://support.example.com/desk/slack/oauth_redirect"
APP = {"client_id": "1.2", "client_secret": "a client's secret", "name": "Support", "redirect_uris": [BACK]}


def seed(port: int) -> dict[str, object]:
    """Return a workspace with a customer's person, a channel, and an app that nobody has installed yet."""
    return {
        "team": {"name": "Gold", "domain": "gold"},
        "users": [{"name": "ann", "real_name": "Ann Lee", "email": "ann@gold.example"}],
        "channels": [{"name": "gold-support"}],
        "oauth_apps": [APP],
        "signing_secret": SECRET,
        "strict_scopes": True,
        "events": f"http://127.0.0.1:{port}/slack/events",
        "tokens": {"xoxp-ann": "ann"},
        "scopes": ["chat:write", "channels:read", "channels:history"],
    }


async def install(door: Opened, slack: Emulated) -> None:
    """Go through the installation as a browser does, allowing it at the emulator."""
    begun = await door.browser.get("/slack/install")
    place = urlsplit(begun.headers["location"])
    asked = {name: values[0] for name, values in parse_qs(place.query).items()}
    assert set(asked["scope"].split(",")) == set(scopes())
    async with httpx.AsyncClient(base_url=slack.url) as browser:
        assert (await browser.get(place.path, params=asked)).status_code == 200
        allowed = await browser.post(f"{place.path}/callback", data={**asked, "user_id": slack.users["ann"]})
    back = urlsplit(allowed.headers["location"])
    cookie = begun.headers["set-cookie"].partition(";")[0]
    ended = await door.browser.get(f"/slack/oauth_redirect?{back.query}", headers={"cookie": cookie})
    assert ended.status_code == 200, ended.text


def test_installed_heard_known_and_answered(tmp_path: Path) -> None:
    port = free_port()

    async def story(slack: Emulated) -> None:
        fake = FakeSlack()
        fake.url = slack.api_url
        made = settings(
            fake, bot_token=None, client_id="1.2", client_secret="a client's secret", home_workspace="T0DESK"
        )
        async with opened(tmp_path, made, begin=True) as door:
            served = await listen(door.browser._transport.app, "127.0.0.1", port)  # type: ignore[attr-defined] # httpx's own
            await install(door, slack)
            assert door.slack.tokens.installed(slack.team)
            channel, ann = slack.channels["gold-support"], Person(team=slack.team, user=slack.users["ann"])
            said = await asyncio.to_thread(
                slack.as_user, "xoxp-ann", "chat.postMessage", channel=channel, text="Nobody can log in"
            )
            await until(door.messages)
            (event,) = [row for row in door.events() if row["message_id"]]
            assert (event["team"], event["state"]) == (slack.team, "done")

            def profile() -> str:
                with door.database.read() as connection:
                    return people.find(connection, ann).address

            await until(profile)
            assert profile() == "ann@gold.example"
            answer = await door.slack.web.call(
                slack.team, "chat.postMessage", {"channel": channel, "thread_ts": said["ts"], "text": "We have it"}
            )
            assert answer.ok, answer
            found = await door.slack.web.call(
                slack.team, "conversations.replies", {"channel": channel, "ts": said["ts"]}
            )
            assert [one["text"] for one in found.data["messages"]] == ["Nobody can log in", "We have it"]
            await served.close()

    with emulated(seed(port)) as slack:
        asyncio.run(story(slack))


@pytest.mark.parametrize("method", ["users.info", "conversations.info", "files.info", "conversations.history"])
def test_the_scopes_of_the_manifest_are_enough(method: str, tmp_path: Path) -> None:
    async def story(slack: Emulated) -> None:
        fake = FakeSlack()
        fake.url = slack.api_url
        made = settings(
            fake, bot_token=None, client_id="1.2", client_secret="a client's secret", home_workspace="T0DESK"
        )
        async with opened(tmp_path, made) as door:
            await install(door, slack)
            told = {"user": slack.users["ann"], "channel": slack.channels["gold-support"], "file": "F1"}
            answer = await door.slack.web.call(slack.team, method, told)
            assert answer.error in ("", "file_not_found")

    with emulated(seed(free_port())) as slack:
        asyncio.run(story(slack))
