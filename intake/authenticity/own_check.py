"""Our own check of a mail: SPF where it came straight from its sender's server, DKIM, and DMARC over both."""

from dataclasses import dataclass, replace

from intake.authenticity.lookup import Asking, NoAnswer
from intake.authenticity.organisation import organisation, same_organisation
from intake.authenticity.sender_policy import check_spf
from intake.authenticity.signatures import check_dkim
from intake.domain.identity import Claim, Dkim, Dmarc, Findings, Result, Source, Spf
from intake.identify.conclude import Results, concluded, domain_of
from intake.identify.policy import Policy, dmarc, policy_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail to check; `peer` is the server that it came straight from, "" where others have passed it on to us."""

    claim: Claim
    peer: str


def check(mail: Mail, asking: Asking) -> Findings:
    """Return what DNS says of a mail's sender; passing faults of DNS are temperrors."""
    claim = mail.claim
    of = domain_of(claim.author)
    # The policy and SPF first, and no key of who could prove nothing: signatures are the sender's to add, and slow keys
    # must not use up the time.
    policy = _wanted(of, asking)
    spf = check_spf(mail.peer, claim.sender, asking) if mail.peer and claim.envelope.mail_from else None
    dkim = check_dkim(claim.envelope.raw, claim.envelope.received_at, asking, lambda one: same_organisation(one, of))
    found = Results(spf=spf, dkim=dkim, dmarc=_dmarc(of, policy, (spf, dkim)))
    return concluded(claim, found, Source.OWN, same_organisation)


def _wanted(domain: str, asking: Asking) -> Policy | NoAnswer | None:
    """Return what a domain wants; None where it says nothing, NoAnswer where DNS does not."""
    try:
        return _policy(domain, asking) if domain else None
    except NoAnswer as error:
        return error


def _dmarc(domain: str, policy: Policy | NoAnswer | None, found: tuple[Spf | None, tuple[Dkim, ...]]) -> Dmarc | None:
    if not domain:
        return None
    if isinstance(policy, NoAnswer):
        return Dmarc(result=Result.TEMPERROR, domain=domain)
    if policy is None:
        return Dmarc(result=Result.NONE, domain=domain)
    return dmarc(domain, policy, found, same_organisation)


def _policy(domain: str, asking: Asking) -> Policy | None:
    """Find the policy of a domain, else what its organisation wants for the domains below it (section 6.6.3)."""
    own = policy_of(_texts(domain, asking))
    above = organisation(domain)
    if own is not None or above == domain:
        return own
    wanted = policy_of(_texts(above, asking))
    return None if wanted is None else replace(wanted, of_domain=wanted.of_subdomains)


def _texts(domain: str, asking: Asking) -> tuple[str, ...]:
    return tuple(record.decode("ascii", "replace") for record in asking.texts(f"_dmarc.{domain}"))
