"""A suggestion as the JSON object that scripts rely on."""

from dataclasses import asdict

from intake.domain.suggestion import Suggestion


def suggestion_to_json(suggestion: Suggestion) -> dict[str, object]:
    """Return the object of `intake suggest` without its `id`; `start` and `end` count characters of the text."""
    return {
        "severity": suggestion.severity,
        "probabilities": {str(level): round(chance, 6) for level, chance in suggestion.probabilities.items()},
        "confidence": round(suggestion.confidence, 6),
        "abstained": suggestion.abstained,
        "alert": suggestion.alert,
        "kind": suggestion.kind.value,
        "facts": asdict(suggestion.facts),
        "evidence": [asdict(one) for one in suggestion.evidence],
        "model": suggestion.model,
        "rubric": suggestion.rubric,
    }
