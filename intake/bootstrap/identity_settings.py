"""The settings of who is believed to be whom: `[identity]`."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from intake.bootstrap.parts import Number, Part
from intake.domain.errors import BadInput

# Where the servers beside us are: who hands mail over from there has taken it in from others.
_BESIDE_US = (
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
)

Network = IPv4Network | IPv6Network


def _network(value: object) -> Network:
    try:
        return ip_network(str(value))
    except ValueError as error:
        raise ValueError("not an address or network; write one such as 192.0.2.25 or 192.0.2.0/24") from error


def _server_name(value: str) -> str:
    if not value.strip() or any(sign in value for sign in ' \t\r\n();="'):
        raise ValueError("not the name of a mail server; write it as it stands first in Authentication-Results")
    return value.strip().lower()


def _dns_server(value: str) -> str:
    from intake.authenticity.resolver import server_of

    try:
        server_of(value)
    except BadInput as error:
        raise ValueError(str(error)) from error
    return value


Relay = Annotated[IPv4Network | IPv6Network, BeforeValidator(_network)]


class IdentityPart(Part):
    """`[identity]`: who is told contract facts, and who says who a sender is.

    `trusted_results` names the mail server whose results are believed, on mail that comes from `relays`. `own_check`
    says whether SPF, DKIM and DMARC are looked up here for all other mail: without it, where only who is proved is
    told facts. Signed addresses hold for so many days.
    """

    facts_for: Literal["known_address", "proved"] = "known_address"
    trusted_results: Annotated[str, AfterValidator(_server_name)] | None = None
    own_check: bool | None = None
    relays: tuple[Relay, ...] = tuple(ip_network(one) for one in _BESIDE_US)
    dns_servers: tuple[Annotated[str, AfterValidator(_dns_server)], ...] = ()
    addresses_hold_days: Annotated[Number, Field(ge=1, le=3650)] = 180
    bounces_hold_days: Annotated[Number, Field(ge=1, le=3650)] = 30

    @property
    def checks(self) -> bool:
        """Tell whether we look a sender up ourselves."""
        return self.facts_for == "proved" if self.own_check is None else self.own_check

    @model_validator(mode="after")
    def _provable(self) -> Self:
        if self.facts_for == "proved" and not self.checks and self.trusted_results is None:
            raise ValueError(
                'nobody could be proved; write trusted_results = "your mail server\'s name", or own_check = true'
            )
        return self
