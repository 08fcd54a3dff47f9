"""The settings file `intake.toml`, with environment variables over it; every mistake is one line."""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails

from intake.bootstrap.answers_settings import AnswersPart
from intake.bootstrap.door_settings import LmtpPart, SmtpPart
from intake.bootstrap.identity_settings import IdentityPart
from intake.bootstrap.imap_settings import MailboxPart, once_each
from intake.bootstrap.maintenance_settings import MaintenancePart
from intake.bootstrap.on_call import EmergenciesPart, PagingPart, on_call_mistake
from intake.bootstrap.parts import Fraction, Number, Part
from intake.bootstrap.slack_settings import SlackPart
from intake.bootstrap.smarthost_settings import DkimPart, SmarthostPart
from intake.bootstrap.storm_settings import StormsPart
from intake.bootstrap.training_settings import SuggestPart, TrainingPart
from intake.bootstrap.web_settings import ConsentPart, WebPart
from intake.bootstrap.window_settings import PortalPart, WindowPart
from intake.contract.file.mistakes import shape_mistake, toml_mistake
from intake.contract.zones import zone
from intake.domain.errors import BadInput
from intake.identify.sender import normal

ENVIRONMENT = "INTAKE_"
_SHORTEST_SECRET = 16
_MOST_WARNINGS = 5
_SHORTEST_KEPT, _LONGEST_KEPT = 30, 36_500  # days that raw mails are kept
_LISTS = ("more_addresses", "relays", "dns_servers", "bots", "origins", "file_types")
_SECRETS = (
    "secret",
    "password",
    "url",
    "signing_secret",
    "client_secret",
    "bot_token",
    "app_token",
    "site_secret",
)  # a url may hold one
_ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f\"(),:;<>@\[\\\]]+@[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
# What pydantic calls a value that is no number or path, and what to write in its stead.
_MENDS = {
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "int_type": "write a whole number",
    "float_parsing": "write a number",
    "float_type": "write a number",
    "path_type": "write a path in quotes",
}


def _mail_address(value: str) -> str:
    """Return the address in lower case with its domain in ASCII, as mail servers and Message-IDs need it."""
    address = normal(value)
    if not _ADDRESS.fullmatch(address) or value.strip() != value or "<" in value:
        raise ValueError("not a mail address; write one such as support@example.com")
    return address


def _store_url(value: str) -> str:
    if not value.startswith("sqlite:///"):
        raise ValueError("not a store that can be used; write a file such as sqlite:///intake.db")
    return value


def _zone_name(value: str) -> str:
    try:
        zone(value)
    except BadInput as error:
        raise ValueError(str(error)) from error
    return value


def _one_name(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise ValueError("no name; write what customers may know this person by, in quotes")
    return " ".join(value.split())


def _ascending(value: tuple[float, ...]) -> tuple[float, ...]:
    if len(value) > _MOST_WARNINGS or list(value) != sorted(set(value)) or not all(0 < one < 1 for one in value):
        raise ValueError(f"write at most {_MOST_WARNINGS} rising numbers between 0 and 1, such as [0.5, 0.8]")
    return value


def _long_enough(value: int) -> int:
    if value and value < _SHORTEST_KEPT:
        raise ValueError(f"write at least {_SHORTEST_KEPT} days, or 0 to keep raw mails for ever")
    return value


def _long_secret(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < _SHORTEST_SECRET:
        raise ValueError(f"too short; write at least {_SHORTEST_SECRET} characters, or let `intake init` make one")
    return value


MailAddress = Annotated[str, AfterValidator(_mail_address)]
ZoneName = Annotated[str, AfterValidator(_zone_name)]


class DeskPart(Part):
    """`[desk]`: who answers. `secret` signs reply addresses."""

    name: str = "Support"
    address: MailAddress
    more_addresses: tuple[MailAddress, ...] = ()
    zone: ZoneName = "America/New_York"
    secret: Annotated[SecretStr, AfterValidator(_long_secret)]


class StorePart(Part):
    """`[store]`: where everything is kept, and for how many days raw mails are; 0 keeps them for ever."""

    url: Annotated[str, AfterValidator(_store_url)] = "sqlite:///intake.db"
    keep_raw_days: Annotated[Number, AfterValidator(_long_enough), Field(le=_LONGEST_KEPT)] = 0

    @property
    def keep_raw(self) -> timedelta | None:
        """Return how long raw mails are kept, None for ever."""
        return timedelta(days=self.keep_raw_days) if self.keep_raw_days else None


class FoldersPart(Part):
    """`[folders]`: contracts, templates and models of the desk's own, beside the shipped ones."""

    contracts: Path | None = None
    templates: Path | None = None
    models: Path | None = None


class EngineerPart(Part):
    """`[[engineers]]`: who is warned before a promise is missed, and whose mail to a case is an answer.

    `slack` is their member id, for whoever is known to Slack by another address.
    """

    name: Annotated[str, AfterValidator(_one_name)]
    address: MailAddress
    slack: Annotated[str, Field(pattern=r"[UW][A-Z0-9]{2,20}")] | None = None


class WarningsPart(Part):
    """`[warnings]`: after which fractions of its counted time an open promise is warned of."""

    fractions: Annotated[tuple[Fraction, ...], AfterValidator(_ascending)] = (0.5, 0.8)


class Settings(Part):
    """All settings."""

    desk: DeskPart
    store: StorePart = StorePart()
    smtp_door: SmtpPart = SmtpPart()
    lmtp_door: LmtpPart | None = None
    mailboxes: Annotated[tuple[MailboxPart, ...], AfterValidator(once_each)] = ()
    smarthost: SmarthostPart = SmarthostPart()
    dkim: DkimPart | None = None
    identity: IdentityPart = IdentityPart()
    folders: FoldersPart = FoldersPart()
    answers: AnswersPart = AnswersPart()
    consent: ConsentPart = ConsentPart()
    web: WebPart | None = None
    slack: SlackPart | None = None
    window: WindowPart | None = None
    portal: PortalPart | None = None
    warnings: WarningsPart = WarningsPart()
    engineers: tuple[EngineerPart, ...] = ()
    paging: PagingPart = PagingPart()
    emergencies: EmergenciesPart = EmergenciesPart()
    storms: StormsPart = StormsPart()
    maintenance: tuple[MaintenancePart, ...] = ()
    training: TrainingPart = TrainingPart()
    suggest: SuggestPart = SuggestPart()

    @field_validator("engineers")
    @classmethod
    def _people(cls, value: tuple[EngineerPart, ...], info: ValidationInfo) -> tuple[EngineerPart, ...]:
        """Refuse an engineer's address that is the desk's own, which would write to itself, or another engineer's."""
        desk = info.data.get("desk")
        seen = {desk.address, *desk.more_addresses} if isinstance(desk, DeskPart) else set()
        for engineer in value:
            if engineer.address in seen:
                raise ValueError(f"{engineer.address} is the desk's own or listed twice; write each person's own")
            seen.add(engineer.address)
        return value

    @field_validator("mailboxes")
    @classmethod
    def _ours(cls, value: tuple[MailboxPart, ...], info: ValidationInfo) -> tuple[MailboxPart, ...]:
        """Refuse a mailbox that stands for an address that is not the desk's: mail to it would not be known as ours."""
        desk = info.data.get("desk")
        own = {desk.address, *desk.more_addresses} if isinstance(desk, DeskPart) else set()
        stranger = next((one.address for one in value if own and one.address and one.address not in own), None)
        if stranger is not None:
            raise ValueError(f"{stranger} is not the desk's; write it into more_addresses of [desk] as well")
        return value


def read_settings(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Read `path` and put the environment over it: INTAKE_SMARTHOST_PASSWORD is `password` of `[smarthost]`.

    Raises BadInput with the file or variable, the place in it, what is wrong and what to write. Secrets
    never stand in a message.
    """
    variables = os.environ if environment is None else environment
    try:
        text = path.read_text(encoding="utf-8-sig")  # with or without the mark that Windows editors put first
    except FileNotFoundError as error:
        raise BadInput(f"{path}: there is no settings file; `intake init` writes one") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as UTF-8 text: {error}") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path}: {toml_mistake(error)}") from error
    named = _overlay(values, variables)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = _first(error)
        place = ".".join(str(part) for part in first["loc"][:2])
        where = f"environment variable {named[place]}" if place in named else str(path)
        raise BadInput(f"{where}: {_mistake(first, error, values)}") from error


def _first(error: ValidationError) -> ErrorDetails:
    """Return the mistake to tell, as `shape_mistake` chooses it: a misspelt key before one missing because of it."""
    found = error.errors(include_url=False)
    return next((mistake for mistake in found if mistake["type"] == "extra_forbidden"), found[0])


def _mistake(first: ErrorDetails, error: ValidationError, values: Mapping[str, object]) -> str:
    loc, kind = first["loc"], first["type"]
    place = ", ".join(str(part) for part in loc)
    if len(loc) == 1 and kind == "missing":
        return f"{place}: this section is missing; write [{place}] and its keys, or let `intake init` write a file"
    if "on_call" in loc and kind != "extra_forbidden":
        return on_call_mistake(first)
    if kind == "model_type":
        return f"{place}: this is a section; write [{place}] on a line of its own and its keys below it"
    if loc[-1] in _SECRETS and kind != "extra_forbidden":
        return f"{place}: {_secret_mistake(first)}"
    if kind in _MENDS:
        return f"{place}: {first['input']!r} will not do; {_MENDS[kind]}"
    whole = kind == "value_error" and isinstance(first["input"], dict)  # what is wrong with a section, not with a key
    said = f"{place}: {first['msg']}" if whole else shape_mistake(error, Settings, values)
    return said.replace("Value error, ", "")


def _secret_mistake(first: ErrorDetails) -> str:
    """Say what is wrong with a secret, and never what it is."""
    if first["type"] == "missing":
        return "this key is missing; let `intake init` make one, or write a long random text in quotes"
    if first["type"] == "value_error":
        return first["msg"].removeprefix("Value error, ")
    return "it is not text; write it in quotes"


def _overlay(values: dict[str, object], variables: Mapping[str, str]) -> dict[str, str]:
    """Put variables over the file's values; return the places they set, with the variables' names."""
    named: dict[str, str] = {}
    for section, field in Settings.model_fields.items():
        for key in _keys_of(field.annotation):
            name = f"{ENVIRONMENT}{section}_{key}".upper()
            if name not in variables:
                continue
            table = values.setdefault(section, {})
            if isinstance(table, dict):
                table[key] = _listed(variables[name]) if key in _LISTS else variables[name]
                named[f"{section}.{key}"] = name
    return named


def _keys_of(part: object) -> Iterable[str]:
    """Return the keys of a section, one that may be missing included; nothing for a list of sections."""
    parts = [one for one in (part, *get_args(part)) if isinstance(one, type) and issubclass(one, BaseModel)]
    return parts[0].model_fields if parts and get_origin(part) is not tuple else ()


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]
