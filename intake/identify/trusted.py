"""The results of the one mail server that is believed, out of all that a mail claims to be results.

Whoever writes a mail may write such a field into it, also in the name of our server. RFC 8601 section 5 wants our
server to take those out; beside that only its topmost fields count, down to the first Received below them: what the
sender wrote stands below the line of the server that took it in. Of two results by one method the upper one counts.
"""

import re
from collections.abc import Iterable, Iterator

from intake.domain.identity import Claim, Dkim, Dmarc, Findings, Source, Spf
from intake.identify.conclude import Results, SameOrganisation, concluded, domain_of
from intake.identify.results import MethodResult, stated
from intake.identify.sender import normal

_POLICY = re.compile(r"\bp\s*=\s*(none|quarantine|reject)\b", re.IGNORECASE)


def believed(fields: Iterable[tuple[str, str]], server: str) -> tuple[MethodResult, ...]:
    """Return the results of `server` that count, from the header fields of a mail in order."""
    found: list[MethodResult] = []
    begun = False
    for name, value in fields:
        if name == "received" and begun:
            break
        if name != "authentication-results":
            continue
        field = stated(value)
        if field is not None and field.server == server.lower():
            begun = True
            found += [one for one in field.results if one.method == "dkim" or not _has(found, one.method)]
    return tuple(found)


def trusted(claim: Claim, results: tuple[MethodResult, ...], same: SameOrganisation) -> Findings:
    """Return what a believed server's results say of a sender."""
    spf = next((_spf(one) for one in results if one.method == "spf"), None)
    dmarc = next((_dmarc(one) for one in results if one.method == "dmarc"), None)
    dkim = tuple(_dkim(results))
    return concluded(claim, Results(spf=spf, dkim=dkim, dmarc=dmarc), Source.TRUSTED, same)


def _has(found: Iterable[MethodResult], method: str) -> bool:
    return any(one.method == method for one in found)


def _spf(one: MethodResult) -> Spf:
    """Read SPF; a result about the HELO name has no domain here, since it proves no sender."""
    return Spf(result=one.result, domain=_domain(one.properties.get("smtp.mailfrom", "")))


def _dkim(results: Iterable[MethodResult]) -> Iterator[Dkim]:
    for one in results:
        if one.method == "dkim":
            signer = one.properties.get("header.d") or one.properties.get("header.i", "")
            yield Dkim(result=one.result, domain=_domain(signer), why=one.properties.get("reason", ""))


def _dmarc(one: MethodResult) -> Dmarc:
    policy = _POLICY.search(one.said) or _POLICY.search(f"p={one.properties.get('policy.dmarc', '')}")
    return Dmarc(
        result=one.result,
        domain=_domain(one.properties.get("header.from", "")),
        policy="" if policy is None else policy[1].lower(),
    )


def _domain(value: str) -> str:
    """Return the domain of an address or of a bare domain, as it is compared."""
    return domain_of(normal(value if "@" in value else f"@{value}")).rstrip(".") if value else ""
