"""What the stages and commands ask for when they want a suggestion."""

from typing import Protocol

from intake.domain.suggestion import Evidence, Facts, Suggestion


class Suggests(Protocol):
    """Suggests a severity; an opinion with evidence, never a decision. Safe to call from several threads."""

    @property
    def ready(self) -> bool:
        """Whether `suggest` answers with all it will ever have: the trained model, or none if there is none."""

    @property
    def trained(self) -> bool:
        """Whether a trained model answers."""

    @property
    def note(self) -> str:
        """One sentence for the operator on what answers, and why not the model if it does not."""

    def suggest(self, *, channel: str, subject: str | None, text: str) -> Suggestion:
        """Return a suggestion for one message; without a model severity 3, abstained, `model` None."""

    def facts(self, text: str) -> tuple[Facts, tuple[Evidence, ...]]:
        """Return what the text states, with the words that say so; needs no trained model."""
