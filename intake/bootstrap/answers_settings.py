"""`[answers]`: how long an acknowledgement may wait, and how many mails a machine of ours writes at most."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from intake.bootstrap.parts import Number, Part
from intake.domain.caps import Cap, Caps

AtLeastOne = Annotated[Number, Field(ge=1)]
_SCOPES = ("most", "most_per_domain", "most_per_customer", "most_in_all")


class AnswersPart(Part):
    """`[answers]`: how long an acknowledgement waits for the model, and how many are written.

    `most_per_hour` is for one mailbox, `most_per_domain_...` and `most_in_all_...` are for senders who are no
    customer's, `most_per_customer_...` is for all the addresses of one customer.
    """

    model_wait_seconds: Annotated[float, Field(ge=0, le=5)] = 5.0
    most_per_hour: AtLeastOne = 20
    most_per_day: AtLeastOne = 100
    most_per_domain_per_hour: AtLeastOne = 100
    most_per_domain_per_day: AtLeastOne = 500
    most_per_customer_per_hour: AtLeastOne = 500
    most_per_customer_per_day: AtLeastOne = 3000
    most_in_all_per_hour: AtLeastOne = 500
    most_in_all_per_day: AtLeastOne = 3000

    @model_validator(mode="after")
    def _more_in_a_day(self) -> Self:
        """Refuse a written day's cap below its hour's: one of them is a mistake."""
        for scope in _SCOPES:
            hour, day = getattr(self, f"{scope}_per_hour"), getattr(self, f"{scope}_per_day")
            if f"{scope}_per_day" in self.model_fields_set and day < hour:
                raise ValueError(f"{scope}_per_day is {day}, which is less than {scope}_per_hour, {hour}; write more")
        return self

    def caps(self) -> Caps:
        """Return the caps that are set; a day's that is not written is never less than its hour's."""
        return Caps(
            mailbox=_cap(self.most_per_hour, self.most_per_day),
            domain=_cap(self.most_per_domain_per_hour, self.most_per_domain_per_day),
            customer=_cap(self.most_per_customer_per_hour, self.most_per_customer_per_day),
            strangers=_cap(self.most_in_all_per_hour, self.most_in_all_per_day),
        )


def _cap(hour: int, day: int) -> Cap:
    return Cap(hour=hour, day=max(hour, day))
