"""Examples as a contract file writes them, to questions and what has to come out."""

from collections.abc import Iterator

from intake.contract.decide import facts_stating
from intake.contract.file.schema_examples import ExamplePart, ExamplesPart
from intake.domain.contract import Fact
from intake.domain.errors import BadInput
from intake.domain.example import Example, OtherExample
from intake.domain.promise import Situation

_QUESTION = ("plan", "level", "emergency", "channel", "claimed", "suggested", "kind")


def examples(part: ExamplesPart) -> tuple[Example, ...]:
    """Return the examples in order; raises BadInput for one that expects nothing, or a refusal and more."""
    return tuple(_example(number, promise) for number, promise in enumerate(part.promises, start=1))


def _example(number: int, part: ExamplePart) -> Example:
    expects = frozenset(part.model_fields_set - {"at", "facts", *_QUESTION})
    for mistake in _mistakes(part, expects):
        raise BadInput(f"examples, promises {number} (at {part.at.isoformat()}), {mistake}")
    others = tuple(OtherExample(**dict(other)) for other in part.others)
    answers = {name: getattr(part, name) for name in expects - {"others"}}
    return Example(number=number, situation=_situation(part), expects=expects, others=others, **answers)


def _mistakes(part: ExamplePart, expects: frozenset[str]) -> Iterator[str]:
    if not expects & {"due", "refused"}:
        yield "due: this key is missing; add when it falls due, or due = false for no time"
    if "refused" in expects and len(expects) > 1:
        more = ", ".join(sorted(expects - {"refused"}))
        yield f"refused: a question that is refused promises nothing; take {more} out, or refused"
    if part.facts is not None and {Fact.ONE_LOCATION, Fact.TWO_LOCATIONS} <= set(part.facts):
        yield "facts: one_location and two_locations cannot both be stated; remove one"
    if part.kind is not None and part.suggested is None:
        yield "kind: it comes with a suggestion only; add suggested = 1, 2, 3 or 4"


def _situation(part: ExamplePart) -> Situation:
    asked = {name: getattr(part, name) for name in _QUESTION}
    kind = None if part.kind is None else str(part.kind)
    facts = None if part.facts is None else facts_stating(part.facts)
    return Situation(**{**asked, "received_at": part.at, "kind": kind, "facts": facts})
