"""`[training]`: how much what engineers decide counts when a model is trained from it."""

from typing import Annotated

from pydantic import Field

from intake.bootstrap.parts import Fraction, Number, Part


class TrainingPart(Part):
    """A fresh verdict counts as so many messages of the corpus, half of that after so many days."""

    local_weight: Annotated[Fraction, Field(gt=0, le=20)] = 3.0
    half_life_days: Annotated[Number, Field(ge=7, le=3650)] = 180
