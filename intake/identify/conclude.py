"""What results of SPF, DKIM and DMARC say together about whoever would get the answer.

DKIM and DMARC prove the domain of From, SPF that of the envelope sender. The answer goes to the envelope sender, so
what proves From counts only where both are the same address: otherwise a mail that somebody really signed could be
sent again in the name of another user of the same provider.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from intake.domain.identity import Claim, Dkim, Dmarc, Findings, Result, Source, Spf

SameOrganisation = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What the three checks gave; None where one was not made."""

    spf: Spf | None = None
    dkim: tuple[Dkim, ...] = ()
    dmarc: Dmarc | None = None

    @property
    def open_still(self) -> bool:
        """Tell whether a passing fault of DNS kept a check from its result."""
        every = (self.spf, *self.dkim, self.dmarc)
        return any(one is not None and one.result is Result.TEMPERROR for one in every)


def concluded(claim: Claim, results: Results, source: Source, same: SameOrganisation) -> Findings:
    """Return the results with what they prove; `same` tells whether two domains belong to one organisation."""
    of_author, of_sender = tuple(_of_author(claim, results, same)), tuple(_of_sender(claim, results))
    every = (*(of_author if claim.author == claim.sender else ()), *of_sender)
    against, doubt = _against(claim, results, proved=bool(of_author or of_sender))
    refused = bool(against or doubt)
    return Findings(
        source=source,
        spf=results.spf,
        dkim=results.dkim,
        dmarc=results.dmarc,
        proof="" if refused else ", ".join(every),
        author_proof="" if refused else ", ".join(of_author),
        against=against,
        doubt=doubt,
        undecided=results.open_still and not every and not refused,
    )


def domain_of(address: str) -> str:
    """Return the domain of an address, "" for none."""
    return address.rpartition("@")[2] if "@" in address else ""


def _against(claim: Claim, results: Results, *, proved: bool) -> tuple[str, str]:
    """Return what shows that a mail is forged, and what only forbids an answer.

    Where the domain of From says what it wants, that counts; "none" wants nothing done, and its own mail may well
    fail. Where it says nothing, a clear no to the server that sent it does.
    """
    spf, dmarc = results.spf, results.dmarc
    if dmarc is not None and dmarc.result is Result.FAIL:
        said = f"DMARC fail, {dmarc.domain or domain_of(claim.author)} asks for {dmarc.policy or 'no known policy'}"
        return ("", said) if dmarc.policy == "none" else (said, "")
    heard = dmarc is not None and dmarc.result in (Result.PASS, Result.NEUTRAL, Result.TEMPERROR)
    refused = spf is not None and spf.result is Result.FAIL and spf.domain == domain_of(claim.sender)
    if spf is not None and refused and not heard and not proved:
        return f"SPF fail, {spf.domain} says that this server may not send for it", ""
    return "", ""


def _of_author(claim: Claim, results: Results, same: SameOrganisation) -> Iterator[str]:
    domain, dmarc = domain_of(claim.author), results.dmarc
    if domain and dmarc is not None and dmarc.result is Result.PASS and dmarc.domain == domain:
        yield f"DMARC {domain}"
    signers = (one.domain for one in results.dkim if one.result is Result.PASS)
    yield from (f"DKIM {signer}" for signer in dict.fromkeys(signers) if domain and same(signer, domain))


def _of_sender(claim: Claim, results: Results) -> Iterator[str]:
    spf = results.spf
    if spf is not None and spf.result is Result.PASS and spf.domain and spf.domain == domain_of(claim.sender):
        yield f"SPF {spf.domain}"
