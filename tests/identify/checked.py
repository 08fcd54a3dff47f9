"""An office where somebody checks who writes: the test says what is found of each address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from intake.domain.identity import Claim, FactsFor, Findings, Source
from tests.stages.office import Office

PROVED = Findings(source=Source.OWN, proof="SPF acme.example")
NOTHING = Findings(source=Source.OWN)
FORGED = Findings(source=Source.OWN, against="DMARC fail, acme.example asks for reject")
DOUBT = Findings(source=Source.OWN, doubt="DMARC fail, acme.example asks for none")


@dataclass
class Checks:
    """Finds what the test says, by the sender's address; `slow` times it has nothing to say yet."""

    found: Mapping[str, Findings] = field(default_factory=dict)
    slow: int = 0
    asked: list[Claim] = field(default_factory=list)

    def check(self, claim: Claim) -> Findings | float:
        self.asked.append(claim)
        if len(self.asked) <= self.slow:
            return 0.1
        return self.found.get(claim.sender, NOTHING)

    def close(self) -> None:
        pass


def checking(office: Office, facts_for: FactsFor = FactsFor.PROVED, **found: Findings) -> Checks:
    """Let a desk check senders; `ann=PROVED` is what is found of ann@acme.example."""
    checks = Checks({f"{name}@acme.example": findings for name, findings in found.items()})
    office.desk = replace(office.desk, facts_for=facts_for, authenticates=checks)
    return checks
