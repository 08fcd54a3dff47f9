"""The model card: what the model was made of, how good it is, and how badly it does elsewhere."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CARD = "CARD.md"
ELSEWHERE = "elsewhere.json"

_COLUMNS = {
    "messages": "messages",
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "kappa": "quadratic kappa",
    "ece": "ECE",
    "alert_recall": "alert recall",
    "alert_precision": "alert precision",
    "abstained": "abstained",
    "accuracy_not_abstained": "accuracy when not abstained",
}

_TEXT = """# {name} {version}

Suggests a severity from 1 (critical) to 4 (nominal) and a kind for a support message in English, by subject and
text alone. A suggestion is an opinion for an engineer, never a decision. It abstains when unsure and raises a
separate alarm for severity 1 that is tuned to miss few.

## What it is
Logistic regression over words and word pairs, groups of 3 to 5 characters, and signs found by rules (facts such as
"all users", "two locations", "connection lost", and cues such as "slow" or "works again") and pairs of signs.
One temperature calibrates the probabilities. It does not read attachments, quoted mail or the channel, and it has
no knowledge of meaning beyond the words it saw: another way of saying the same may be lost on it.

## What it was trained on
{messages} messages of the folder `classifier/corpus` (SHA-256 `{corpus}`): mail of office staff, chat, administrators'
posts and service-desk tickets, about hosted business software and office IT. **They were written and labelled for this
project by its makers with a language model's help. They are not real customers' mail and were not labelled by support
staff.** Many come in pairs that differ in the one detail that changes the severity.{extra}

## Measured on messages left out
Each kind of writer (file of the corpus) was left out whole and predicted by a model of the others; a pair stays
together. Temperature and thresholds came from the other files too. Text of one making resembles itself: these figures
are far better than what real mail will show.

{measured}

Accuracy of the kind: {kind_accuracy}. It abstains below a confidence of {abstain}, or when less than {known} of the
words are known; the alarm rings from a probability of {alert} for severity 1.

## Measured elsewhere
{elsewhere}

Measure your own messages, one JSON object a line with `id`, `channel`, `subject`, `text`, `level` and `kind`:

    intake evaluate --on FILE
    python -m classifier.evaluate --on FILE

## Not for
Deciding a severity without a person; languages other than English; anything but support messages.
"""

_NONE = "Not measured yet on messages from elsewhere. Expect much less than above."
_OTHERS = """Messages that nothing was trained or tuned on: real posts and mail to service desks and user forums, and
messages written by others for the purpose. Only these figures were looked at, a handful of times while rules and
thresholds were made (abstention was made stricter after the first time). This is what to expect.

"""


def write_card(directory: Path, manifest: Mapping[str, Any]) -> None:
    """Write CARD.md from the manifest and from what was measured elsewhere, if anything was."""
    limits, measured = manifest["thresholds"], manifest["measured"]
    extra = manifest["corpus"]["extra"]
    text = _TEXT.format(
        name=manifest["name"],
        version=manifest["version"],
        messages=manifest["corpus"]["messages"] - extra,
        corpus=manifest["corpus"]["sha256"],
        extra=f" {extra} corrected messages of this installation were added." if extra else "",
        measured=_table({"left out": measured}),
        kind_accuracy=measured["kind_accuracy"],
        elsewhere=_elsewhere(directory, str(manifest["sha256"])),
        **limits,
    )
    (directory / CARD).write_text(text, encoding="utf-8")


def record(directory: Path, name: str, measured: Mapping[str, float], sha256: str) -> None:
    """Keep figures measured on messages from elsewhere, for this very model file."""
    kept = _recorded(directory, sha256)
    kept[name] = dict(measured)
    text = json.dumps({"sha256": sha256, "measured": kept}, indent=2) + "\n"
    (directory / ELSEWHERE).write_text(text, encoding="utf-8")


def _elsewhere(directory: Path, sha256: str) -> str:
    kept = _recorded(directory, sha256)
    return _OTHERS + _table(kept) if kept else _NONE


def _recorded(directory: Path, sha256: str) -> dict[str, dict[str, float]]:
    """Figures of earlier measurements; those of another model file do not count."""
    path = directory / ELSEWHERE
    if not path.is_file():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    measured: dict[str, dict[str, float]] = content["measured"] if content["sha256"] == sha256 else {}
    return measured


def _table(rows: Mapping[str, Mapping[str, float]]) -> str:
    lines = ["| | " + " | ".join(_COLUMNS.values()) + " |", "|---" * (len(_COLUMNS) + 1) + "|"]
    for name, row in rows.items():
        lines.append(f"| {name} | " + " | ".join(str(row[key]) for key in _COLUMNS) + " |")
    return "\n".join(lines)
