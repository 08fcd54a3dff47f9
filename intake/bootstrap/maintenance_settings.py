"""`[[maintenance]]`: windows of maintenance that are known, shown to engineers beside a case that falls in one."""

from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from intake.bootstrap.parts import Part
from intake.contract.zones import zone
from intake.domain.errors import BadInput
from intake.domain.maintenance import Maintenance, Planned, Repeats

_LONGEST = {Repeats.DAILY: timedelta(days=1), Repeats.WEEKLY: timedelta(days=7)}


def _with_offset(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("write a date and time with its offset, such as 2026-05-16T10:00:00-04:00")
    return value


def _one_line(value: str) -> str:
    words = " ".join(value.split())
    if not words:
        raise ValueError("say in a few words what is done")
    return words


def _known_zone(value: str) -> str:
    try:
        zone(value)
    except BadInput as error:
        raise ValueError(str(error)) from None
    return value


Instant = Annotated[datetime, AfterValidator(_with_offset)]


class MaintenancePart(Part):
    """One window: `from` and `to` with their offsets, what is done, for which contracts and customers (none: all)."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    begins: Instant = Field(alias="from")
    ends: Instant = Field(alias="to")
    words: Annotated[str, Field(max_length=200), AfterValidator(_one_line)]
    contracts: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    repeats: Repeats | None = None
    zone: Annotated[str, AfterValidator(_known_zone)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends <= self.begins:
            raise ValueError("to lies before from; write the end after the beginning")
        if self.repeats is not None and self.ends - self.begins > _LONGEST[self.repeats]:
            raise ValueError(f"it lasts longer than it takes to come again ({self.repeats}); write a shorter one")
        return self

    def window(self, desks_zone: str) -> Maintenance:
        """Return the window that these settings are; it comes again by its own zone's wall clock, else the desk's."""
        return Maintenance(
            planned=Planned(begins=self.begins, ends=self.ends, words=self.words),
            zone=zone(self.zone or desks_zone),
            contracts=frozenset(self.contracts),
            customers=frozenset(self.customers),
            repeats=self.repeats,
        )
