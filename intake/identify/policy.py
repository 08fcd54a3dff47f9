"""What a domain wants done with mail in its name that is not its own (RFC 7489): its record, and how mail meets it."""

from dataclasses import dataclass

from intake.domain.identity import Dkim, Dmarc, Result, Spf
from intake.identify.conclude import SameOrganisation

_POLICIES = ("none", "quarantine", "reject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A domain's record: what it wants for itself and its subdomains, and whether names have to be the very same."""

    of_domain: str
    of_subdomains: str
    strict_dkim: bool = False
    strict_spf: bool = False


def policy_of(records: tuple[str, ...]) -> Policy | None:
    """Read the one record among a name's texts; None for none and for several (section 6.6.3)."""
    found = [record for record in records if record.replace(" ", "").split(";")[0] == "v=DMARC1"]
    if len(found) != 1:
        return None
    tags = {name.strip().lower(): value.strip().lower() for name, _, value in map(_split, found[0].split(";"))}
    own = tags.get("p", "")
    if own not in _POLICIES:
        own = "none"  # a record that wants nothing we know wants nothing done
    below = tags.get("sp", own)
    below = below if below in _POLICIES else own
    if tags.get("pct") == "0":  # to be applied to no mail: the next gentler one is (section 6.6.4)
        own, below = _gentler(own), _gentler(below)
    return Policy(
        of_domain=own,
        of_subdomains=below,
        strict_dkim=tags.get("adkim") == "s",
        strict_spf=tags.get("aspf") == "s",
    )


def dmarc(domain: str, policy: Policy, found: tuple[Spf | None, tuple[Dkim, ...]], same: SameOrganisation) -> Dmarc:
    """Tell whether mail of a domain is its own by its policy.

    Without SPF, where nobody knows which server sent it first, it is never told that it is not: `neutral`.
    """
    spf, dkim = found
    wanted = policy.of_domain
    signed = (one for one in dkim if one.result is Result.PASS)
    if any(one.domain == domain if policy.strict_dkim else same(one.domain, domain) for one in signed):
        return Dmarc(result=Result.PASS, domain=domain, policy=wanted)
    sent = spf is not None and spf.result is Result.PASS and spf.domain
    if sent and (sent == domain if policy.strict_spf else same(sent, domain)):
        return Dmarc(result=Result.PASS, domain=domain, policy=wanted)
    # Only what could still prove this domain: anybody may add a signature whose key never answers.
    if any(one is not None and one.result is Result.TEMPERROR and same(one.domain, domain) for one in (spf, *dkim)):
        return Dmarc(result=Result.TEMPERROR, domain=domain, policy=wanted)
    return Dmarc(result=Result.NEUTRAL if spf is None else Result.FAIL, domain=domain, policy=wanted)


def _split(tag: str) -> tuple[str, str, str]:
    return tag.partition("=")


def _gentler(policy: str) -> str:
    return _POLICIES[max(0, _POLICIES.index(policy) - 1)]
