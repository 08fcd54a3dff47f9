"""The port to whoever checks a mail's sender: SPF, DKIM and DMARC, here or by a mail server that we believe."""

from typing import Protocol

from intake.domain.identity import Claim, Findings, Source

NOTHING = Findings()
BY_THE_DOOR = Findings(source=Source.DOOR, proof="the door that it came by")


class Authenticates(Protocol):
    """What checks senders."""

    def check(self, claim: Claim) -> Findings | float:
        """Return what is found, or after how many seconds to ask again. Never waits for DNS."""
        ...

    def close(self) -> None:
        """End; nothing is asked of it any more."""
        ...


class Unchecked:
    """Checks nothing, as a desk does whose settings name no way to."""

    def check(self, claim: Claim) -> Findings | float:
        """Return that nothing is known."""
        return NOTHING

    def close(self) -> None:
        """End nothing."""
