"""The settings of Slack: `[slack]`."""

import re
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from intake.bootstrap.parts import Fraction, Number, Part
from intake.domain.slack import Place, SlackRules

_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,20}")
_WORKSPACE = re.compile(r"[TE][A-Z0-9]{2,20}")
_BOT = re.compile(r"[BAUW][A-Z0-9]{2,20}")
_EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}")
_GROUP = re.compile(r"S[A-Z0-9]{2,20}")
_API = re.compile(r"https?://[^\s?#]+/")
_BOT_TOKEN = re.compile(r"(?:xoxe\.)?xoxb-[!-~]+")  # xoxe. is put before those that are renewed
_APP_TOKEN = re.compile(r"xapp-[!-~]+")


class Transport(StrEnum):
    """How Slack's events reach us: over HTTP at the web door, or over a connection that we open (Socket Mode)."""

    HTTP = "http"
    SOCKET = "socket"


def _channel(value: str) -> str:
    if not _CHANNEL.fullmatch(value):
        raise ValueError("not a channel's id; copy it from the channel's details in Slack, such as C0123ABCD")
    return value


def _workspace(value: str) -> str:
    if not _WORKSPACE.fullmatch(value):
        raise ValueError("not a workspace's id; `intake doctor` tells it, such as T0123ABCD")
    return value


def _bot(value: str) -> str:
    if not _BOT.fullmatch(value):
        raise ValueError("not a bot's, an app's or a user's id; copy it from Slack, such as B0123ABCD")
    return value


def _emoji(value: str) -> str:
    if not _EMOJI.fullmatch(value):
        raise ValueError("not an emoji's name; write it as Slack does between the colons, such as ticket")
    return value


def _group(value: str) -> str:
    if not _GROUP.fullmatch(value):
        raise ValueError("not a user group's id; copy it from Slack, such as S0123ABCD")
    return value


def _api(value: str) -> str:
    if not _API.fullmatch(value):
        raise ValueError("not the address of a web API; it ends with a slash, as https://slack.com/api/ does")
    return value


def _bot_token(value: SecretStr) -> SecretStr:
    if not _BOT_TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("not a bot's token, which begins with xoxb-; copy it from OAuth & Permissions in Slack")
    return value


def _app_token(value: SecretStr) -> SecretStr:
    if not _APP_TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError(
            "not an app-level token, which begins with xapp-; make one with connections:write under Basic Information "
            "in Slack"
        )
    return value


class SlackPart(Part):
    """`[slack]`: the app. With `bot_token` it serves one workspace; with `client_id` it can be installed in many."""

    transport: Transport = Transport.HTTP
    signing_secret: SecretStr | None = None
    bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = None
    app_token: Annotated[SecretStr, AfterValidator(_app_token)] | None = None
    client_id: str | None = None
    client_secret: SecretStr | None = None
    home_workspace: Annotated[str, AfterValidator(_workspace)] | None = None
    engineers_channel: Annotated[str, AfterValidator(_channel)] | None = None
    engineers_group: Annotated[str, AfterValidator(_group)] | None = None
    quiet_seconds: Annotated[Fraction, Field(ge=0, le=300)] = 8.0
    longest_turn_seconds: Annotated[Fraction, Field(ge=0, le=900)] = 60.0
    largest_file_megabytes: Annotated[Number, Field(ge=0, le=500)] = 20
    same_matter_minutes: Annotated[Fraction, Field(ge=0, le=10_080)] = 30.0
    case_emoji: Annotated[str, AfterValidator(_emoji)] = "ticket"
    bots: tuple[Annotated[str, AfterValidator(_bot)], ...] = ()
    api_url: Annotated[str, AfterValidator(_api)] = "https://slack.com/api/"

    def rules(self) -> SlackRules:
        """Return how the desk listens."""
        channel, home = self.engineers_channel, self.home_workspace if self.bot_token is None else None
        return SlackRules(
            quiet=timedelta(seconds=self.quiet_seconds),
            longest=timedelta(seconds=self.longest_turn_seconds),
            engineers=None if channel is None else Place(team=home or "", channel=channel),
            group=self.engineers_group,
            largest_file=self.largest_file_megabytes * 1_000_000,
            home=self.home_workspace or "",
            bots=frozenset(self.bots),
            case_emoji=self.case_emoji,
            same_matter=timedelta(minutes=self.same_matter_minutes),
        )

    @model_validator(mode="after")
    def _turns_end(self) -> Self:
        """Refuse a pause that is longer than what it is a pause in."""
        if self.quiet_seconds > self.longest_turn_seconds:
            raise ValueError(
                f"quiet_seconds ({self.quiet_seconds:g}) is longer than longest_turn_seconds "
                f"({self.longest_turn_seconds:g}), so that no two messages would be read as one; make it shorter"
            )
        return self

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Refuse what could not serve: no secret for HTTP, no app token for Socket Mode, no token at all."""
        if self.transport is Transport.HTTP and self.signing_secret is None:
            raise ValueError("http needs signing_secret; copy it from the app's Basic Information in Slack")
        if self.transport is Transport.SOCKET and self.app_token is None:
            raise ValueError("socket needs app_token; make one with connections:write under Basic Information in Slack")
        if self.bot_token is None and (self.client_id is None or self.client_secret is None):
            raise ValueError(
                "write bot_token for one workspace, or client_id and client_secret to be installed in many"
            )
        if self.bot_token is None and self.home_workspace is None:
            # Never the one installed first: after the desk has installed once more, that is somebody else's.
            raise ValueError(
                "client_id needs home_workspace, your own; copy it from the address of Slack in a browser, "
                "app.slack.com/client/T0123ABCD"
            )
        return self
