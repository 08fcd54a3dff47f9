"""The model on disk: a skops file of plain arrays and text, and a manifest with its hash and thresholds.

The hash is compared before a byte of the file is interpreted, and the file may name the types listed here
and no others: nothing in it can run.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier.features import BLOCKS
from classifier.model import Block, Head, Model, nothing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = "model.skops"
MANIFEST = "manifest.json"
ALLOWED = frozenset({"builtins.dict", "builtins.str", "builtins.list", "numpy.ndarray"})
_THRESHOLDS = ("abstain", "alert", "known")
BOLD = 1.0  # the caution of a model that was written before there was one
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


class ModelRefused(ValueError):
    """A model folder that must not be used: which file, and why."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A model as loaded: its name ("severity@2.2.0"), itself, its thresholds and its whole manifest."""

    name: str
    model: Model
    thresholds: Mapping[str, float]
    manifest: Mapping[str, Any]


def save(model: Model, directory: Path) -> str:
    """Write `directory`/model.skops and return its SHA-256; the same model gives the same bytes."""
    from skops import io as skops_io

    directory.mkdir(parents=True, exist_ok=True)
    content = _steady(skops_io.dumps(_plain(model)))
    (directory / MODEL).write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def load(directory: Path) -> Shelved:
    """Return the model in `directory`. Raises ModelRefused when a file is missing, changed or of another kind."""
    manifest = read_manifest(directory)
    content = _checked_content(directory / MODEL, str(manifest["sha256"]))
    from skops import io as skops_io

    try:
        model = _model(skops_io.loads(content, trusted=[]))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ModelRefused(f"{directory / MODEL}: not a model of this version ({error})") from error
    name = f"{manifest['name']}@{manifest['version']}"
    limits = {key: float(manifest["thresholds"][key]) for key in _THRESHOLDS}
    limits["caution"] = float(manifest["thresholds"].get("caution", BOLD))
    return Shelved(name, model, limits, manifest)


def read_manifest(directory: Path) -> dict[str, Any]:
    """Return the manifest, its keys checked. Raises ModelRefused."""
    path = directory / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        limits = [manifest["thresholds"][key] for key in _THRESHOLDS]
        if not all(isinstance(limit, int | float) and 0 <= limit <= 1 for limit in limits):
            raise ModelRefused(f"{path}: a threshold is not between 0 and 1")
        missing = {"name", "version", "sha256"} - manifest.keys()
    except (OSError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, ModelRefused):
            raise
        raise ModelRefused(f"{path}: cannot be read as a model's manifest ({error})") from error
    if missing:
        raise ModelRefused(f"{path}: {', '.join(sorted(missing))} is missing")
    return manifest


def write_manifest(directory: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest beside the model."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (directory / MANIFEST).write_text(text, encoding="utf-8")


def _checked_content(path: Path, expected: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelRefused(f"{path}: cannot be read ({error.strerror})") from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise ModelRefused(f"{path}: its SHA-256 is not the one in {MANIFEST}; restore the file or train again")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            strangers = set(_types(json.loads(archive.read("schema.json")))) - ALLOWED
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ModelRefused(f"{path}: not a skops file ({error})") from error
    if strangers:
        raise ModelRefused(f"{path}: holds types that are not allowed: {', '.join(sorted(strangers))}")
    return content


def _types(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if "__class__" in node:
            yield f"{node.get('__module__')}.{node['__class__']}"
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from _types(part)


def _steady(content: bytes) -> bytes:
    """Return the same skops file without memory addresses and times of day."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    schema = parts.pop("schema.json").decode()
    numbers: dict[str, str] = {}

    def numbered(found: re.Match[str]) -> str:
        return found.group(1) + numbers.setdefault(found.group(2), str(len(numbers) + 1))

    schema = re.sub(r'("__id__": |"file": ")(\d+)', numbered, schema)
    named = {f"{numbers[name.removesuffix('.npy')]}.npy": part for name, part in parts.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, part in [*sorted(named.items()), ("schema.json", schema.encode())]:
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part)
    return written.getvalue()


def _plain(model: Model) -> dict[str, Any]:
    import numpy as np

    plain: dict[str, Any] = {"temperature": np.array([model.temperature])}
    for name, block in model.blocks.items():
        plain[f"{name}.vocabulary"] = "\n".join(block.columns)
        plain[f"{name}.weights"] = block.weights
        plain[f"{name}.counted"] = np.array([block.counted])
    heads = {"level": model.level, "kind": model.kind} | {f"fact.{fact}": head for fact, head in model.facts.items()}
    plain["facts"] = "\n".join(model.facts)
    for name, head in heads.items():
        plain[f"{name}.classes"] = "\n".join(head.classes)
        plain[f"{name}.coefficients"] = head.coefficients
        plain[f"{name}.intercepts"] = head.intercepts
    return plain


def _model(plain: Mapping[str, Any]) -> Model:
    model = Model(
        blocks={name: _block(plain, name) for name in BLOCKS},
        level=_head(plain, "level"),
        kind=_head(plain, "kind"),
        temperature=float(plain["temperature"][0]),
        facts={fact: _head(plain, f"fact.{fact}") for fact in str(plain.get("facts", "")).split("\n") if fact},
    )
    width = sum(len(block.columns) for block in model.blocks.values())
    for head in (model.level, model.kind, *model.facts.values()):
        if head.coefficients.shape != (len(head.classes), width):
            raise ValueError(f"coefficients of shape {head.coefficients.shape} for {width} columns")
    if set(model.level.classes) != {"1", "2", "3", "4"}:
        raise ValueError(f"severities {', '.join(model.level.classes)}")
    return model


def _block(plain: Mapping[str, Any], name: str) -> Block:
    if f"{name}.vocabulary" not in plain:  # written before there was such a block
        return nothing()
    words = str(plain[f"{name}.vocabulary"]).split("\n")
    columns = {word: at for at, word in enumerate(words) if word}
    weights: NDArray[np.floating[Any]] = plain[f"{name}.weights"]
    if weights.shape != (len(columns),):
        raise ValueError(f"{name}: {len(columns)} words, {weights.shape} weights")
    return Block(columns, weights, bool(plain[f"{name}.counted"][0]))


def _head(plain: Mapping[str, Any], name: str) -> Head:
    classes = tuple(str(plain[f"{name}.classes"]).split("\n"))
    return Head(classes, plain[f"{name}.coefficients"], plain[f"{name}.intercepts"])
