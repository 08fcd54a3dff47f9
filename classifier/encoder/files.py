"""The encoder on disk: a graph, a vocabulary and a manifest with their hashes, which are compared before use."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GRAPH = "encoder.onnx"
VOCABULARY = "tokenizer.json"
MANIFEST = "manifest.json"
SENSE = "sense."  # how the names of the pretrained encoder's numbers begin; "sense.6.0" is the first of layer 6
LAYERS = (3, 4, 5, 6)  # those that tell something of what is asked of them; the last is the encoder's own word


class EncoderRefused(ValueError):
    """An encoder that cannot be used: which file or library, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """An encoder as it lies on disk: the names of its numbers, and what is added to each of them.

    The first numbers of `graph` are of what was fine-tuned; the rest, layer by layer, of what is as it came.
    """

    name: str
    dimensions: tuple[str, ...]
    constant: tuple[float, ...]
    graph: bytes
    vocabulary: str


def senses(width: int) -> tuple[str, ...]:
    """Return the names of the pretrained encoder's numbers, so many for each layer."""
    return tuple(f"{SENSE}{layer}.{at}" for layer in LAYERS for at in range(width))


def checked(directory: Path) -> Shelved:
    """Return the files of an encoder, their hashes compared. Raises EncoderRefused."""
    manifest = read_manifest(directory)
    graph = _content(directory / GRAPH, str(manifest["sha256"][GRAPH]))
    vocabulary = _content(directory / VOCABULARY, str(manifest["sha256"][VOCABULARY]))
    dimensions, constant = tuple(manifest["dimensions"]), tuple(float(one) for one in manifest["constant"])
    if len(dimensions) != len(constant):
        raise EncoderRefused(f"{directory / MANIFEST}: {len(dimensions)} dimensions, {len(constant)} constants")
    return Shelved(
        name=f"{manifest['name']}@{manifest['version']}",
        dimensions=dimensions,
        constant=constant,
        graph=graph,
        vocabulary=vocabulary.decode("utf-8"),
    )


def read_manifest(directory: Path) -> dict[str, Any]:
    """Return the manifest of an encoder. Raises EncoderRefused when it cannot be read or lacks a key."""
    path = directory / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EncoderRefused(f"{path}: cannot be read as an encoder's manifest ({error})") from error
    missing = {"name", "version", "sha256", "dimensions", "constant"} - manifest.keys()
    if missing:
        raise EncoderRefused(f"{path}: {', '.join(sorted(missing))} is missing")
    return manifest


def _content(path: Path, expected: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EncoderRefused(f"{path}: cannot be read ({error.strerror})") from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise EncoderRefused(f"{path}: its SHA-256 is not the one in {MANIFEST}; restore the file")
    return content
