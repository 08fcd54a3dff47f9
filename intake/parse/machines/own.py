"""What marks a message as our own, so that the bot never answers itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnAddresses:
    """Our addresses, the domains of our Message-IDs and the value of our `X-Intake-Loop` header.

    Everything is compared without regard to case; empty means that the rule does not apply.
    """

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    loop_mark: str = ""

    def owns(self, address: str) -> bool:
        """Whether the address is one of ours."""
        return bool(address) and address.lower() in {one.lower() for one in self.addresses}

    def wrote(self, message_id: str | None) -> bool:
        """Whether the domain of the Message-ID is one of ours."""
        if not message_id or "@" not in message_id:
            return False
        domain = message_id.strip("<>").rpartition("@")[2].lower()
        return domain in {one.lower() for one in self.domains}
