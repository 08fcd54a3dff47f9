"""`[training]` and `[suggest]`: what engineers decide counts so much; a missed outage costs so much."""

from typing import Annotated

from pydantic import Field

from intake.bootstrap.parts import Fraction, Number, Part


class TrainingPart(Part):
    """A fresh verdict counts as so many messages of the corpus, half of that after so many days."""

    local_weight: Annotated[Fraction, Field(gt=0, le=20)] = 3.0
    half_life_days: Annotated[Number, Field(ge=7, le=3650)] = 180


class SuggestPart(Part):
    """How many needless alarms for severity 1 a missed one is worth; None leaves it to what the model was tuned to."""

    missed_outage: Annotated[Fraction, Field(ge=1, le=10_000)] | None = None
