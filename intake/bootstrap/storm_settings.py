"""`[storms]`: when messages of several customers count as one outage."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from intake.bootstrap.parts import Fraction, Number, Part
from intake.domain.storm import StormRule


class StormsPart(Part):
    """`[storms]`: how many customers, within which time, and how alike; how the calls to the engineers are gathered."""

    window_minutes: Annotated[Fraction, Field(ge=0.1, le=1440)] = 10.0
    least_customers: Annotated[Number, Field(ge=2, le=1000)] = 3
    alike: Annotated[Fraction, Field(ge=0.1, le=10)] = 1.15
    lasts_minutes: Annotated[Fraction, Field(ge=1, le=1440)] = 60.0
    gathers_calls_minutes: Annotated[Fraction, Field(ge=0, le=30)] = 10.0
    most_compared: Annotated[Number, Field(ge=10, le=2000)] = 200

    def rule(self) -> StormRule:
        """Return the rule that these settings are."""
        return StormRule(
            window=timedelta(minutes=self.window_minutes),
            customers=self.least_customers,
            alike=self.alike,
            lasts=timedelta(minutes=self.lasts_minutes),
            gathers_calls=timedelta(minutes=self.gathers_calls_minutes),
            most=self.most_compared,
        )
