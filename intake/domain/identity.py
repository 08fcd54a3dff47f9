"""Who a mail is from: what was checked of it, what that proves, and how sure we are of the sender."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from intake.domain.message import Envelope


class Result(StrEnum):
    """How a check of mail authentication ended, in the words of RFC 8601 section 2.7."""

    PASS = "pass"  # noqa: S105 - a result, no secret
    FAIL = "fail"
    SOFTFAIL = "softfail"
    NEUTRAL = "neutral"
    POLICY = "policy"
    NONE = "none"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


class Degree(StrEnum):
    """How sure we are of who wrote.

    `proved`: the address is that of whoever may use it; `plausible`: an address we know, with nothing said against it;
    `unknown`: neither; `forged`: its owner says that this mail is not theirs.
    """

    PROVED = "proved"
    PLAUSIBLE = "plausible"
    UNKNOWN = "unknown"
    FORGED = "forged"


class FactsFor(StrEnum):
    """Who is told what a contract says."""

    KNOWN_ADDRESS = "known_address"
    PROVED = "proved"


class Source(StrEnum):
    """Who looked: nobody, one mail server whose results we believe, we ourselves, or the door that it came by."""

    NOBODY = "nobody"
    TRUSTED = "trusted"
    OWN = "own"
    DOOR = "door"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spf:
    """Whether a server may send for the domain of the envelope sender (RFC 7208)."""

    result: Result
    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dkim:
    """A signature of `domain` (RFC 6376); `why` says what is wrong with it, "" where nothing is."""

    result: Result
    domain: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dmarc:
    """What the domain of From says of such mail (RFC 7489); `policy` is none, quarantine or reject, "" if unsaid."""

    result: Result
    domain: str
    policy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who a mail says it is from.

    `number` is the message's, `sender` the address that an answer would go to and `author` the one in From ("" for
    none or several), both as addresses are compared. `known` tells whether we have the sender on file: they go before
    strangers. `anew` is how often the mail was asked about before, to an end that a passing fault of DNS left open.
    """

    number: int
    envelope: Envelope
    sender: str
    author: str
    known: bool = False
    anew: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found out about who sent a mail.

    `proof` says what proves the sender, `author_proof` what proves only the domain of From, `against` what shows that
    the mail is forged, `doubt` what forbids an answer without showing that; each is "" for nothing. `undecided` says
    that a passing fault of DNS has kept it open.
    """

    source: Source = Source.NOBODY
    spf: Spf | None = None
    dkim: tuple[Dkim, ...] = ()
    dmarc: Dmarc | None = None
    proof: str = ""
    author_proof: str = ""
    against: str = ""
    doubt: str = ""
    undecided: bool = False

    def said(self) -> str:
        """Return what it rests on in a few words; "" where nothing is known."""
        return self.against or self.doubt or self.proof or self.author_proof

    def plain(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """Whose mail was passed on, when it may be for another customer than the one who did so.

    `settled_at` is when an engineer said whom the case is for; None while that is open.
    """

    address: str
    name: str
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSender:
    """Who a case is from: how sure its contact is, None where nobody looked; and whose mail was passed on, if any."""

    degree: Degree | None = None
    original: Original | None = None

    @property
    def asks(self) -> bool:
        """Tell whether an engineer has to say whom the case is for."""
        return self.original is not None and self.original.settled_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """What was found of a message's sender, as it is kept: `findings` as `Findings.plain` has it, {} once erased."""

    degree: Degree
    findings: Mapping[str, object]

    @property
    def said(self) -> str:
        """Return what it rests on in a few words; "" where nothing is known."""
        every = (self.findings.get(name) for name in ("against", "doubt", "proof", "author_proof"))
        return next((str(one) for one in every if one), "")


def findings_from(kept: Mapping[str, Any]) -> Findings:
    """Return findings that were kept as `Findings.plain` has them; raises LookupError or ValueError for others."""
    spf, dmarc = kept["spf"], kept["dmarc"]
    return Findings(
        source=Source(kept["source"]),
        spf=None if spf is None else Spf(result=Result(spf["result"]), domain=spf["domain"]),
        dkim=tuple(Dkim(**{**one, "result": Result(one["result"])}) for one in kept["dkim"]),
        dmarc=None if dmarc is None else Dmarc(**{**dmarc, "result": Result(dmarc["result"])}),
        **{name: kept[name] for name in ("proof", "author_proof", "against", "doubt", "undecided")},
    )
