"""An encoder's folder is used only as it was written; the refusal is one line that names the file."""

import hashlib
import json
from pathlib import Path

import pytest

from classifier.encoder.files import GRAPH, MANIFEST, VOCABULARY, EncoderRefused, checked

FILES = {GRAPH: b"graph", VOCABULARY: b"{}"}


def written(folder: Path, **changed: object) -> Path:
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
    manifest = {"name": "encoder", "version": "1.0.0", "sha256": hashes, "dimensions": ["level=1"], "constant": [0.5]}
    (folder / MANIFEST).write_text(json.dumps(manifest | changed), encoding="utf-8")
    return folder


def test_an_encoder_as_it_was_written(tmp_path: Path) -> None:
    found = checked(written(tmp_path))
    assert (found.name, found.dimensions, found.constant, found.graph) == (
        "encoder@1.0.0",
        ("level=1",),
        (0.5,),
        b"graph",
    )


def graph_changed(folder: Path) -> None:
    (folder / GRAPH).write_bytes(b"another graph")


def vocabulary_missing(folder: Path) -> None:
    (folder / VOCABULARY).unlink()


def manifest_broken(folder: Path) -> None:
    (folder / MANIFEST).write_text("{", encoding="utf-8")


def dimensions_do_not_fit(folder: Path) -> None:
    written(folder, dimensions=["level=1", "level=2"])


def no_version(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del manifest["version"]
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "named", "said"),
    [
        (graph_changed, GRAPH, "its SHA-256 is not the one in manifest.json"),
        (vocabulary_missing, VOCABULARY, "cannot be read"),
        (manifest_broken, MANIFEST, "cannot be read as an encoder's manifest"),
        (dimensions_do_not_fit, MANIFEST, "2 dimensions, 1 constants"),
        (no_version, MANIFEST, "version is missing"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_another_folder_is_refused(tmp_path: Path, spoil: "object", named: str, said: str) -> None:
    assert callable(spoil)
    spoil(written(tmp_path))
    with pytest.raises(EncoderRefused) as caught:
        checked(tmp_path)
    assert named in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
