"""What every section of the settings is made of: unknown keys are refused, and no mistake shows what was written."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Part(BaseModel):
    """A section of `intake.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def no_switch(value: object) -> object:
    """Refuse true and false where a number is wanted; Python would take them for 1 and 0."""
    if isinstance(value, bool):
        raise ValueError("write a number")
    return value


Number = Annotated[int, BeforeValidator(no_switch)]
Fraction = Annotated[float, BeforeValidator(no_switch)]
Port = Annotated[Number, Field(ge=0, le=65535)]
