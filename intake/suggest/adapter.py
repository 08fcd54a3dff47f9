"""The classifier's answers as types of the domain."""

from typing import TYPE_CHECKING

from intake.domain.suggestion import Evidence, Facts, Kind, Locations, Scope, Suggestion
from intake.suggest.customers import Customers

if TYPE_CHECKING:
    import classifier.facts
    import classifier.suggest


class Adapter:
    """A suggester of the classifier behind the port. Always ready: loading comes before."""

    ready = True

    def __init__(
        self,
        suggester: "classifier.suggest.Suggests",
        note: str,
        *,
        trained: bool,
        customers: Customers | None = None,
    ) -> None:
        self._suggester = suggester
        self._customers = customers
        self.note = note
        self.trained = trained

    def suggest(self, *, channel: str, subject: str | None, text: str) -> Suggestion:
        """Return what the classifier says of the message."""
        return to_suggestion(self._suggester.suggest(channel, subject, text))

    def of_customer(self, found: Suggestion, customer: int) -> Suggestion:
        """Return its suggestion as it reads for a customer's message; most have nothing of their own."""
        return found if self._customers is None else self._customers.shifted(found, customer)

    def facts(self, text: str) -> tuple[Facts, tuple[Evidence, ...]]:
        """Return what the text states; loads spaCy when first asked (about a second)."""
        return facts_of(text)


def facts_of(text: str) -> tuple[Facts, tuple[Evidence, ...]]:
    """Return the facts of a text without any model; loads spaCy when first asked (about a second)."""
    from classifier.facts import facts_of as found

    facts, evidence = found(text)
    return to_facts(facts), to_evidence(evidence)


def to_suggestion(answer: "classifier.suggest.Suggestion") -> Suggestion:
    """Return the same suggestion in the domain's types."""
    return Suggestion(
        severity=answer.severity,
        probabilities=dict(answer.probabilities),
        confidence=answer.confidence,
        abstained=answer.abstained,
        alert=answer.alert,
        kind=Kind(answer.kind),
        facts=to_facts(answer.facts),
        evidence=to_evidence(answer.evidence),
        model=answer.model,
        rubric=answer.rubric,
    )


def to_facts(facts: "classifier.facts.Facts") -> Facts:
    """Return the same facts in the domain's types."""
    return Facts(
        scope=Scope(facts.scope),
        locations=Locations(facts.locations),
        connectivity=facts.connectivity,
        data_loss=facts.data_loss,
        workaround=facts.workaround,
        planned_event=facts.planned_event,
        over=facts.over,
    )


def to_evidence(evidence: "tuple[classifier.facts.Evidence, ...]") -> tuple[Evidence, ...]:
    """Return the same evidence in the domain's types."""
    return tuple(Evidence(text=one.text, start=one.start, end=one.end, why=one.why) for one in evidence)
