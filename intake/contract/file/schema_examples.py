"""The shape of `[examples]`: promises worked by hand."""

from typing import Annotated

from pydantic import Field

from intake.contract.file.values import Flag, Moment, MomentOrNone, Part, Severity, Text, TextOrNone
from intake.domain.contract import Channel, Fact, Force, NoticeId, PromiseKind
from intake.domain.suggestion import Kind
from intake.domain.target import TargetKind


class OtherPart(Part):
    """`{ promise = "begin_work", due = 2026-05-12T11:00:00-04:00 }`; false where no time may come out."""

    promise: PromiseKind
    due: MomentOrNone
    earliest: MomentOrNone = None
    force: Force | None = None


class ExamplePart(Part):
    """A question with the keys of `intake promise`, and what has to come out."""

    at: Moment
    plan: Text | None = None
    level: Text | None = None
    emergency: Flag | None = None
    channel: Channel | None = None
    claimed: Text | None = None
    suggested: Severity | None = None
    kind: Kind | None = None
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)] | None = None

    refused: Text | None = None
    due: MomentOrNone = None
    earliest: MomentOrNone = None
    clock_level: TextOrNone = None
    given_level: TextOrNone = None
    provisional: Flag = False
    telephone: Flag = False
    force: Force | None = None
    shape: TargetKind | None = None
    clauses: tuple[Text, ...] = ()
    notices: tuple[NoticeId, ...] = ()
    rulings: tuple[Text, ...] = ()
    others: tuple[OtherPart, ...] = ()


class ExamplesPart(Part):
    """`[examples]`."""

    promises: tuple[ExamplePart, ...] = ()
