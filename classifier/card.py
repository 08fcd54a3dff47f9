"""The model card: what the model was made of, how good it is, and how badly it does elsewhere."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

CARD = "CARD.md"
ELSEWHERE = "elsewhere.json"
PLOT = "reliability.png"

_COLUMNS = {
    "messages": "messages",
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "kappa": "quadratic kappa",
    "ece": "ECE",
    "alert_recall": "alert recall",
    "alert_rate": "alert rate",
    "alert_precision": "alert precision",
    "abstained": "abstained",
    "accuracy_not_abstained": "accuracy when not abstained",
    "accuracy_surest_half": "accuracy on the surest half",
}

_TEXT = """# {name} {version}

Suggests a severity from 1 (critical) to 4 (nominal), a kind and the facts of a support message, by subject and text
alone. A suggestion is an opinion for an engineer, never a decision. It abstains when unsure and raises a separate
alarm for severity 1 that is tuned to miss few.

## What it is
{what}
One temperature, the median of what each file needs when it is left out, calibrates the probabilities. The severity is
the one that costs least to be wrong with, where a matter taken too lightly costs {caution:g} times one taken too
gravely. It does not read attachments, quoted mail or the channel. It was trained on {languages};
of a text in another language it says less and abstains.

## What it was trained on
{messages} messages of the folder `classifier/corpus` (SHA-256 `{corpus}`): mail of office staff, chat, administrators'
posts, mailing lists and service-desk tickets, about hosted business software and office IT. **They were written and
labelled for this project by its makers with a language model's help. They are not real customers' mail and were not
labelled by support staff.** Many come in pairs that differ in the one detail that changes the severity.{extra}
{again}
## Measured on messages left out
Each kind of writer (file of the corpus) was left out whole and predicted by a model of the others; a pair stays
together. Temperature and thresholds came from the other files too. Text of one making resembles itself: real mail will
mostly show less.

{measured}

{facts}Accuracy of the kind: {kind_accuracy}. It abstains unless one severity alone has a probability of {abstain} or
more (its prediction set holds the true one in nine of ten messages left out){strange};
the alarm rings from a probability of {alert} for severity 1, as if a missed one were worth {worth:.0f} needless
alarms; `missed_outage` of `[suggest]` in intake.toml sets another worth.{reliability}

## Measured elsewhere
{elsewhere}

Measure your own messages, one JSON object a line with `id`, `channel`, `subject`, `text`, `level` and `kind`:

    intake evaluate --on FILE
    python -m classifier.evaluate --on FILE

## Not for
Deciding a severity without a person; other languages; anything but support messages.
"""

_BY_WORDS = """Logistic regression over words and word pairs, groups of 3 to 5 characters, and signs found by rules
(facts such as "all users", "two locations", "connection lost", and cues such as "slow" or "works again") and pairs of
signs. It has no knowledge of meaning beyond the words it saw: another way of saying the same may be lost on it."""
_BY_MEANING = """Three logistic regressions, added up, over the {dimensions} numbers of {encoder}, a small sentence
encoder: over what it was fine-tuned for on the same messages (its own card says how), over the last of its layers as
they came, and over the upper four of these. They were fitted on what encoders said that had not seen the message. The
clauses shown are those that moved the score, by exactly their share of it. Facts are judged by meaning, rules and words
together, places by rules alone; the clause shown for a fact is that in which a rule found it, where one did, and else
that which moved its score most."""
_AGAIN = """
{messages} of them, drawn evenly over files and severities, were labelled a second time without sight of the first
labels, by the same language model and the same rubric: the severity agrees in {level:.1%}, quadratic kappa {kappa};
scope {scope:.1%}, locations {locations:.1%}, kind {kind:.1%}. That says the rubric can be followed, not that support
staff would agree.
"""
_LANGUAGES = {"de": "German", "en": "English", "es": "Spanish", "fr": "French"}
_NONE = "Not measured yet on messages from elsewhere. Expect much less than above."
_OTHERS = """Messages that nothing was trained on: real posts and mail to service desks and user forums, and messages
written by others for the purpose. Only figures over all of them were looked at, some thirty times, to choose between
encoders, features and recipes; so even these flatter a little. This is what to expect.

"""


class Named(Protocol):
    """An encoder, as far as a card tells of it."""

    name: str
    dimensions: tuple[str, ...]


def told_of(encoder: Named) -> dict[str, str | int]:
    """Return what a manifest keeps of an encoder for the card."""
    return {"encoder": encoder.name, "dimensions": len(encoder.dimensions)}


def write_card(directory: Path, manifest: Mapping[str, Any]) -> None:
    """Write CARD.md from the manifest and from what was measured elsewhere, if anything was."""
    limits, measured = manifest["thresholds"], manifest["measured"]
    extra, again = manifest["corpus"]["extra"], manifest["corpus"].get("again")
    text = _TEXT.format(
        what=_BY_MEANING.format(**manifest["meaning"]) if manifest.get("meaning") else _BY_WORDS,
        caution=limits.get("caution", 1.0),
        languages=", ".join(_LANGUAGES.get(code, code) for code in manifest.get("languages", ["en"])),
        again=_AGAIN.format(**again) if again else "",
        strange=f", or when less than {limits['known']} of the words are known" if limits["known"] < 1 else "",
        reliability=f"\n\n![Said and true, by confidence]({PLOT})" if (directory / PLOT).is_file() else "",
        name=manifest["name"],
        version=manifest["version"],
        messages=manifest["corpus"]["messages"] - extra,
        corpus=manifest["corpus"]["sha256"],
        extra=f" {extra} corrected messages of this installation were added." if extra else "",
        measured=_table({"left out": measured}),
        facts=_facts(manifest.get("facts", {})),
        kind_accuracy=measured["kind_accuracy"],
        elsewhere=_elsewhere(directory, str(manifest["sha256"])),
        abstain=limits["abstain"],
        alert=limits["alert"],
        worth=1 / max(limits["alert"], 0.0001) - 1,
    )
    (directory / CARD).write_text(text, encoding="utf-8")


def _facts(measured: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a table of the facts as they were told of messages left out, empty where none was measured."""
    if not measured:
        return ""
    lines = ["| fact | stated | precision | recall | F1 | 95 of 100 samples |", "|---|---|---|---|---|---|"]
    for fact, row in measured.items():
        told = [row.get(key, "-") for key in ("stated", "precision", "recall")]
        name, f1 = (f"{fact} (macro-F1)", row["macro_f1"]) if "values" in row else (fact, row["f1"])
        cells = (name, *told, f1, f"{row['interval']['low']} to {row['interval']['high']}")
        lines.append(f"| {' | '.join(map(str, cells))} |")
    said = "From which chance a fact is told was chosen on these very messages, of seven."
    return "\n".join(lines) + f"\n\n{said}\n\n"


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
        lines.append(f"| {name} | " + " | ".join(str(row.get(key, "-")) for key in _COLUMNS) + " |")
    return "\n".join(lines)
