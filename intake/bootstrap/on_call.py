"""The settings of emergencies and of who is on call; no mistake in them shows a web address or a secret."""

import base64
import binascii
from datetime import timedelta
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_core import ErrorDetails

from intake.bootstrap.parts import Fraction, Part
from intake.domain.errors import BadInput
from intake.domain.paging import OnCall, Paging, Way
from intake.identify.sender import normal
from intake.render.mail import can_be_written_to

_SECRET_PREFIX = "whsec_"  # noqa: S105 - how a secret of the Standard Webhooks specification begins
_SHORTEST_KEY = 24  # bytes, by that specification


def _name(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise ValueError("write the name by which the page will call this person, in quotes")
    return " ".join(value.split())


def _mail(value: str) -> str:
    address = normal(value)
    if not can_be_written_to(address) or value.strip() != value:
        raise ValueError("not a mail address; write one such as kim@desk.example")
    return address


def _web_address(value: SecretStr) -> SecretStr:
    try:
        parts = urlsplit(value.get_secret_value())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("not a web address; write one that begins with https://")
    return value


def _key(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    try:
        key = base64.b64decode(text.removeprefix(_SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not text.startswith(_SECRET_PREFIX) or len(key) < _SHORTEST_KEY:
        raise ValueError(f"write {_SECRET_PREFIX} and at least {_SHORTEST_KEY} random bytes in base64")
    return value


WebAddress = Annotated[SecretStr, AfterValidator(_web_address)]


class OnCallPart(Part):
    """`[[paging.on_call]]`: a name and one way to reach it."""

    name: Annotated[str, AfterValidator(_name)]
    mail: Annotated[str, AfterValidator(_mail)] | None = None
    webhook: WebAddress | None = None
    secret: Annotated[SecretStr, AfterValidator(_key)] | None = None
    slack: WebAddress | None = None
    internal: bool = False
    allow_http: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        """Refuse a name without a way or with several, and a web address that would carry it all unsealed."""
        ways = [way for way in (self.mail, self.webhook, self.slack) if way is not None]
        if len(ways) != 1:
            raise ValueError("write one of mail, webhook or slack for each name; several ways are several entries")
        if (self.secret is None) is not (self.webhook is None):
            raise ValueError("a webhook has a secret, and nothing else has; write both, or neither")
        plain = self._web is not None and self._web.get_secret_value().lower().startswith("http:")
        if plain and not self.allow_http:
            raise ValueError("this web address has no TLS; write https://, or allow_http = true")
        return self

    @property
    def _web(self) -> SecretStr | None:
        return self.webhook or self.slack

    @property
    def way(self) -> Way:
        """Return how the name is reached."""
        if self.mail is not None:
            return Way.MAIL
        return Way.SLACK if self.webhook is None else Way.WEBHOOK

    def on_call(self) -> OnCall:
        """Return the entry as the stages know it."""
        web = self._web
        return OnCall(
            name=self.name,
            way=self.way,
            target=(self.mail or "") if web is None else web.get_secret_value(),
            secret="" if self.secret is None else self.secret.get_secret_value(),
            internal=self.internal,
            allow_http=self.allow_http,
        )


def _once_each(value: tuple[OnCallPart, ...]) -> tuple[OnCallPart, ...]:
    pairs = [(entry.name, entry.way) for entry in value]
    twice = next((name for name, way in pairs if pairs.count((name, way)) > 1), None)
    if twice is not None:
        raise ValueError(f"{twice} is there twice with the same way; give each entry a name of its own")
    return value


class PagingPart(Part):
    """`[paging]`: who is called to what cannot wait, in which order, and how long each has."""

    escalate_after_minutes: Annotated[Fraction, Field(ge=0.1, le=1440)] = 5.0
    on_call: Annotated[tuple[OnCallPart, ...], AfterValidator(_once_each)] = ()


class EmergenciesPart(Part):
    """`[emergencies]`: how near to each other the words of a customer's cases count together."""

    gather_within_minutes: Annotated[Fraction, Field(ge=0, le=10080)] = 120.0


def paging(part: PagingPart, ours: frozenset[str]) -> Paging:
    """Return who is called; raises BadInput for an address of the desk's own, which nobody would read."""
    on_call = tuple(entry.on_call() for entry in part.on_call)
    for entry in on_call:
        if entry.way is Way.MAIL and entry.target in ours:
            raise BadInput(f"paging.on_call: {entry.name} has the desk's own address; write one that the person reads")
    return Paging(on_call=on_call, escalate_after=timedelta(minutes=part.escalate_after_minutes))


def on_call_mistake(first: ErrorDetails) -> str:
    """Say what is wrong with an entry and where, and never what stands there: it may be a secret."""
    loc = first["loc"]
    parts = [f"on_call {step + 1}" if isinstance(step, int) else step for step in loc if step != "on_call"]
    place = ", ".join(str(part) for part in parts) if len(loc) > 2 else "paging, on_call"
    return f"{place}: {_mend(first)}"


def _mend(first: ErrorDetails) -> str:
    if first["type"] == "value_error":
        return first["msg"].removeprefix("Value error, ")
    if first["type"] in ("tuple_type", "model_type"):
        return "this is a list of people; write [[paging.on_call]] on a line of its own and its keys below it"
    if first["type"] == "missing":
        return "this key is missing; add it"
    return "write true or false" if first["type"].startswith("bool") else "it is not text; write it in quotes"
