"""What cases teach, as the classifier's lessons."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from intake.domain.suggestion import Kind
from intake.domain.taught import Heard, Teaching

if TYPE_CHECKING:
    from classifier.corpus import Example
    from classifier.loop.lessons import Lesson


def lessons_of(teachings: "Iterable[Teaching]") -> "tuple[Lesson, ...]":
    """Return a lesson for each; a kind that nobody has said is an incident, the commonest."""
    return tuple(map(_lesson, teachings))


def example_of(heard: Heard, number: int) -> "Example":
    """Return a message of a customer's to be asked about; its severity says nothing."""
    from classifier.corpus import Example

    return Example(
        id=f"heard-{number}",
        source="heard",
        group=f"heard-{number}",
        channel=heard.channel,
        subject=heard.subject,
        text=heard.words,
        level=3,
        kind=Kind.INCIDENT,
        facts=None,
    )


def _lesson(taught: Teaching) -> "Lesson":
    from classifier.loop.lessons import Lesson

    opinion = taught.suggestion
    asked = opinion is not None and opinion.model is not None
    return Lesson(
        number=taught.number,
        case=taught.case,
        example=_example(taught),
        engineer=taught.engineer,
        at=taught.at,
        customer=None if taught.customer is None else str(taught.customer),
        suggested=opinion.severity if asked and opinion is not None else None,
        chance=opinion.confidence if asked and opinion is not None else 0.0,
        confident=asked and opinion is not None and not opinion.abstained,
        model=None if opinion is None else opinion.model,
    )


def _example(taught: Teaching) -> "Example":
    from classifier.corpus import Example
    from classifier.loop.lessons import SOURCE

    return Example(
        id=f"case-{taught.case}",
        source=SOURCE,
        group=f"case-{taught.case}",
        channel=taught.channel,
        subject=taught.subject,
        text=taught.words,
        level=taught.severity,
        kind=taught.kind or Kind.INCIDENT,
        facts=None,
        language=taught.language,
    )
